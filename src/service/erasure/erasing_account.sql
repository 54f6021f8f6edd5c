-- erasing_account: the accounts of the organisations that an erasure is about.
--
-- Reads   account, exchange, subject_erasing
-- Writes  subject_erasing
-- Grain   account_id

INSERT INTO subject_erasing
SELECT DISTINCT 'account' AS kind, account_id AS subject_id
FROM (SELECT account_id, organization_id FROM account UNION ALL SELECT account_id, organization_id FROM exchange)
WHERE organization_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'organization')
