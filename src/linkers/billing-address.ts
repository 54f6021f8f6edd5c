import { defineLinker } from './define.js'

export default defineLinker({
  id: 'billing-address',
  kind: 'shared-value',
  family: 'identity',
  speaks: 'circumstance',
  title: 'The same billing address',
  why: `Accounts made in a batch are often given one address. But an address is a place and no purse: it
    never makes a link by itself.`,
  benign: [
    'A co-working space, a registered agent, a dormitory: hundreds of strangers at one address.',
    'A family, or the staff of one office.',
  ],
  evasions: ['An invented address for every account: the instrument that pays remains.'],
  needs: ['account.billing_address_hash'],
  m: 0.15,
  bits_max: 8,
  half_life_days: 365,
  unseen_frequency: 5e-4,
  hub_accounts: 20,
  statement: '{accounts|account} under {entities|name} give one billing address.',
  settings: {},
  sql: `
    SELECT account_id, billing_address_hash AS value_hash, created_at AS first_at, {window_end:DateTime64(3)} AS last_at
    FROM account_identity
    WHERE billing_address_hash != 0
  `,
  cases: {
    links: {
      'two strangers at one address': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', billing_address_hash: 7 },
          { account_id: 'b', entity_id: 'b', billing_address_hash: 7 },
        ],
      },
    },
    quiet: {
      'two addresses': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', billing_address_hash: 7 },
          { account_id: 'b', entity_id: 'b', billing_address_hash: 8 },
        ],
      },
    },
  },
})
