import { defineLinker } from './define.js'

export default defineLinker({
  id: 'signup-batch',
  kind: 'pair',
  runs: 'proposing',
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
  statement: '{burst|account} signed up within ten minutes, where {expected} are usual.',
  settings: {
    burst_min: { type: 'UInt32', value: 3, doc: 'Fewer sign-ups together are an ordinary hour.' },
    partners_max: {
      type: 'UInt32',
      value: 6,
      doc: 'Ring neighbours that each account of a burst is paired with.',
    },
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
        total AS (SELECT count() AS accounts_known FROM account_identity WHERE is_known),
        -- One row a bucket: its accounts on the one ring.
        ring AS (
            SELECT
                any(accounts) AS burst_accounts,
                any(expected) AS burst_expected,
                arraySort(x -> (cityHash64(x.1), x.1), groupArray((signup.account_id, signup.entity_id))) AS members
            FROM signup
            INNER JOIN loud USING (plan, referrer_hash, shift, bucket)
            GROUP BY plan, referrer_hash, shift, bucket
        ),
        pair AS (
            SELECT
                burst_accounts, burst_expected,
                members[position] AS a,
                members[(position + step - 1) % length(members) + 1] AS b
            FROM ring
            ARRAY JOIN arrayEnumerate(members) AS position
            ARRAY JOIN range(1, 1 + least({partners_max:UInt32}, toUInt32(length(members) - 1))) AS step
        )
    SELECT
        a.1 AS account_a,
        b.1 AS account_b,
        toInt32(round(1000 * least(7, log2(
            0.1 * greatest(1, (SELECT accounts_known FROM total)) / (burst_expected + 0.5)
            * least(1, burst_accounts / (10 * burst_expected + 2)))))) AS weight_millibits,
        map('burst', toFloat64(burst_accounts), 'expected', round(burst_expected, 2)) AS facts
    FROM pair
    WHERE a.2 != b.2
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
