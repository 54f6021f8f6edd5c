import { defineLinker } from './define.js'

export default defineLinker({
  id: 'network-block',
  kind: 'shared-value',
  family: 'network',
  speaks: 'circumstance',
  title: 'The same block of addresses',
  why: `Exits are rented by the block, and a pool comes back to the same blocks for weeks. A block says
    less than an address on a day, and says it longer. It also shows that the many addresses of a campus
    or an office are one place.`,
  benign: [
    'Everybody behind one campus, office, carrier or VPN.',
    'Neighbours who are served by one block of a provider.',
  ],
  evasions: ['Exits from as many blocks as there are accounts.'],
  needs: ['ip'],
  m: 0.2,
  bits_max: 2.5,
  half_life_days: 60,
  unseen_frequency: 2e-3,
  hub_accounts: 60,
  statement: '{accounts|account} under {entities|name} came from one block of addresses.',
  settings: {},
  sql: `
    SELECT
        account_id,
        network_hash      AS value_hash,
        min(received_at)  AS first_at,
        max(received_at)  AS last_at
    FROM exchange_origin
    WHERE network_hash != 0
    GROUP BY account_id, network_hash
  `,
  cases: {
    links: {
      'two strangers from one block': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', network_hash: 3 },
          { account_id: 'b', network_hash: 3 },
        ],
      },
    },
    quiet: {
      'two blocks': {
        account_identity: [
          { account_id: 'a', entity_id: 'a' },
          { account_id: 'b', entity_id: 'b' },
        ],
        exchange_origin: [
          { account_id: 'a', network_hash: 3 },
          { account_id: 'b', network_hash: 4 },
        ],
      },
    },
  },
})
