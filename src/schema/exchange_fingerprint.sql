-- exchange_fingerprint: what one exchange looks like. Row-derived, one row an exchange; no text.
CREATE TABLE IF NOT EXISTS exchange_fingerprint
(
    exchange_id     String,
    account_id      String,
    received_at     DateTime64(3, 'UTC'),
    -- Order in which exchanges are sampled: keyed, so that nobody can choose to be left out.
    exchange_hash   UInt64,
    system_hash     UInt64,
    tools_hash      UInt64,
    -- Output schema and sampling parameters together.
    parameters_hash UInt64,
    prompt_hash     UInt64,
    is_served       UInt8,
    prompt_bytes    UInt32,
    -- Of the answer; where it calls something that the log has not, four for each token.
    response_bytes  UInt32,
    -- Tokens of the answer; where they are not told, a quarter of its bytes.
    answer_tokens   UInt32,
    -- Sampled shingles of the opening and closing of the user's text.
    head_sketch     Array(UInt64),
    tail_sketch     Array(UInt64),
    -- Bit i is class i of ELICITATION_CLASSES.
    elicitation     UInt32,
    -- log2 odds that the text asks for training data, in thousandths, 0 for the ordinary.
    extraction_millibits Int32,
    capability      LowCardinality(String),
    -- Keyed hash of the tag, bracket or heading that the answer opens with; 0 where it opens with none.
    opening_hash    UInt64,
    -- Of an exchange whose texts were never kept, the hash of its line: nothing here can be derived anew. Else 0.
    row_hash        UInt64
)
ENGINE = MergeTree
ORDER BY (account_id, received_at, exchange_id)
PARTITION BY toMonday(received_at)
