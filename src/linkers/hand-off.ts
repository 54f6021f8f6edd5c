import { defineLinker } from './define.js'

export default defineLinker({
  id: 'hand-off',
  kind: 'pair',
  runs: 'proposing',
  family: 'operations',
  speaks: 'controller',
  title: 'What one account was refused, another asks within minutes',
  why: `A pool that meets a limit or a ban sends the same request again through its next account. The
    same conversation at the same point, or the same long prompt, minutes after a refusal, at a
    customer who is said to be a stranger, has one hand behind it.`,
  benign: [
    'Keys of one organisation: one hand, weight 0.',
    'A public benchmark item or a pasted prompt: what more than three customers send is left out.',
  ],
  evasions: ['Waiting after a limit: costs the pool its throughput.'],
  needs: ['status', 'messages'],
  bits_max: 12,
  statement:
    '{handoffs|request} that one account was refused came from another within {minutes|minute}.',
  settings: {
    minutes_max: { type: 'UInt32', value: 15, doc: 'A pool moves on at once; a person does not.' },
    carriers_max: {
      type: 'UInt32',
      value: 3,
      doc: 'A request that more customers send is public.',
    },
    prompt_bytes_min: { type: 'UInt32', value: 120, doc: 'A shorter prompt may be anybody’s.' },
  },
  sql: `
    WITH
        -- One row a request that was refused: its newest text.
        refused_print AS (
            SELECT prompt_hash
            FROM exchange_fingerprint
            WHERE (account_id, exchange_id) IN (
                SELECT account_id, exchange_id FROM exchange
                WHERE status IN (401, 402, 403, 429, 500, 502, 503, 504, 529))
        ),
        -- One row a request of such a text that is long enough to be nobody else's: its conversation and that text.
        request AS (
            SELECT
                exchange.account_id AS account, entity_id, received_at,
                ifNull(exchange.status, 200) AS answered,
                prefix_hash != 0 AS is_conversation,
                cityHash64(prefix_hash, prompt_hash) AS request_hash
            FROM exchange
            INNER JOIN (
                SELECT exchange_id, account_id, prompt_hash, prompt_bytes FROM exchange_fingerprint
                WHERE prompt_hash IN (SELECT prompt_hash FROM refused_print)
            ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
            GLOBAL INNER JOIN account_identity ON account_identity.account_id = exchange.account_id
            WHERE prefix_hash != 0 OR prompt_bytes >= {prompt_bytes_min:UInt32}
        ),
        -- One row a request that two to a few customers sent.
        moved AS (
            SELECT
                *,
                answered IN (401, 402, 403, 429, 500, 502, 503, 504, 529)   AS is_refused,
                uniqExact(entity_id) OVER alike                             AS senders,
                -- Attempts that were refused too are the pool's own search for an account that is served.
                uniqExactIf(entity_id, answered < 400) OVER alike           AS carriers
            FROM request
            WINDOW alike AS (PARTITION BY request_hash)
            QUALIFY senders >= 2 AND carriers <= {carriers_max:UInt32}
        )
    SELECT
        refused.account AS account_a,
        moved.account   AS account_b,
        -- A conversation at the same point is nobody else's; a lone bare prompt may be two classmates'.
        if(max(moved.is_conversation) OR uniqExact(request_hash) >= 2, 12000, 8000) AS weight_millibits,
        map('handoffs', toFloat64(uniqExact(request_hash)), 'minutes', toFloat64({minutes_max:UInt32})) AS facts
    FROM moved
    INNER JOIN (
        SELECT request_hash, account, entity_id, received_at FROM moved WHERE is_refused
    ) AS refused USING (request_hash)
    WHERE moved.entity_id != refused.entity_id
      AND moved.received_at >= refused.received_at
      AND moved.received_at <= refused.received_at + INTERVAL {minutes_max:UInt32} MINUTE
    GROUP BY account_a, account_b
  `,
  cases: {
    links: {
      'a refused request, asked again by a stranger': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            status: 429,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:00:20.000',
            status: 200,
          },
        ],
        exchange_fingerprint: [
          { account_id: 'a', exchange_id: '1', prompt_hash: 5, prompt_bytes: 400 },
          { account_id: 'b', exchange_id: '2', prompt_hash: 5, prompt_bytes: 400 },
        ],
      },
    },
    quiet: {
      'the same prompt, nobody refused': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            status: 200,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:00:20.000',
            status: 200,
          },
        ],
        exchange_fingerprint: [
          { account_id: 'a', exchange_id: '1', prompt_hash: 5, prompt_bytes: 400 },
          { account_id: 'b', exchange_id: '2', prompt_hash: 5, prompt_bytes: 400 },
        ],
      },
    },
  },
})
