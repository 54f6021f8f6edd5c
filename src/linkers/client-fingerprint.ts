import { defineLinker } from './define.js'

export default defineLinker({
  id: 'client-fingerprint',
  kind: 'shared-value',
  family: 'client',
  speaks: 'circumstance',
  title: 'The same rare client: headers, TLS and claimed program together',
  why: `A relay is one program behind many names, and what it claims to be seldom fits how it speaks.
    A popular SDK fits itself and is carried by everybody: it is worth nothing here.`,
  benign: [
    'Every customer of a popular SDK: JA4 is a function of the library and its version.',
    'A new SDK that the reference does not know yet: four bits at most until it does.',
  ],
  evasions: [
    'Perfect mimicry of an SDK: what is left is how the pool adopts new versions, all at once.',
  ],
  needs: ['ja4|header_order'],
  m: 0.5,
  bits_max: 10,
  half_life_days: 60,
  unseen_frequency: 3e-3,
  hub_accounts: 20,
  statement:
    '{accounts} accounts under {entities} names speak through one client that {reference} of {population} reference customers use.',
  settings: {},
  sql: `
    SELECT
        account_id,
        cityHash64(client_hash, header_hash, ja4_hash) AS value_hash,
        min(received_at)                               AS first_at,
        max(received_at)                               AS last_at
    FROM exchange_origin
    WHERE ja4_hash != 0 OR header_hash != 0
    GROUP BY account_id, value_hash
  `,
  cases: {
    links: {
      'two strangers with one odd client': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', ja4_hash: 3, header_hash: 5 },
          { account_id: 'b', ja4_hash: 3, header_hash: 5 },
        ],
      },
    },
    quiet: {
      'one TLS library under two programs': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', ja4_hash: 3, header_hash: 5 },
          { account_id: 'b', ja4_hash: 3, header_hash: 6 },
        ],
      },
    },
  },
})
