import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineDeed } from '../deed.js'
import { endsOf } from '../enrolment-ends.js'
import type { State } from '../state.js'
import { instant, reason } from './words.js'

export const confirmEnds = defineDeed({
  id: 'confirm_ends',
  summary:
    'Says that a clock is right: what was held by it, as the queue names it in `ends`, ends, though it is many at once, and nothing else. Two people.',
  who: ['reviewer'],
  input: z.strictObject({ clock: instant, reason }),
  object: () => 'ends of enrolments',
  hidden: ['reason'],
  // Just those: where something became of one meanwhile, or another is held, they say it anew.
  agreed: ({ clock }, state) => `${Date.parse(clock)}\n${digestOf(state, clock)}`,
  fault: ({ clock }, state, { nowMs, endsMs = nowMs }) => {
    if (Date.parse(clock) > endsMs) return 'NOT_AS_READ'
    return heldBy(state, clock).length === 0 ? 'NOT_THERE' : undefined
  },
  told: ({ clock }, _, state) => ({
    ...{ held: `${heldBy(state, clock).length}`, sha256: digestOf(state, clock) },
  }),
  done: (state, { clock }) => {
    for (const { steps } of heldBy(state, clock)) {
      const last = steps.at(-1)
      if (last !== undefined) state.endsConfirmed.add(last)
    }
  },
})

const heldBy = (state: State, clock: string) => endsOf(state, Date.parse(clock)).held

const digestOf = (state: State, clock: string): string => {
  const held = heldBy(state, clock).map(({ enrolment_id, due_ms }) => `${enrolment_id} ${due_ms}`)
  return createHash('sha256').update(held.toSorted().join('\n')).digest('hex')
}
