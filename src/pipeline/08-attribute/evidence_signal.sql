-- evidence_signal: what each detector says of each campaign's cluster.
--
-- Reads   campaign, campaign_member, cluster_member, signal
-- Grain   one row a campaign and detector
--
-- A detector counts over the accounts that links hold, or likeness where no link holds any. That may be others
-- than the members: `counted` says over how many, and `counted_members` how many of them became members.

SELECT
    campaign_id, detector, family, weight_millibits, facts,
    seeds AS counted, seed_members AS counted_members, members
FROM campaign
INNER JOIN (
    SELECT subject_id, detector, family, weight_millibits, facts FROM signal WHERE run_id = {run_id:UUID}
) AS signal ON signal.subject_id = campaign.cluster_id
INNER JOIN (
    SELECT cluster_id, countIf(is_seed) AS seeds, countIf(is_seed AND is_member) AS seed_members, countIf(is_member) AS members
    FROM (
        SELECT
            cluster_id, is_seed,
            account_id IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID}) AS is_member
        FROM cluster_member
        WHERE run_id = {run_id:UUID}
    )
    GROUP BY cluster_id
) AS size ON size.cluster_id = campaign.cluster_id
WHERE run_id = {run_id:UUID}
ORDER BY campaign_id, detector
