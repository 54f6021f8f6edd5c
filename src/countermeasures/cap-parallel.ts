import { defineCountermeasure } from './define.js'

const RETRY_SECONDS = 2

export default defineCountermeasure({
  id: 'cap-parallel',
  title: 'So many at once for all accounts of a campaign together',
  level: 'limit',
  is_default: true,
  needs: 'parallel',
  needs_body: false,
  why: `A person reads one answer at a time. Hundreds of accounts that each ask for one at once are a machine, and the sum
    over all of them is what is capped.`,
  costs: ['An agent that works on several files at once works on fewer.'],
  falls_short: ['Slower and longer harvests: the day has as many hours as before.'],
  look: ({ limits, use }) =>
    limits.parallel !== undefined && use.in_hand >= limits.parallel
      ? {
          kind: 'refuse',
          status: 429,
          message: 'The number of requests at once that is available to this account is reached',
          retry_seconds: RETRY_SECONDS,
        }
      : null,
  cases: {
    touches: {
      'the fifth of four': {
        kind: 'chat',
        limits: { parallel: 4 },
        use: { in_hand: 4 },
        effect: { kind: 'refuse', status: 429, retry_seconds: RETRY_SECONDS },
      },
    },
    leaves: {
      'the fourth of four': { kind: 'chat', limits: { parallel: 4 }, use: { in_hand: 3 } },
      'a policy without a number': { kind: 'chat', use: { in_hand: 999 } },
    },
  },
})
