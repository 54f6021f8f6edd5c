import { defineLinker } from './define.js'

export default defineLinker({
  id: 'hand-off',
  kind: 'pair',
  runs: 'proposing',
  family: 'operations',
  speaks: 'controller',
  title: 'What one account was refused, another asks within minutes',
  why: `A pool that meets a limit or a ban sends the same request again through its next account. The
    same conversation at the same point, or the same long prompt, minutes after a refusal, served to a
    customer who is said to be a stranger while the refused one gets no answer, has one hand behind it. A
    program moves on within the minute and meets another account each time; people who help each other out
    take longer and turn to the same friend, and copies of one program are served alike.`,
  benign: [
    'Keys of one organisation: one hand, weight 0.',
    'A public benchmark item, a pasted prompt, the worked examples of a tool: what more than three customers are served is left out.',
    'Users of one application in an outage: all are refused, or each is served when it tries again, and then nothing has moved.',
    'Copies of one program, woken by the same event: they are served the same requests as well, or one is refused what another was served before; who shares so as many as moved does not stand alone.',
    'Two friends at one table: one stranger, however often, is not what stands alone.',
    'Somebody whose request others foresaw: one that was served what strangers were refused before is no party to it; both must have handed on, and moved requests between two strangers.',
  ],
  evasions: [
    'Waiting for a minute after a refusal: costs a pool that has other work to send meanwhile nothing but order.',
    'Fixed partners, or a request that is changed before it is sent again: what moves then is worth half a link, or nothing.',
    'Sampling each prompt at two accounts, as often as requests are refused: costs the second answer, which may be a word.',
  ],
  needs: ['status', 'messages'],
  bits_max: 17,
  statement:
    '{handoffs|request} that one account was refused came from another within {seconds|second}; the busier of the two had a part in {passed|such request} in all.',
  settings: {
    minutes_max: { type: 'UInt32', value: 15, doc: 'Later, somebody else may have the same idea.' },
    seconds_max: {
      type: 'UInt32',
      value: 60,
      doc: 'A program moves on at once; to tell somebody and to paste takes longer.',
    },
    strangers_min: {
      type: 'UInt32',
      value: 2,
      doc: 'Two that each moved requests at once, two or more, between so many strangers stand alone.',
    },
    carriers_max: {
      type: 'UInt32',
      value: 3,
      doc: 'A request, or the beginning of one, that more customers are served is public.',
    },
    accounts_max: {
      type: 'UInt32',
      value: 100,
      doc: 'So is a request that more accounts are served, whosever they are: they are held for each account that was refused it.',
    },
    prompt_bytes_min: { type: 'UInt32', value: 120, doc: 'A shorter prompt may be anybody’s.' },
  },
  sql: `
    WITH
        -- One row a text that somebody was refused.
        refused_print AS (
            SELECT prompt_hash
            FROM exchange_fingerprint
            WHERE (account_id, exchange_id) IN (
                SELECT account_id, exchange_id FROM exchange
                WHERE status IN (401, 402, 403, 429, 500, 502, 503, 504, 529))
        ),
        -- Beginnings behind which many are served: the worked examples of a tool. Of a request behind one of them the newest
        -- text alone is somebody's own.
        public_prefix AS (
            SELECT prefix_hash
            FROM exchange
            GLOBAL INNER JOIN account_identity ON account_identity.account_id = exchange.account_id
            WHERE ifNull(exchange.status, 200) < 400 AND prefix_hash IN (
                SELECT prefix_hash FROM exchange
                WHERE prefix_hash != 0 AND status IN (401, 402, 403, 429, 500, 502, 503, 504, 529))
            GROUP BY prefix_hash
            HAVING uniqExact(entity_id) > {carriers_max:UInt32}
        ),
        -- One row a request and an account that sent it: when it was refused it first, and when it was served it first.
        request AS (
            SELECT
                cityHash64(prefix_hash, prompt_hash) AS request_hash, account, entity_id, is_conversation,
                minOrNullIf(received_at, status IN (401, 402, 403, 429, 500, 502, 503, 504, 529)) AS refused_at,
                minOrNullIf(received_at, status < 400) AS served_at
            FROM (
                SELECT
                    exchange.account_id AS account, entity_id, received_at, prefix_hash, prompt_hash, prompt_bytes,
                    ifNull(exchange.status, 200) AS status,
                    prefix_hash != 0 AND prefix_hash NOT IN (SELECT prefix_hash FROM public_prefix) AS is_conversation
                FROM exchange
                INNER JOIN (
                    SELECT exchange_id, account_id, prompt_hash, prompt_bytes FROM exchange_fingerprint
                    WHERE prompt_hash IN (SELECT prompt_hash FROM refused_print)
                ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
                GLOBAL INNER JOIN account_identity ON account_identity.account_id = exchange.account_id
            )
            WHERE is_conversation OR prompt_bytes >= {prompt_bytes_min:UInt32}
            GROUP BY prefix_hash, prompt_hash, is_conversation, account, entity_id
        ),
        -- One row a request that few customers were served, an account that was refused it and got no answer by itself, and
        -- the stranger who was served it next. Others who were refused it are a pool's search for one who is served.
        moved AS (
            WITH arrayFirst(one -> one.3 != given.2 AND one.1 >= given.3, served) AS taken
            SELECT
                request_hash, is_conversation,
                given.1 AS account_a, given.2 AS entity_a, taken.2 AS account_b, taken.3 AS entity_b,
                taken.1 AS taken_at, dateDiff('millisecond', given.3, taken.1) / 1000 AS seconds,
                seconds <= {seconds_max:UInt32} AS is_at_once
            FROM (
                SELECT
                    request_hash, any(is_conversation) AS is_conversation,
                    arrayJoin(groupArrayIf(
                        (account, entity_id, assumeNotNull(refused_at)),
                        refused_at IS NOT NULL
                            AND (served_at IS NULL OR served_at > refused_at + INTERVAL {minutes_max:UInt32} MINUTE))) AS given,
                    arraySort(groupArrayIf((assumeNotNull(served_at), account, entity_id), served_at IS NOT NULL)) AS served
                FROM request
                GROUP BY request_hash
                HAVING uniqExactIf(entity_id, served_at IS NOT NULL) BETWEEN 1 AND {carriers_max:UInt32}
                    AND uniqExactIf(account, served_at IS NOT NULL) <= {accounts_max:UInt32}
            )
            WHERE account_b != '' AND taken.1 <= given.3 + INTERVAL {minutes_max:UInt32} MINUTE
        ),
        -- One row of those and side: how many requests moved at once to or from its account, how many from it, and between
        -- it and how many.
        passed AS (
            SELECT
                *,
                if(is_to, account_b, account_a)                                 AS account,
                uniqExactIf(request_hash, is_at_once) OVER own                  AS requests_at_once,
                uniqExactIf(request_hash, is_at_once AND NOT is_to) OVER own    AS handed_on,
                uniqExactIf(if(is_to, entity_a, entity_b), is_at_once) OVER own AS strangers
            FROM moved
            ARRAY JOIN [false, true] AS is_to
            WINDOW own AS (PARTITION BY account)
        ),
        -- One row an account that may stand alone: how many requests it and a stranger were both served, or one sent first
        -- when the other had been served. Nobody takes over what is answered.
        sharer AS (
            SELECT account, uniqExact(request_hash) AS requests
            FROM (
                SELECT
                    account, request_hash,
                    uniqExact(entity_id) OVER same >= 2
                        AND if(
                            served_at IS NULL, min(served_at) OVER same < first_at,
                            uniqExactIf(entity_id, served_at IS NOT NULL) OVER same >= 2 OR max(first_at) OVER same > served_at) AS is_shared
                FROM (
                    SELECT
                        exchange.account_id AS account, entity_id, cityHash64(prefix_hash, prompt_hash) AS request_hash,
                        min(received_at) AS first_at, minOrNullIf(received_at, ifNull(exchange.status, 200) < 400) AS served_at
                    FROM exchange
                    INNER JOIN (
                        SELECT exchange_id, account_id, prompt_hash, prompt_bytes FROM exchange_fingerprint
                        WHERE prompt_hash IN (
                            SELECT prompt_hash FROM exchange_fingerprint WHERE account_id IN (
                                SELECT account FROM passed WHERE strangers >= {strangers_min:UInt32} AND handed_on > 0))
                    ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
                    GLOBAL INNER JOIN account_identity ON account_identity.account_id = exchange.account_id
                    WHERE prefix_hash != 0 OR prompt_bytes >= {prompt_bytes_min:UInt32}
                    GROUP BY account, entity_id, request_hash
                )
                WINDOW same AS (PARTITION BY request_hash)
            )
            WHERE is_shared
            GROUP BY account
        )
    SELECT
        account_a,
        account_b,
        -- A conversation at the same point is nobody else's, and two requests are no chance; a lone bare prompt may be two
        -- classmates'. Two that each hand on and move requests at once between strangers, and share with them little else,
        -- stand alone.
        multiIf(
            max(is_at_once) AND min(
                strangers >= {strangers_min:UInt32} AND handed_on > 0 AND requests_at_once > greatest(1, sharer.requests)), 17000,
            max(is_conversation) OR uniqExact(request_hash) >= 2, 12000,
            8000) AS weight_millibits,
        map(
            'handoffs', toFloat64(uniqExact(request_hash)), 'seconds', ceil(max(seconds)),
            'passed', toFloat64(max(greatest(passed.requests_at_once, 1))),
            'first_at', toFloat64(toUnixTimestamp(min(taken_at))),
            'last_at', toFloat64(toUnixTimestamp(max(taken_at)))) AS facts
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
