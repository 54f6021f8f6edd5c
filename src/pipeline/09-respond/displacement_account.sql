-- displacement_account: who was first seen after something was done to a campaign, and carries what is the campaign's.
--
-- Reads   account_profile, account_recognised, campaign, campaign_mark, campaign_member, exchange, exchange_template,
--         displacement_action, ruling
-- Writes  displacement_account
-- Grain   (run_id, campaign_id, action_id, account_id)
--
-- Text alone displaces nobody: whoever reads the same tutorial sends it as well. Victims and customers are not of it. An
-- artefact counts where its first holder was an operator, by what was issued.

INSERT INTO displacement_account (
    run_id, campaign_id, action_id, account_id, first_seen_at, grounds, is_counted
)
WITH
    first_seen AS (
        SELECT account_id, min(first_seen_at) AS came_at
        FROM account_profile
        GROUP BY account_id
        HAVING came_at >= (SELECT min(acted_at) FROM displacement_action)
    ),
    named AS (
        SELECT campaign_id, arrayJoin(arrayDistinct(arrayPushBack(succeeds, campaign_id))) AS name
        FROM campaign
        WHERE run_id = {run_id:UUID} AND campaign_id IN (SELECT campaign_id FROM displacement_action)
    ),
    member AS (SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}),
    -- One row a campaign, account and ground.
    carried AS (
        SELECT campaign_id, account_id, 'member' AS ground FROM member WHERE role = 'operator'
        UNION DISTINCT
        SELECT named.campaign_id, account_id, 'recognised'
        FROM (SELECT campaign_id AS name, account_id FROM account_recognised) AS recognised
        INNER JOIN named USING (name)
        UNION DISTINCT
        SELECT campaign_id, account_id, 'template'
        FROM (SELECT account_id, family_id FROM exchange_template WHERE run_id = {run_id:UUID}
              AND account_id IN (SELECT account_id FROM first_seen)) AS sent
        INNER JOIN (
            SELECT campaign_id, value_hash AS family_id
            FROM campaign_mark
            WHERE run_id = {run_id:UUID} AND kind = 'family' AND weight_millibits >= {weight_millibits_min:Int32}
        ) AS mark USING (family_id)
        UNION DISTINCT
        SELECT issued.campaign_id, presented.account_id, 'artefact'
        FROM (
            SELECT account_id, arrayJoin(artefacts_presented) AS artefact FROM exchange
            WHERE notEmpty(artefacts_presented) AND account_id IN (SELECT account_id FROM first_seen)
        ) AS presented
        INNER JOIN (
            SELECT campaign_id, arrayJoin(artefacts_issued) AS artefact FROM exchange
            INNER JOIN member USING (account_id)
            WHERE role = 'operator' AND notEmpty(artefacts_issued)
              AND account_id NOT IN (SELECT account_id FROM first_seen)
        ) AS issued USING (artefact)
    )
SELECT
    {run_id:UUID}, campaign_id, action_id, account_id, came_at,
    arraySort(groupUniqArray(ground)) AS all_grounds,
    all_grounds != ['template']
FROM carried
INNER JOIN first_seen USING (account_id)
INNER JOIN displacement_action USING (campaign_id)
WHERE came_at >= acted_at
  AND account_id NOT IN (
      SELECT subject_id FROM ruling_newest(at = {window_end:DateTime64(3)})
      WHERE subject_kind = 'account' AND conclusion = 'benign')
  AND (campaign_id, account_id) NOT IN (SELECT campaign_id, account_id FROM member WHERE role != 'operator')
GROUP BY campaign_id, action_id, account_id, came_at
ORDER BY campaign_id, action_id, account_id
