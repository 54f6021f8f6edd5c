-- shared_document: what both saw of a share.
--
-- Reads   shared_document
-- Grain   one row, or none; the same row may have been added twice

SELECT text
FROM shared_document
WHERE sha256 = {sha256:String}
LIMIT 1
