-- sighting: what partners are told back of what they told: that operators of ours carry it, about how many, and on which days.
--
-- Reads   campaign, campaign_member, cleared, indicator_match, ruling
-- Writes  sighting
-- Grain   (run_id, partner_id, object_id)
--
-- Of operators alone: otherwise whoever tells an address would be told whether a customer of ours has it. Of campaigns that
-- are at `act` or that people ruled to be one, and of nobody whom people let go: what a person is still to look at may be a
-- class. In fives, and by days: one more or less is one account, and an instant is its request.

INSERT INTO sighting (run_id, partner_id, object_id, indicator_id, accounts, first_seen_at, last_seen_at)
WITH
    let_go AS (SELECT subject_kind, subject_id FROM cleared WHERE run_id = {run_id:UUID}),
    -- One row a campaign that people signed to be one: what a sender says makes nobody told of.
    confirmed AS (
        SELECT subject_id
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE subject_kind = 'campaign' AND is_signed AND conclusion = 'campaign'
    ),
    told AS (
        SELECT campaign_id
        FROM campaign
        WHERE run_id = {run_id:UUID} AND (verdict = 'act' OR campaign_id IN (SELECT subject_id FROM confirmed))
          AND campaign_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'campaign')
    )
SELECT
    {run_id:UUID}, partner_id, object_id, any(indicator_id),
    intDiv(uniqExact(account_id), {accounts_step:UInt32}) * {accounts_step:UInt32} AS in_steps,
    toStartOfDay(min(first_at)), toStartOfDay(max(last_at))
FROM indicator_match
INNER JOIN (
    SELECT DISTINCT account_id
    FROM campaign_member
    WHERE run_id = {run_id:UUID} AND role = 'operator' AND campaign_id IN (SELECT campaign_id FROM told)
      AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
) AS operator USING (account_id)
WHERE run_id = {run_id:UUID} AND weight_millibits > 0
GROUP BY partner_id, object_id
HAVING in_steps > 0
