-- application_of_operator: applications whose account a run has among the operators of a campaign that somebody should look at.
--
-- Reads   application, campaign, campaign_member
-- Grain   one row an application
--
-- Of several campaigns the one that is surest. A victim and a bystander are not asked: that their key was stolen is not theirs to prove.
-- Of an application what came last, and the account that was named last: it may be made after it applied, and left out later.

WITH
    accused AS (
        SELECT account_id, argMax(campaign_id, (confidence, campaign_id)) AS campaign_id
        FROM campaign_member
        INNER JOIN campaign USING (run_id, campaign_id)
        WHERE run_id = {run_id:UUID} AND role = 'operator' AND verdict IN ('review', 'act')
        GROUP BY account_id
    ),
    newest AS (
        SELECT
            application_id,
            argMaxIf(account_id, order_of, notEmpty(account_id)) AS account_id,
            argMax(program, order_of)                            AS program,
            argMax(if(empty(tier), 'starting', tier), order_of)  AS tier,
            argMax(proofs, order_of)                             AS proofs,
            argMax(organization_id, order_of)                    AS organization_id,
            argMax(tuple(risk), order_of).1                      AS risk,
            argMax(tuple(odds_bits), order_of).1                 AS odds_bits
        FROM (
            SELECT application_id, account_id, program, tier, proofs, organization_id, risk, odds_bits,
                (input_id, applied_at, length(proofs)) AS order_of
            FROM application
        )
        GROUP BY application_id
    )
SELECT application_id, newest.account_id AS account_id, program, tier, proofs, organization_id, risk, odds_bits, campaign_id
FROM newest
INNER JOIN accused ON accused.account_id = newest.account_id
ORDER BY application_id
