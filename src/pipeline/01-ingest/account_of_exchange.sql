-- account_of_exchange: what a form without an account file says of its accounts in its exchanges.
--
-- Reads   source_account   as the file's source maps it
--         account
-- Writes  account
-- Grain   one row an account that no account file names
--
-- When such an account was made is not known: the instant 0 stands for that, and whatever rests on age
-- passes it over. The first exchange would make everybody look new.

INSERT INTO account (account_id, created_at, organization_id, payment_hash, input_id)
SELECT account_id, toDateTime64(0, 3, 'UTC'), organization_id, payment_hash, {input_id:UInt32}
FROM source_account
WHERE account_id NOT IN (SELECT account_id FROM account)
  AND length(account_id) <= 128
