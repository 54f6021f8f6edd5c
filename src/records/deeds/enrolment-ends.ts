import { z } from 'zod'
import { defineDeed } from '../deed.js'
import { endsOf } from '../enrolment-ends.js'
import { reason } from './words.js'

export const confirmEnds = defineDeed({
  id: 'confirm_ends',
  summary:
    'Says that the clock is right: enrolments whose time is over by now end, though they are many at once. Two people.',
  who: ['reviewer'],
  input: z.strictObject({ reason }),
  object: () => 'ends of enrolments',
  hidden: ['reason'],
  agreed: () => 'now',
  fault: (_, state, { nowMs }) => (endsOf(state, nowMs).held === 0 ? 'NOT_THERE' : undefined),
  done: (state, _, { at_ms }) => {
    state.endsConfirmedMs = at_ms
  },
})
