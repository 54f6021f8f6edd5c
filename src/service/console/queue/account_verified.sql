-- account_verified: of accounts that a deed would touch, those that somebody verified.
--
-- Reads   account_identity
-- Grain   account

SELECT account_id
FROM account_identity
WHERE account_id IN ({accounts:Array(String)})
  AND is_verified
