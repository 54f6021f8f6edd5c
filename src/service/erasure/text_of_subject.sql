-- text_of_subject: what people wrote that holds a name anywhere, with what the trail says of it. Whether it names somebody is
-- looked at apart.
--
-- Reads   audit, record_text
-- Grain   text_id

WITH told AS
(
    SELECT JSONExtractString(facts, 'hidden') AS text_id, any(facts) AS told_facts
    FROM audit
    WHERE JSONHas(facts, 'hidden')
    GROUP BY text_id
)
SELECT record_text.text_id AS text_id, text, told.told_facts AS facts
FROM record_text
LEFT JOIN told ON told.text_id = record_text.text_id
WHERE arrayExists(needle -> position(text, needle) > 0, {needles:Array(String)})
