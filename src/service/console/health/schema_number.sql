-- schema_number: which releases opened the store.
--
-- Reads   store_version
-- Grain   one row a release, the newest first

SELECT number, release, toString(opened_at) AS opened
FROM store_version
ORDER BY opened_at DESC
LIMIT 10
