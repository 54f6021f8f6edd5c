import { defineLinker } from './define.js'

export default defineLinker({
  id: 'artefact-crossing',
  kind: 'pair',
  runs: 'proposing',
  family: 'operations',
  speaks: 'controller',
  title: 'One account presents a signed reasoning block that another was issued',
  why: `A signed reasoning block is issued to one session and is of use to no one else, except to who
    collects such blocks and has them expanded. Presented by another account it ties both to one hand.`,
  benign: [
    'Two keys of one organisation that share sessions: one hand, weight 0.',
    'A published transcript with its blocks: at most three unrelated presenters, within 72 hours.',
  ],
  evasions: ['Blocks stripped before the switch: history rebuilt as text is then looked for.'],
  needs: ['artefacts_issued', 'artefacts_presented'],
  bits_max: 17,
  statement:
    '{crossings|reasoning block} issued to one account came from another; the presenter sent {foreign|foreign block} in all.',
  settings: {
    hours_max: { type: 'UInt32', value: 72, doc: 'Later, the transcript may have been published.' },
    presenters_max: {
      type: 'UInt32',
      value: 3,
      doc: 'More unrelated presenters mean a published text.',
    },
  },
  sql: `
    WITH
        -- One row a block: whose it is.
        issued AS (
            SELECT artefact, any(entity_id) AS issuer_entity, min(account_id) AS issuer,
                   min(received_at) AS issued_at, any(first_prompt_hash) AS issued_in
            FROM (
                SELECT account_id, received_at, first_prompt_hash, arrayJoin(artefacts_issued) AS artefact
                FROM exchange
                WHERE notEmpty(artefacts_issued)
            ) AS issues
            GLOBAL INNER JOIN account_identity USING (account_id)
            GROUP BY artefact
            HAVING uniqExact(entity_id) = 1
        ),
        -- One row a block and account that presented it, with the conversations that it stood in, by what began them.
        presented AS (
            SELECT artefact, account_id AS presenter, any(entity_id) AS presenter_entity,
                   min(received_at) AS presented_at, groupUniqArray(64)(first_prompt_hash) AS presented_in
            FROM (
                SELECT account_id, received_at, first_prompt_hash, arrayJoin(artefacts_presented) AS artefact
                FROM exchange
                WHERE notEmpty(artefacts_presented)
            ) AS presentations
            GLOBAL INNER JOIN account_identity USING (account_id)
            GROUP BY artefact, presenter
        ),
        -- One row a crossing of a block that few present.
        crossing AS (
            SELECT
                artefact, issuer, presenter, presented_at,
                -- Where no log shows what began them, a block is not known to have stayed with its own.
                arrayExists(began -> began = 0 OR began != issued_in, presented_in) AS is_uprooted,
                uniqExact(presenter_entity) OVER (PARTITION BY artefact) AS presenters
            FROM presented
            INNER JOIN issued USING (artefact)
            WHERE presenter_entity != issuer_entity
              AND presented_at >= issued_at
              AND presented_at <= issued_at + INTERVAL {hours_max:UInt32} HOUR
            QUALIFY presenters <= {presenters_max:UInt32}
        )
    SELECT
        issuer    AS account_a,
        presenter AS account_b,
        if(any(foreign_blocks) >= 2, 17000, 13000) AS weight_millibits,
        map('crossings', toFloat64(uniqExact(artefact)), 'foreign', toFloat64(any(foreign_blocks)),
            'uprooted', toFloat64(uniqExactIf(artefact, is_uprooted)),
            'first_at', toFloat64(toUnixTimestamp(min(presented_at))),
            'last_at', toFloat64(toUnixTimestamp(max(presented_at)))) AS facts
    FROM (
        SELECT *, uniqExact(artefact) OVER (PARTITION BY presenter) AS foreign_blocks FROM crossing
    ) AS foreign
    GROUP BY issuer, presenter
  `,
  cases: {
    links: {
      'B presents a block of A': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            artefacts_issued: ['x'],
          },
          {
            account_id: 'b',
            exchange_id: '2',
            received_at: '2026-03-01 11:00:00.000',
            artefacts_presented: ['x'],
          },
        ],
      },
    },
    quiet: {
      'A presents its own block': {
        account_identity: [{ account_id: 'a', entity_id: 'a' }],
        exchange: [
          {
            account_id: 'a',
            exchange_id: '1',
            received_at: '2026-03-01 10:00:00.000',
            artefacts_issued: ['x'],
          },
          {
            account_id: 'a',
            exchange_id: '2',
            received_at: '2026-03-01 11:00:00.000',
            artefacts_presented: ['x'],
          },
        ],
      },
    },
  },
})
