-- application_of_operator: applications whose account a run has among the operators of a campaign that somebody should look at.
--
-- Reads   application, campaign, campaign_member
-- Grain   one row an application
--
-- Of several campaigns the one that is surest. A victim and a bystander are not asked: that their key was stolen is not theirs to prove.

WITH accused AS (
    SELECT account_id, argMax(campaign_id, (confidence, campaign_id)) AS campaign_id
    FROM campaign_member
    INNER JOIN campaign USING (run_id, campaign_id)
    WHERE run_id = {run_id:UUID} AND role = 'operator' AND verdict IN ('review', 'act')
    GROUP BY account_id
)
SELECT
    application_id,
    argMax(application.account_id, (input_id, applied_at)) AS account_id,
    argMax(program, (input_id, applied_at))                AS program,
    argMax(proofs, (input_id, applied_at, length(proofs))) AS proofs,
    argMax(application.organization_id, (input_id, applied_at)) AS organization_id,
    argMax(application.risk, (input_id, applied_at))       AS risk,
    argMax(application.odds_bits, (input_id, applied_at))  AS odds_bits,
    any(accused.campaign_id)                               AS campaign_id
FROM application
INNER JOIN accused ON accused.account_id = application.account_id
GROUP BY application_id
ORDER BY application_id
