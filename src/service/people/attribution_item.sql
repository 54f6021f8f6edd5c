-- attribution_item: what a run proposes of whose campaigns are, and of whom their traffic serves; of one campaign, or of all.
--
-- Reads   attribution
-- Grain   one row an item of a hypothesis

SELECT
    campaign_id, hypothesis_id, toString(question) AS question, toString(about_kind) AS about_kind, about_name,
    evidence_id, toString(standing) AS standing, toString(speaks) AS speaks, toString(family) AS family,
    toString(kind) AS kind, weight_millibits, statement
FROM attribution
WHERE run_id = {run_id:UUID} AND ({campaign_id:String} = '' OR campaign_id = {campaign_id:String})
ORDER BY campaign_id, question DESC, hypothesis_id, standing, abs(weight_millibits) DESC, kind
LIMIT {rows_max:UInt32}
