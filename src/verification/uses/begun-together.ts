import { defineUse, type UseAnswer } from '../use.js'

const BITS = 3
const OTHERS_MIN = 5

export default defineUse<UseAnswer>({
  id: 'begun-together',
  speaks: 'innocence',
  answers: ['pace', 'economy'],
  title: 'Others of the same institution began within a day',
  why: `An assignment or a workshop begins for a whole class at once. Those count who proved the same institution, or whom the same
    organisation invited, and who began within 24 hours: not who only says so. In no zone does a date part a class.`,
  benign: ['Classes, workshops, hackathons of a university.'],
  evasions: [
    'Many addresses at one institution: then it is the institution that is asked; what is requested is not answered by it.',
  ],
  needs: ['proofs'],
  bits_max: BITS,
  statement: '{others} more of the same institution began within a day.',
  weigh: ({ begun_together }) =>
    begun_together < OTHERS_MIN ? undefined : { bits: BITS, said: { others: begun_together } },
  cases: {
    speaks: { 'a class of thirty': { begun_together: 29 } },
    quiet: { 'one other': { begun_together: 1 } },
  },
})
