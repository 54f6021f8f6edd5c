import { defineLinker } from './define.js'

export default defineLinker({
  id: 'continuation',
  kind: 'pair',
  runs: 'proposing',
  family: 'operations',
  speaks: 'controller',
  title: 'One account carries on a conversation that another was given',
  why: `The API keeps no state, so turn k+1 carries the answer to turn k. If B sends as its newest
    answer one that was served to A alone, the chance is about nil: one hand holds both. Load
    balancing, failover and bans all make it.`,
  benign: [
    'Two keys of one organisation: an organisation is one hand, and has weight 0 here.',
    'Canned answers that many are served: an answer served to two customers is left out.',
    'A published conversation that researchers replay: at most three unrelated presenters, within 72 hours.',
  ],
  evasions: [
    'Sticky sessions: what crosses is then clustered after limits and bans.',
    'History rewritten as user text: returned output looks for that.',
  ],
  needs: ['messages', 'response'],
  bits_max: 17,
  statement:
    '{crossings|answer} served to one account came back from another in its conversation; the presenter sent {foreign|foreign answer} in all.',
  settings: {
    hours_max: { type: 'UInt32', value: 72, doc: 'Later, the answer may have been published.' },
    presenters_max: {
      type: 'UInt32',
      value: 3,
      doc: 'More unrelated presenters mean a published text.',
    },
  },
  sql: `
    WITH
        -- One row an answer that one customer alone was served.
        served AS (
            SELECT
                response_hash AS turn_hash,
                any(entity_id) AS issuer_entity,
                min(account_id) AS issuer,
                min(received_at) AS served_at
            FROM exchange
            GLOBAL INNER JOIN account_identity USING (account_id)
            WHERE response_hash IN (SELECT received_turn_hashes[1] FROM exchange WHERE notEmpty(received_turn_hashes))
            GROUP BY response_hash
            HAVING uniqExact(entity_id) = 1
        ),
        -- One row an answer and account that sent it back as the newest turn: of answers that few present, at whatever
        -- time; its own receiver is one of them.
        presented AS (
            SELECT
                received_turn_hashes[1] AS turn_hash, account_id AS presenter,
                any(entity_id) AS presenter_entity, min(received_at) AS presented_at,
                uniqExact(presenter_entity) OVER (PARTITION BY turn_hash) AS presenters
            FROM exchange
            GLOBAL INNER JOIN account_identity USING (account_id)
            WHERE notEmpty(received_turn_hashes) AND ifNull(exchange.status, 200) < 400
            GROUP BY turn_hash, presenter
            QUALIFY presenters <= {presenters_max:UInt32} + 1
        ),
        -- One row a crossing, with how many answers that are not its own the presenter presents.
        crossing AS (
            SELECT
                turn_hash, issuer, presenter, presented_at,
                uniqExact(turn_hash) OVER (PARTITION BY presenter) AS foreign_answers
            FROM presented
            INNER JOIN served USING (turn_hash)
            WHERE presenter_entity != issuer_entity
              AND presented_at >= served_at
              AND presented_at <= served_at + INTERVAL {hours_max:UInt32} HOUR
        )
    SELECT
        issuer    AS account_a,
        presenter AS account_b,
        -- One crossing is 13 bits; a presenter of two foreign answers stands alone.
        if(any(foreign_answers) >= 2, 17000, 13000) AS weight_millibits,
        map('crossings', toFloat64(uniqExact(turn_hash)), 'foreign', toFloat64(any(foreign_answers)),
            'first_at', toFloat64(toUnixTimestamp(min(presented_at))),
            'last_at', toFloat64(toUnixTimestamp(max(presented_at)))) AS facts
    FROM crossing
    GROUP BY issuer, presenter
  `,
  cases: {
    links: {
      'B presents what A was served': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            response_hash: 77,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:05:00.000',
            received_turn_hashes: [77],
          },
        ],
      },
    },
    quiet: {
      'two keys of one organisation': {
        account_identity: [
          { account_id: 'a', entity_id: 'one' },
          { account_id: 'b', entity_id: 'one' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            response_hash: 77,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:05:00.000',
            received_turn_hashes: [77],
          },
        ],
      },
      'an answer that both were served': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            response_hash: 77,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:01:00.000',
            response_hash: 77,
          },
          {
            account_id: 'b',
            exchange_id: '3',
            received_at: '2026-03-01 10:05:00.000',
            received_turn_hashes: [77],
          },
        ],
      },
      'a conversation published a month before': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-02-01 10:00:00.000',
            response_hash: 77,
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 10:05:00.000',
            received_turn_hashes: [77],
          },
        ],
      },
    },
  },
})
