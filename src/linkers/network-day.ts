import { defineLinker } from './define.js'

export default defineLinker({
  id: 'network-day',
  kind: 'shared-value',
  family: 'network',
  speaks: 'circumstance',
  title: 'The same address on the same day',
  why: `Pooled accounts leave through pooled exits. What the exit is worth depends on who else leaves
    through it: an address that unrelated customers also use is worth little or nothing.`,
  benign: [
    'An office, a campus or a household behind one address.',
    'A mobile carrier or a VPN that puts thousands behind one.',
  ],
  evasions: ['A residential exit for every account: over weeks the pool repeats itself.'],
  needs: ['ip'],
  m: 0.2,
  bits_max: 9,
  half_life_days: 14,
  unseen_frequency: 5e-4,
  hub_accounts: 20,
  statement: '{accounts|account} under {entities|name} left through one address on one day.',
  settings: {},
  sql: `
    SELECT
        account_id,
        cityHash64(address_hash, toDate(received_at)) AS value_hash,
        min(received_at)                              AS first_at,
        max(received_at)                              AS last_at
    FROM exchange_origin
    WHERE address_hash != 0
    GROUP BY account_id, value_hash
  `,
  cases: {
    links: {
      'two strangers, one exit, one day': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', address_hash: 3, received_at: '2026-03-01 10:00:00.000' },
          { account_id: 'b', address_hash: 3, received_at: '2026-03-01 22:00:00.000' },
        ],
      },
    },
    quiet: {
      'one exit on two days': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', address_hash: 3, received_at: '2026-03-01 10:00:00.000' },
          { account_id: 'b', address_hash: 3, received_at: '2026-03-02 10:00:00.000' },
        ],
      },
    },
  },
})
