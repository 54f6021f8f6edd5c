-- account_use: what an account did over all of the log, with how it began. One row an account that sent anything.
--
-- Of its beginning the first two days are looked at hour by hour, since nobody begins at midnight. It is seen where the account is known to
-- have been made when the log was there: whoever is older and was silent may come back from a holiday. In which hours of the day somebody sends is nobody's matter:
-- they are told, and never compared with those of others.
CREATE OR REPLACE VIEW account_use AS
WITH
    (SELECT min(profile_date) FROM account_profile) AS log_date,
    lasting AS (
        SELECT account_id, min(profile_date) AS first_date, max(profile_date) AS last_date
        FROM account_profile
        GROUP BY account_id
    ),
    done AS (
        SELECT
            account_id, any(first_date) AS began, dateDiff('day', began, any(last_date)) AS days_between,
            sum(exchanges) AS sent, count() AS days, max(exchanges) AS fullest_day,
            sumIf(exchanges, dateDiff('day', first_date, profile_date) * 2 < dateDiff('day', first_date, last_date)) AS early,
            sumForEach(account_profile.hours) AS by_hour, sumForEach(elicitation_counts) AS asked,
            arrayConcat(
                arrayResize(sumForEachIf(account_profile.hours, profile_date = first_date), 24),
                arrayResize(sumForEachIf(account_profile.hours, profile_date = first_date + 1), 24)) AS opening,
            arrayFirstIndex(counted -> counted > 0, opening) AS first_hour,
            toUInt32(toUInt16(began)) * 24 + greatest(first_hour, 1) - 1 AS began_hour,
            arraySum(arraySlice(opening, first_hour, 3)) AS first_hours,
            arraySum(arraySlice(opening, first_hour, 24)) AS first_day,
            -- List prices as in subject_profile.
            round((sum(tokens_in) * 3 + sum(tokens_out) * 15) / 1e6, 2) AS used
        FROM account_profile
        INNER JOIN lasting USING (account_id)
        GROUP BY account_id
    )
SELECT
    done.account_id AS account_id, began_hour, days_between, sent, days, fullest_day, early, by_hour, asked, first_hours, first_day, used,
    entity_id, program AS of_program, is_organization_verified,
    round(price_month * (days_between + 1) / 30, 2) AS paid,
    is_verified OR is_organization_verified OR has_paid AS is_proven,
    is_known AND toDate(created_at) + 1 >= log_date AS is_beginning_seen
FROM done
INNER JOIN account_identity ON account_identity.account_id = done.account_id
