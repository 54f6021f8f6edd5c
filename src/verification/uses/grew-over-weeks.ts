import { defineUse, type UseAnswer } from '../use.js'

const BITS = 2

export default defineUse<UseAnswer>({
  id: 'grew-over-weeks',
  speaks: 'innocence',
  answers: ['economy', 'loop'],
  title: 'Use that grew over weeks',
  why: 'Work grows: most of a thesis is done before it is handed in, and a product finds its users. What is taken for its price is taken at once.',
  benign: ['People with a date to keep.'],
  evasions: ['To grow slowly: most of the time of each account lost.'],
  needs: ['received_at'],
  bits_max: BITS,
  statement: 'Three quarters and more of it came in the second half of {days} days.',
  weigh: ({ early, exchanges, days_between }) =>
    days_between < 14 || early * 4 > exchanges
      ? undefined
      : { bits: BITS, said: { days: days_between } },
  cases: {
    speaks: { 'a thesis': { early: 30 } },
    quiet: {
      'as much in either half': {},
      'three days': { early: 30, days_between: 3 },
    },
  },
})
