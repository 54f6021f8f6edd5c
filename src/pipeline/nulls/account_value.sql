-- account_value: what accounts carry, dealt anew.
--
-- Reads   account_value, null_hub, null_move
-- Writes  account_value

INSERT INTO account_value (run_id, linker, account_id, value_hash, first_at, last_at)
SELECT {null_id:UUID}, linker, account_to, value_hash, first_at, last_at
FROM (
    SELECT linker, account_id, value_hash, first_at, last_at,
           transform(toString(linker), {linkers:Array(String)}, {families_of:Array(String)}, '') AS family
    FROM account_value
    WHERE run_id = {run_id:UUID} AND (linker, value_hash) NOT IN (SELECT linker, value_hash FROM null_hub)
) AS carried
INNER JOIN null_move ON account_from = carried.account_id AND move_family = carried.family
