-- application_newer: what came in since an input, as it was assessed; of an application what came last.
--
-- Reads   application
-- Grain   one row an application
--
-- Of two in one input the later counts, and of two at one instant the one that shows more.

SELECT
    application_id,
    argMax(account_id, newest)  AS account_id,
    argMax(program, newest)     AS program,
    argMax(if(empty(tier), 'starting', tier), newest) AS tier,
    argMax(purpose, newest)     AS purpose,
    argMax(step, newest)        AS step,
    argMax(proofs, newest)      AS proofs,
    argMax(assessment_json, newest) AS assessment_json,
    toUnixTimestamp64Milli(argMax(applied_at, newest)) AS applied_ms,
    max(input_id)               AS input_id
FROM (
    SELECT *, (input_id, applied_at, length(proofs)) AS newest
    FROM application
    WHERE input_id > {after:UInt32}
)
GROUP BY application_id
ORDER BY application_id
