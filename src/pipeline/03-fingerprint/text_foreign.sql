-- text_foreign: whether any text may be in another language than English.
--
-- Reads   exchange_texted
-- Grain   one row, or none
--
-- The patterns of the other languages take seconds to compile, which a log without a single such text need
-- not spend. It stops at the first.

SELECT 1 AS found
FROM exchange_texted
WHERE input_id >= {derive_from:UInt32} AND (NOT isASCII(prompt) OR NOT isASCII(system)
   OR match(prompt, {foreign_words:String}) OR match(system, {foreign_words:String}))
LIMIT 1
