-- application_use: what whoever was granted a programme has done since it is seen.
--
-- Reads   account_mission, account_use, application, campaign_member
-- Grain   one row an application for a programme whose use may be enough to have it watched
--
-- Of an application what came last, and the account that was named last. One that ever was for a programme is looked at, whatever it says
-- later: what it was granted for the process knows. A victim and a bystander of a campaign are left out: what was done with their key was
-- not theirs to do.

WITH
    newest AS (
        SELECT
            application_id,
            argMaxIf(account_id, order_of, notEmpty(account_id)) AS account_id,
            argMaxIf(program, order_of, program != 'none') AS program_asked, argMax(purpose, order_of) AS purpose,
            argMax(proofs, order_of) AS proofs, argMax(organization_id, order_of) AS organization_id,
            argMax(class_given, order_of) AS class
        FROM (
            -- Whoever proved one institution, or was invited by one organisation, is of one class. Each proof is of a domain of its own.
            SELECT
                *, (input_id, applied_at, length(proofs)) AS order_of,
                multiIf(
                    has(proofs, 'institution_sign_in') AND notEmpty(institution_domain), concat('i ', institution_domain),
                    has(proofs, 'institution_mail') AND notEmpty(email_domain), concat('i ', email_domain),
                    has(proofs, 'invitation') AND notEmpty(invited_by), concat('o ', invited_by), '') AS class_given
            FROM application
        )
        GROUP BY application_id
        HAVING notEmpty(program_asked) AND notEmpty(account_id)
    ),
    -- One row a class and account: how many of it began within a day of it. A date of UTC would part a class at its noon or evening.
    class_begun AS (
        SELECT
            class, account_id,
            count() OVER (PARTITION BY class ORDER BY began_hour RANGE BETWEEN 24 PRECEDING AND 24 FOLLOWING) AS size
        FROM (
            SELECT DISTINCT class, account_id, began_hour
            FROM newest
            INNER JOIN account_use USING (account_id)
            WHERE notEmpty(class)
        )
    ),
    mission AS (
        SELECT account_id, if(mission_millibits > asked_millibits, mission_millibits, 0) AS loop
        FROM account_mission
        WHERE run_id = {run_id:UUID}
    )
SELECT
    application_id, newest.account_id AS account_id, program_asked AS program, purpose, proofs,
    organization_id, is_organization_verified, toFloat64(sent) AS exchanges, toFloat64(account_use.days) AS days,
    toFloat64(account_use.days_between) AS days_between, is_beginning_seen, toFloat64(account_use.first_hours) AS first_hours,
    toFloat64(account_use.first_day) AS first_day, toFloat64(account_use.fullest_day) AS fullest_day,
    toFloat64(account_use.early) AS early, arrayMap(c -> toFloat64(c), by_hour) AS hours, used, paid,
    arrayMap(c -> toFloat64(c), account_use.asked) AS asked,
    arrayMap((c, r) -> round(poisson_bits(c, sent * r), 2), account_use.asked, {rates:Array(Float64)}) AS asked_bits,
    round(loop / 1000, 2) AS loop_bits, toFloat64(greatest(1, size) - 1) AS begun_together
FROM newest
INNER JOIN account_use ON account_use.account_id = newest.account_id
LEFT JOIN mission ON mission.account_id = newest.account_id
LEFT JOIN class_begun ON class_begun.class = newest.class AND class_begun.account_id = newest.account_id
WHERE sent >= {exchanges_min:UInt32}
  -- Whatever cannot be enough is not told: of 200,000 grants a few thousand are. What is asked may be enough alone.
  AND 2 * (arrayMax(asked_bits) >= {asked_bits:Float64}) + (first_hours >= {first_hours:Float64}) + (used >= {used:Float64}) + (loop > 0) >= 2
  AND newest.account_id NOT IN (
      SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role != 'operator')
ORDER BY application_id
