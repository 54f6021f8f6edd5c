/** Whose time is over, and whether a clock may be wrong about it. Pure. */
import type { Enrolment, EnrolmentChange } from './enrolment.js'
import type { State } from './state.js'

/** An answer may still be on its way through the spool. */
const GRACE_MS = 3_600_000
/** One person gives so many back by hand. */
const HELD_MIN = 20
/** Of all that will end some day. */
const HELD_SHARE = 0.05
/**
 * Those that end with one look were due within an hour of each other, unless nobody looked for a weekend. A campaign whose accounts
 * were asked by one run is due at one instant, and ends by itself.
 */
const HELD_SPAN_MS = 2 * 86_400_000

export interface Ends {
  readonly ending: readonly Enrolment[]
  /** How many are over by the clock and do not end: see {@link endsOf}. */
  readonly held: number
}

/**
 * Who ends by now. Many at once that were due over days are what a clock makes that jumped ahead: they would lose what was granted to
 * them, and are held until two people say that the clock is right. What was over when they said so is not held again.
 */
export function endsOf(
  { enrolments, endsConfirmedMs }: Pick<State, 'enrolments' | 'endsConfirmedMs'>,
  nowMs: number,
): Ends {
  const ending: Enrolment[] = []
  const unsure: Enrolment[] = []
  let [dated, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const one of enrolments.values()) {
    const { due_ms } = one
    if (due_ms === null || one.application_id === '') continue
    dated += 1
    if (due_ms > nowMs - GRACE_MS) continue
    if (due_ms <= endsConfirmedMs) ending.push(one)
    else {
      unsure.push(one)
      first = Math.min(first, due_ms)
      last = Math.max(last, due_ms)
    }
  }
  const isHeld =
    unsure.length > HELD_MIN && unsure.length > HELD_SHARE * dated && last - first > HELD_SPAN_MS
  return isHeld ? { ending, held: unsure.length } : { ending: [...ending, ...unsure], held: 0 }
}

/** What ends is noted so. */
export function endOf({
  application_id,
  account_id,
  program,
  tier,
  held,
  state,
}: Enrolment): EnrolmentChange {
  const cause = state === 'step_up_asked' || state === 'proof_asked' ? 'unanswered' : 'over'
  const ended = { to: 'expired', cause, due_ms: null, asked: [], held } as const
  return { application_id, account_id, program, tier, ...ended, input_id: 0, campaign_id: '' }
}
