-- as_instant: a text as an instant in UTC, or NULL. RFC 3339, or the seconds or milliseconds since 1970
-- that some logs write. The engine alone would take `12`, `2026` or `Mar 1` for a day of this year.
CREATE OR REPLACE FUNCTION as_instant AS (text) -> if(
    match(text, '^(?:\\d{4}-\\d\\d-\\d\\d(?:[Tt ](?:[01]\\d|2[0-3]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:\\.\\d{1,12})?)?\\s?(?:[Zz]|UTC|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)?)?|\\d{10}(?:\\d{3})?)$'),
    parseDateTime64BestEffortOrNull(upper(text), 3, 'UTC'),
    NULL)
