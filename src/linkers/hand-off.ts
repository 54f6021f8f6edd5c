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
    customer who is said to be a stranger, has one hand behind it. A program moves on within the
    minute and meets another account each time; people who help each other out take longer, turn
    to the same friend, and ask the same of what nobody was refused.`,
  benign: [
    'Keys of one organisation: one hand, weight 0.',
    'A public benchmark item or a pasted prompt: what more than three customers send is left out.',
    'Copies of one program, woken by the same event: what they ask and nobody was refused is alike too, and they count as before.',
    'Two friends at one table: one stranger, however often, is not what stands alone.',
  ],
  evasions: [
    'Waiting after a limit: costs the pool its throughput.',
    'Sending from a second account what was served as well, as often as what was refused: costs the second answer.',
  ],
  needs: ['status', 'messages'],
  bits_max: 17,
  statement:
    '{handoffs|request} that one account was refused came from another within {seconds|second}; the busier of the two passed on {passed|request} so in all.',
  settings: {
    minutes_max: { type: 'UInt32', value: 15, doc: 'Later, somebody else may have the same idea.' },
    seconds_max: {
      type: 'UInt32',
      value: 60,
      doc: 'A program moves on at once; to tell somebody and to paste takes longer.',
    },
    attempts_max: {
      type: 'UInt32',
      value: 100,
      doc: 'Of one request so many attempts are looked at, the first ones: more are a storm of retries.',
    },
    strangers_min: {
      type: 'UInt32',
      value: 2,
      doc: 'Whose requests, two or more, moved at once between so many strangers stands alone.',
    },
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
        -- One row a request that few customers were served, who was refused it, and who sent it next. Attempts that were
        -- refused too are a pool's own search for an account that is served.
        moved AS (
            SELECT
                request_hash, is_conversation, tried.1.1 AS account_a, tried.2.1 AS account_b,
                tried.1.2 AS entity_a, tried.2.2 AS entity_b,
                min(dateDiff('millisecond', tried.1.3, tried.2.3)) / 1000 AS seconds,
                seconds <= {seconds_max:UInt32} AS is_at_once
            FROM (
                SELECT
                    request_hash, any(is_conversation) AS is_conversation,
                    groupArrayIf({attempts_max:UInt32})(attempt, answered IN (401, 402, 403, 429, 500, 502, 503, 504, 529)) AS refused,
                    groupArray({attempts_max:UInt32})(attempt) AS sent
                FROM (SELECT *, (account, entity_id, received_at) AS attempt FROM request ORDER BY received_at)
                GROUP BY request_hash
                HAVING uniqExact(entity_id) >= 2 AND uniqExactIf(entity_id, answered < 400) <= {carriers_max:UInt32}
            )
            ARRAY JOIN arrayFlatten(arrayMap(a -> arrayMap(b -> (a, b), sent), refused)) AS tried
            WHERE entity_a != entity_b
              AND tried.2.3 BETWEEN tried.1.3 AND tried.1.3 + INTERVAL {minutes_max:UInt32} MINUTE
            GROUP BY request_hash, is_conversation, account_a, account_b, entity_a, entity_b
        ),
        -- One row of those and side: how many requests moved to or from its account, and at once between it and how many.
        passed AS (
            SELECT
                *,
                if(is_to, account_b, account_a)                                  AS account,
                uniqExact(request_hash) OVER own                                 AS requests,
                uniqExactIf(request_hash, is_at_once) OVER own                   AS requests_at_once,
                uniqExactIf(if(is_to, entity_a, entity_b), is_at_once) OVER own  AS strangers
            FROM moved
            ARRAY JOIN [false, true] AS is_to
            WINDOW own AS (PARTITION BY account)
        ),
        -- One row an account that sends what they send: how many such requests a few were served, and nobody refused.
        sharer AS (
            SELECT account, uniqExact(request_hash) AS requests
            FROM (
                SELECT
                    exchange.account_id AS account, cityHash64(prefix_hash, prompt_hash) AS request_hash,
                    uniqExact(entity_id) OVER alike                         AS carriers,
                    countIf(ifNull(exchange.status, 200) >= 400) OVER alike AS refusals
                FROM exchange
                INNER JOIN (
                    SELECT exchange_id, account_id, prompt_hash FROM exchange_fingerprint
                    WHERE prompt_bytes >= {prompt_bytes_min:UInt32} AND prompt_hash IN (
                        SELECT prompt_hash FROM exchange_fingerprint WHERE account_id IN (
                            SELECT account FROM passed WHERE strangers >= {strangers_min:UInt32}))
                ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
                GLOBAL INNER JOIN account_identity ON account_identity.account_id = exchange.account_id
                WINDOW alike AS (PARTITION BY request_hash)
                QUALIFY carriers BETWEEN 2 AND {carriers_max:UInt32} AND refusals = 0
            )
            GROUP BY account
        )
    SELECT
        account_a,
        account_b,
        -- A conversation at the same point is nobody else's, and two requests are no chance; a lone bare prompt may be two
        -- classmates'. Who moves at once between strangers, and shares with them little else, stands alone.
        multiIf(
            max(is_at_once) AND max(strangers >= {strangers_min:UInt32} AND requests_at_once > greatest(1, sharer.requests)), 17000,
            max(is_conversation) OR uniqExact(request_hash) >= 2, 12000,
            8000) AS weight_millibits,
        map(
            'handoffs', toFloat64(uniqExact(request_hash)), 'seconds', ceil(max(seconds)),
            'passed', toFloat64(max(passed.requests))) AS facts
    FROM passed
    LEFT JOIN sharer ON sharer.account = passed.account
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
