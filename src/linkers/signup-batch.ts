import { defineLinker } from './define.js'

export default defineLinker({
  id: 'signup-batch',
  kind: 'shared-value',
  family: 'time',
  speaks: 'time',
  title: 'Signed up in one burst',
  why: `Accounts made by a program come in bursts: the same ten minutes, referrer and plan, far above
    the local rate of sign-ups there. The weight is the burst against that rate.`,
  benign: [
    'A class or a hackathon that signs up together when the lecturer says so.',
    'A mention in the news: the local rate rises with it, over hours.',
  ],
  evasions: ['Sign-ups spread over weeks: money and operations remain.'],
  needs: ['account.created_at'],
  m: 0.1,
  bits_max: 7,
  half_life_days: 365,
  unseen_frequency: 1e-3,
  hub_accounts: 1_000_000,
  weighs_itself: true,
  statement:
    '{accounts|account} under {entities|name} signed up within ten minutes, far above the local rate.',
  settings: {
    burst_min: { type: 'UInt32', value: 3, doc: 'Fewer sign-ups together are an ordinary hour.' },
  },
  // A window of ten minutes around each sign-up would be exact; two grids, half a step apart, put any
  // two sign-ups within five minutes of each other into one bucket.
  sql: `
    WITH
        -- One row a sign-up and grid.
        signup AS (
            SELECT
                account_id, entity_id, created_at, plan, referrer_hash,
                arrayJoin([0, 300]) AS shift,
                intDiv(toUnixTimestamp(created_at) + shift, 600) AS bucket
            FROM account_identity
            WHERE is_known
        ),
        -- One row a bucket: the burst, against six days around it without it.
        burst AS (
            SELECT plan, referrer_hash, shift, bucket, count() AS accounts
            FROM signup
            GROUP BY plan, referrer_hash, shift, bucket
        ),
        rate AS (
            SELECT
                plan, referrer_hash, shift, bucket, accounts,
                sum(accounts) OVER (
                    PARTITION BY plan, referrer_hash, shift ORDER BY bucket
                    RANGE BETWEEN 432 PRECEDING AND 432 FOLLOWING) AS accounts_around
            FROM burst
        ),
        loud AS (
            SELECT plan, referrer_hash, shift, bucket, accounts,
                   (accounts_around - accounts + 1) / 864 AS expected
            FROM rate
            WHERE accounts >= {burst_min:UInt32}
        ),
        total AS (SELECT count() AS accounts_known FROM account_identity WHERE is_known)
    SELECT
        account_id,
        cityHash64(plan, referrer_hash, shift, bucket) AS value_hash,
        created_at                                     AS first_at,
        {window_end:DateTime64(3)}                     AS last_at,
        -- How often a stranger's sign-up falls into this burst by the local rate, against m; less where
        -- the burst hardly stands out.
        toInt32(round(1000 * least(7, log2(
            0.1 * greatest(1, accounts_known) / (expected + 0.5)
            * least(1, accounts / (10 * expected + 2)))))) AS weight_millibits
    FROM signup
    INNER JOIN loud USING (plan, referrer_hash, shift, bucket)
    CROSS JOIN total
  `,
  cases: {
    links: {
      'five strangers in three minutes, in a quiet week': {
        account_identity: [
          ...Array.from({ length: 5 }, (_, i) => ({
            account_id: `s${i}`,
            entity_id: `s${i}`,
            is_known: 1,
            plan: 'pro',
            created_at: `2026-03-01 10:0${i % 3}:00.000`,
          })),
          ...Array.from({ length: 400 }, (_, i) => ({
            account_id: `o${i}`,
            entity_id: `o${i}`,
            is_known: 1,
            plan: 'pro',
            created_at: `20${10 + (i % 15)}-0${1 + (i % 9)}-0${1 + (i % 7)} 0${i % 10}:00:00.000`,
          })),
        ],
      },
    },
    quiet: {
      'two sign-ups a day apart': {
        account_identity: [
          { account_id: 'a', entity_id: 'a', is_known: 1, created_at: '2026-03-01 10:00:00.000' },
          { account_id: 'b', entity_id: 'b', is_known: 1, created_at: '2026-03-02 10:00:00.000' },
        ],
      },
    },
  },
})
