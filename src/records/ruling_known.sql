-- ruling_known: which of these rulings runs and decisions know.
--
-- Reads   ruling
-- Grain   ruling_id

SELECT DISTINCT ruling_id
FROM ruling
WHERE ruling_id IN {ids:Array(String)}
