-- run_template: the shingles by which a campaign's templates are known again.
--
-- Reads   campaign_mark, template_shingle
-- Grain   (campaign_id, family_id, part, shingle)

SELECT campaign_id, family_id, part, shingle
FROM (SELECT family_id, part, shingle FROM template_shingle WHERE run_id = {run_id:UUID}) AS known
INNER JOIN (
    SELECT campaign_id, kind, value_hash AS family_id
    FROM campaign_mark
    WHERE run_id = {run_id:UUID} AND kind IN ('family', 'system')
      AND weight_millibits >= {weight_millibits_min:UInt32} AND accounts >= {accounts_min:UInt32}
) AS mark USING (family_id)
ORDER BY campaign_id, family_id, part, shingle
