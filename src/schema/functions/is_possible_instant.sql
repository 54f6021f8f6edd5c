-- is_possible_instant: whether an instant lies in the years that a log can be of. 1970 is a clock that
-- was never set, and everybody who has it would seem to have signed up together.
CREATE OR REPLACE FUNCTION is_possible_instant AS (instant) -> ifNull(
    instant BETWEEN toDateTime64('2000-01-01 00:00:00', 3, 'UTC')
                AND toDateTime64('2100-12-31 23:59:59.999', 3, 'UTC'),
    false)
