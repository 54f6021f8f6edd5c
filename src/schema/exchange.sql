-- exchange: one request to a model and its response. Ground: written by ingest, never rewritten.
--
-- An absent text is empty and an absent number is NULL. Of a conversation that resends its history
-- only what is new is kept; the history is a hash of its prefix and of its newest answers.
CREATE TABLE IF NOT EXISTS exchange
(
    exchange_id           String,
    -- When the provider received the request, by the provider's clock. 2000 to 2100.
    received_at           DateTime64(3, 'UTC'),
    account_id            String,
    organization_id       String,
    api_key_id            String,
    end_user_id           String,
    session_id            String,
    channel               LowCardinality(String),
    plan                  LowCardinality(String),
    endpoint              LowCardinality(String),
    is_batch              Nullable(Bool),
    is_stream             Nullable(Bool),
    ip                    String,
    asn                   Nullable(UInt32),
    user_agent            LowCardinality(String),
    client_version        LowCardinality(String),
    accept_language       LowCardinality(String),
    ja4                   LowCardinality(String),
    header_order          LowCardinality(String),
    model                 LowCardinality(String),
    temperature           Nullable(Float32),
    top_p                 Nullable(Float32),
    n                     Nullable(Int32),
    max_tokens            Nullable(Int32),
    reasoning_tokens_max  Nullable(Int32),
    images                Nullable(Int32),
    has_logprobs          Nullable(Bool),
    has_prefill           Nullable(Bool),
    response_format       String,
    tools_hash            String,
    text_policy           LowCardinality(String),
    system                String CODEC(ZSTD(1)),
    -- The user's turns since the last answer.
    prompt                String CODEC(ZSTD(1)),
    first_prompt_hash     UInt64,
    -- Tool results since the last answer: their number and size.
    tool_results          UInt16,
    tool_result_bytes     UInt32,
    turns                 UInt16,
    -- Keyed hash of all turns before the new ones: the same conversation, one step on, extends it.
    prefix_hash           UInt64,
    -- Keyed hashes of the newest answers that the request sends back (long ones; newest first).
    received_turn_hashes  Array(UInt64),
    tools                 Array(LowCardinality(String)),
    artefacts_presented   Array(String),
    artefact_error        LowCardinality(String),
    status                Nullable(Int16),
    error_type            LowCardinality(String),
    stop_reason           LowCardinality(String),
    refusal_category      LowCardinality(String),
    -- What was said and what was called.
    response              String CODEC(ZSTD(1)),
    -- Keyed hash of the answer where it is long enough to be nobody else's; else 0.
    response_hash         UInt64,
    tokens_in             Nullable(Int64),
    tokens_out            Nullable(Int64),
    tokens_reasoning      Nullable(Int64),
    tokens_cached         Nullable(Int64),
    tool_calls            Nullable(Int32),
    latency_ms            Nullable(Int64),
    artefacts_issued      Array(String),
    -- Hash of the whole line: of two rows with one id, the least (received_at, row_hash) is kept.
    row_hash              UInt64,
    -- Which file it came from, to undo a file that broke off.
    input_id              UInt32
)
ENGINE = MergeTree
ORDER BY (account_id, received_at, exchange_id)
PARTITION BY toMonday(received_at)
