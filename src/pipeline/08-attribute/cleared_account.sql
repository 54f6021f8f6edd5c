-- cleared_account: the accounts that people let go, by which ruling: on the account, or on a campaign that it is or was an
-- operator of. And which of them were operators, of whatever campaign: whom a ruling made a customer still counts to what was let go.
--
-- Reads   campaign, campaign_member, cleared, ruling
-- Writes  cleared
-- Grain   (run_id, account_id, ruling_id)
--
-- A ruling names a campaign, and lets people go: the next run may find them under another name, or in two campaigns that were
-- one. So the last run hands on who was let go, as long as the ruling counts.

INSERT INTO cleared (run_id, subject_kind, subject_id, ruling_id)
WITH
    -- One row a subject.
    benign AS (
        SELECT subject_kind, subject_id, ruling_id AS ruling
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE conclusion = 'benign'
    ),
    -- One row an operator of this run or the last: what its campaign is called, and its cluster.
    operator AS (
        SELECT account_id, campaign_id, cluster_id
        FROM campaign_member
        INNER JOIN (
            SELECT run_id, campaign_id, cluster_id FROM campaign WHERE run_id IN ({run_id:UUID}, {last_run_id:UUID})
        ) AS found USING (run_id, campaign_id)
        WHERE run_id IN ({run_id:UUID}, {last_run_id:UUID}) AND role = 'operator'
    ),
    let_go AS (
        SELECT subject_id AS account_id, ruling FROM benign WHERE subject_kind = 'account'
        UNION ALL
        SELECT account_id, ruling
        FROM operator
        INNER JOIN (SELECT subject_id AS campaign_id, ruling FROM benign WHERE subject_kind = 'campaign') AS named USING (campaign_id)
        UNION ALL
        SELECT account_id, ruling
        FROM operator
        INNER JOIN (SELECT subject_id AS cluster_id, ruling FROM benign WHERE subject_kind = 'cluster') AS judged USING (cluster_id)
        UNION ALL
        SELECT subject_id AS account_id, ruling_id AS ruling
        FROM cleared
        WHERE run_id = {last_run_id:UUID} AND subject_kind = 'account' AND ruling_id IN (SELECT ruling FROM benign)
    )
SELECT DISTINCT {run_id:UUID}, 'account', account_id, ruling FROM let_go
UNION ALL
SELECT DISTINCT {run_id:UUID}, 'operator', account_id, ruling
FROM let_go
WHERE account_id IN (SELECT account_id FROM operator)
   OR account_id IN (SELECT subject_id FROM cleared WHERE run_id = {last_run_id:UUID} AND subject_kind = 'operator')
