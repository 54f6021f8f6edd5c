import { defineUse, SPEAKS_FROM, type UseDoubt } from '../use.js'

const BITS_MAX = 3

export default defineUse<UseDoubt>({
  id: 'full-rate-at-once',
  family: 'pace',
  speaks: 'misuse',
  is_firm: false,
  title: 'At full rate from the first hours',
  why: `People try a thing, and then use it more. A grant that was asked for by somebody who had work waiting for it runs at full rate
    from its first hours, and never faster. How proven customers of the same programme begin is what is usual.`,
  benign: [
    'A class with an assignment, a hackathon.',
    'A company that brings its production along from elsewhere.',
    'An evaluation that was written before.',
  ],
  evasions: [
    'A slow start: days of each account lost.',
    'Accounts that are older than the log: how they began nobody saw.',
  ],
  needs: ['account.created_at'],
  bits_max: BITS_MAX,
  statement:
    '{exchanges} exchanges in its first three hours, and no day was much fuller than the first; nine of ten who are proven send fewer than {usual}.',
  weigh: ({ is_beginning_seen, first_hours, first_day, fullest_day, usual }) => {
    if (!is_beginning_seen || usual.first_hours === undefined) return undefined
    if (first_hours < SPEAKS_FROM.first_hours || first_day * 2 < fullest_day) return undefined
    const bits = Math.min(BITS_MAX, Math.log2(first_hours / Math.max(1, usual.first_hours)))
    return { bits, said: { exchanges: first_hours, usual: usual.first_hours } }
  },
  cases: {
    speaks: {
      'four hundred in three hours': { first_hours: 400, first_day: 2000, fullest_day: 2100 },
    },
    quiet: {
      'a slow start': { first_hours: 3, first_day: 9, fullest_day: 2100 },
      'an assignment': { first_hours: 35, first_day: 60, fullest_day: 60 },
      'whose beginning nobody saw': {
        ...{ is_beginning_seen: false, first_hours: 400, first_day: 2000, fullest_day: 2100 },
      },
      'where nobody knows what is usual': {
        ...{ first_hours: 400, first_day: 2000, fullest_day: 2100 },
        usual: { first_hours: undefined, used: undefined },
      },
    },
  },
})
