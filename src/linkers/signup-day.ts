import { defineLinker } from './define.js'

export default defineLinker({
  id: 'signup-day',
  kind: 'shared-value',
  family: 'time',
  speaks: 'circumstance',
  title: 'Signed up on the same day',
  why: `Pools are recruited in days, not in years. A day alone is next to nothing; but where nearly all of
    a group signed up on one, their sign-up batches are one event and not many.`,
  benign: ['Everybody who signed up that day.', 'A course, whose first lesson it was.'],
  evasions: ['Sign-ups spread over weeks.'],
  needs: ['account.created_at'],
  m: 0.1,
  bits_max: 2,
  half_life_days: 365,
  unseen_frequency: 3e-3,
  hub_accounts: 1_000_000,
  statement: '{accounts|account} under {entities|name} signed up on one day.',
  settings: {},
  sql: `
    SELECT
        account_id,
        sipHash64(toDate(created_at))  AS value_hash,
        created_at                     AS first_at,
        {window_end:DateTime64(3)}     AS last_at
    FROM account_identity
    WHERE is_known
  `,
  cases: {
    links: {
      'two strangers of one day, in a year of sign-ups': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', is_known: 1, created_at: '2026-03-01 10:00:00.000' },
          { account_id: 'b', entity_id: 'b', is_known: 1, created_at: '2026-03-01 18:00:00.000' },
        ],
      },
    },
    quiet: {
      'two days': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', is_known: 1, created_at: '2026-03-01 10:00:00.000' },
          { account_id: 'b', entity_id: 'b', is_known: 1, created_at: '2026-03-04 18:00:00.000' },
        ],
      },
    },
  },
})
