import { defineLinker } from './define.js'

export default defineLinker({
  id: 'payment',
  kind: 'shared-value',
  family: 'money',
  speaks: 'money',
  title: 'The same payment instrument',
  why: `Somebody has to pay for a thousand accounts, and instruments cost more to come by than names
    do. Two accounts that are strangers to each other hardly ever pay with one card.`,
  benign: [
    'A family that shares a card, a few accounts.',
    'An agency that pays for one account a client: old, named, each in its own field.',
    'A school that pays for its classes.',
    'A voucher that a course hands out: no instrument, and left out.',
  ],
  evasions: ['A virtual card for every account: sign-up batches and top-ups in step remain.'],
  needs: ['account.payment_hash'],
  m: 0.2,
  bits_max: 14,
  half_life_days: 365,
  unseen_frequency: 1e-5,
  hub_accounts: 100_000,
  statement:
    '{accounts|account} under {entities|name} pay with one instrument; {reference} of {population|reference customer} do.',
  settings: {},
  sql: `
    SELECT account_id, payment_hash AS value_hash, created_at AS first_at, {window_end:DateTime64(3)} AS last_at
    FROM account_identity
    WHERE payment_hash != 0 AND payment_kind != 'voucher'
  `,
  cases: {
    links: {
      'two strangers with one card': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', payment_hash: 7 },
          { account_id: 'b', entity_id: 'b', payment_hash: 7 },
        ],
      },
    },
    quiet: {
      'two cards': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', payment_hash: 7 },
          { account_id: 'b', entity_id: 'b', payment_hash: 8 },
        ],
      },
      'two accounts of one organisation': {
        account_identity: [
          { account_id: 'a', entity_id: 'one', payment_hash: 7 },
          { account_id: 'b', entity_id: 'one', payment_hash: 7 },
        ],
      },
      'a value that is absent at both': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', payment_hash: 0 },
          { account_id: 'b', entity_id: 'b', payment_hash: 0 },
        ],
      },
    },
  },
})
