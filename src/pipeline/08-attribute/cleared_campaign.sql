-- cleared_campaign: the campaigns of this run and the last that people let go, by which ruling.
--
-- Reads   campaign, campaign_member, cleared, ruling
-- Writes  cleared
-- Grain   (run_id, campaign_id)
--
-- The ruling on its own name decides, whatever it says; else it goes free with its cluster, or where rulings, one or many, let half of
-- its operators go, those counted who were operators until they were let go. What takes in a few who were let go is no innocent by that.

INSERT INTO cleared (run_id, subject_kind, subject_id, ruling_id)
WITH
    -- One row a campaign or cluster.
    ruled AS (
        SELECT subject_kind, subject_id, conclusion AS word, ruling_id AS ruling
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE subject_kind IN ('campaign', 'cluster')
    ),
    named AS (SELECT subject_id AS campaign_id, word, ruling FROM ruled WHERE subject_kind = 'campaign'),
    -- One row a campaign, as it was last.
    found AS (
        SELECT
            campaign_id,
            argMax(run_id, run_id = {run_id:UUID})     AS of_run,
            argMax(cluster_id, run_id = {run_id:UUID}) AS of_cluster
        FROM campaign
        WHERE run_id IN ({run_id:UUID}, {last_run_id:UUID})
        GROUP BY campaign_id
    ),
    -- One row an operator that was let go: by which ruling.
    freed AS (
        SELECT subject_id AS account_id, min(ruling_id) AS freed_by
        FROM cleared
        WHERE run_id = {run_id:UUID} AND subject_kind = 'operator'
        GROUP BY subject_id
    ),
    -- One row a campaign that is half made of them.
    half AS (
        SELECT campaign_id, minIf(freed_by, freed_by != '') AS ruling
        FROM campaign_member
        INNER JOIN (SELECT campaign_id, of_run AS run_id FROM found) AS named USING (run_id, campaign_id)
        LEFT JOIN freed USING (account_id)
        WHERE run_id IN ({run_id:UUID}, {last_run_id:UUID}) AND (role = 'operator' OR freed_by != '')
        GROUP BY campaign_id
        HAVING 2 * countIf(freed_by != '') >= count()
    )
SELECT {run_id:UUID}, 'campaign', campaign_id, min(ruling)
FROM (
    SELECT campaign_id, ruling
    FROM found
    INNER JOIN (SELECT campaign_id, ruling FROM named WHERE word = 'benign') AS own USING (campaign_id)
    UNION ALL
    SELECT campaign_id, ruling
    FROM found
    INNER JOIN (
        SELECT subject_id AS of_cluster, ruling FROM ruled WHERE subject_kind = 'cluster' AND word = 'benign'
    ) AS judged USING (of_cluster)
    WHERE campaign_id NOT IN (SELECT campaign_id FROM named)
    UNION ALL
    SELECT campaign_id, ruling FROM half WHERE campaign_id NOT IN (SELECT campaign_id FROM named)
) AS let_go
GROUP BY campaign_id
