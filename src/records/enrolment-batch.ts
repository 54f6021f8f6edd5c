/** What one deed does to several enrolments at once. */
import { z } from 'zod'
import type { Proof } from '../domain/application.js'
import type { Fault, FaultOfSome, World } from './deed.js'
import { identifier } from './deeds/words.js'
import { dueMs, type Enrolment, type EnrolmentState } from './enrolment.js'
import type { State } from './state.js'

/** So many that a person can have looked at them, and that a list of them fits an address. */
const TOGETHER_MAX = 100
export const together = z
  .array(identifier)
  .min(1)
  .max(TOGETHER_MAX)
  .refine((ids) => new Set(ids).size === ids.length, { message: 'one is named twice' })
/** What several are called in the trail: each can be found by its own. */
export const object = ({ enrolment_ids }: { readonly enrolment_ids: readonly string[] }) =>
  `enrolment${enrolment_ids.length === 1 ? '' : 's'} ${enrolment_ids.join(' ')}`

export interface Batch {
  readonly state: State
  readonly enrolment_ids: readonly string[]
}

export const each = ({ state, enrolment_ids }: Batch): readonly Enrolment[] =>
  enrolment_ids.flatMap((id) => state.enrolments.get(id) ?? [])

const NAMED_MAX = 10

/** All of them or none: whoever decides on many must know what became of them, and which of them it was that nothing came of it. */
export function faultOf(
  { state, enrolment_ids }: Batch,
  fault: (known: Enrolment) => Fault | undefined,
): Fault | FaultOfSome | undefined {
  const found = enrolment_ids.flatMap((id, place): readonly FaultOfOne[] => {
    const known = state.enrolments.get(id)
    // What was sent and is nobody's is not said again.
    if (known === undefined) return [{ why: 'NOT_THERE', name: `enrolment_ids.${place}` }]
    // Of one whose name was erased nobody knows whom it would touch.
    const why = known.application_id === '' ? 'NOT_THERE' : fault(known)
    return why === undefined ? [] : [{ why, name: id }]
  })
  const why = found.find((one) => one.why === 'NOT_THERE')?.why ?? found[0]?.why
  if (why === undefined || enrolment_ids.length === 1) return why
  const alike = found.filter((one) => one.why === why)
  return { why, places: alike.slice(0, NAMED_MAX).map(({ name }) => name) }
}
interface FaultOfOne {
  readonly why: Fault
  readonly name: string
}

/** When each is to end, for the trail: settings may be others later. */
export const dues = (
  batch: Batch,
  to: (known: Enrolment) => EnrolmentState,
  { nowMs, enrolling }: Pick<World, 'nowMs' | 'enrolling'>,
  asked: readonly Proof[] = [],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    each(batch).flatMap((one) => {
      const due = dueMs(to(one), one.program, nowMs, { times: enrolling, asked })
      return due === null ? [] : [[`due ${one.enrolment_id}`, String(due)]]
    }),
  )

export const dueIn = (told: Readonly<Record<string, string>>, { enrolment_id }: Enrolment) => {
  const due = told[`due ${enrolment_id}`]
  return due === undefined ? null : Number(due)
}
