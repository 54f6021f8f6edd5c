import { defineCountermeasure } from './define.js'

export default defineCountermeasure({
  id: 'cap-rate',
  title: 'A rate for all accounts of a campaign together',
  level: 'limit',
  is_default: true,
  needs: 'requests_per_minute',
  needs_body: false,
  why: `A limit an account is nothing to whoever has thousands: sixteen million exchanges over 24,000 accounts are 667
    each. One bucket is shared by all accounts that the campaign was found to have.`,
  costs: ['Whoever is wrongly counted among them waits for what others used up.'],
  falls_short: ['Accounts that are not yet known to belong to the campaign are not in the bucket.'],
  look: ({ limits, use }) =>
    limits.requests_per_minute !== undefined && use.allowance < 1
      ? {
          kind: 'refuse',
          status: 429,
          message: 'The rate that is available to this account at present is reached',
          retry_seconds: Math.max(1, Math.ceil(use.seconds_to_next)),
        }
      : null,
  cases: {
    touches: {
      'nothing left of the minute': {
        kind: 'messages',
        limits: { requests_per_minute: 60 },
        use: { allowance: 0.2, seconds_to_next: 0.8 },
        effect: { kind: 'refuse', status: 429, retry_seconds: 1 },
      },
    },
    leaves: {
      'one that fits': {
        kind: 'messages',
        limits: { requests_per_minute: 60 },
        use: { allowance: 1 },
      },
      'a policy without a rate': { kind: 'messages', use: { allowance: 0 } },
    },
  },
})
