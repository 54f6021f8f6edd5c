import { defineUse, type UseAnswer } from '../use.js'
import { ALWAYS } from '../use-cases.js'

const BITS = 2
/** Of a night of seven hours, whenever it is, six are whole hours of UTC in each zone, and in zones of half hours no more. */
const QUIET_HOURS = 6
const QUIET_SHARE = 0.03
const DAYS_MIN = 3

export default defineUse<UseAnswer>({
  id: 'peoples-hours',
  speaks: 'innocence',
  answers: ['pace', 'economy', 'loop'],
  title: 'At the hours of people',
  why: `Whoever sleeps sends nothing for seven hours, wherever they live: which hours these are says nothing and is not looked at. Six whole hours
    are what each zone leaves of them. Programs
    that work off a list have no night.`,
  benign: ['People.'],
  evasions: ['To let a program rest at night: a third of each account lost.'],
  needs: ['received_at'],
  bits_max: BITS,
  statement: 'Hardly anything is sent in six whole hours of the day, over {days} days.',
  weigh: ({ hours, exchanges, days }) => {
    if (days < DAYS_MIN) return undefined
    const quiet = hours.map((_, first) =>
      Array.from({ length: QUIET_HOURS }, (_, at) => hours[(first + at) % 24] ?? 0).reduce(
        (sum, count) => sum + count,
        0,
      ),
    )
    return Math.min(...quiet) > QUIET_SHARE * exchanges ? undefined : { bits: BITS, said: { days } }
  },
  cases: {
    speaks: { 'eight to twenty o’clock': {} },
    quiet: {
      'around the clock': { hours: ALWAYS, exchanges: 2400 },
      'one day': { days: 1 },
    },
  },
})
