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
  /** What is over by the clock and does not end: see {@link endsOf}. */
  readonly held: readonly Enrolment[]
}

/**
 * Who ends by now. Many at once that were due over days are what a clock makes that jumped ahead: they would lose what was granted to
 * them, and are held until two people say that just these are over. Of others they said nothing, nor of one of
 * these of which something became since.
 */
export function endsOf(
  { enrolments, endsConfirmed }: Pick<State, 'enrolments' | 'endsConfirmed'>,
  nowMs: number,
): Ends {
  const ending: Enrolment[] = []
  const unsure: Enrolment[] = []
  let [dated, first, latest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const one of enrolments.values()) {
    const { due_ms } = one
    const last = one.steps.at(-1)
    if (due_ms === null || one.application_id === '') continue
    dated += 1
    if (due_ms > nowMs - GRACE_MS) continue
    if (last !== undefined && endsConfirmed.has(last)) ending.push(one)
    else {
      unsure.push(one)
      first = Math.min(first, due_ms)
      latest = Math.max(latest, due_ms)
    }
  }
  const isHeld =
    unsure.length > HELD_MIN && unsure.length > HELD_SHARE * dated && latest - first > HELD_SPAN_MS
  return isHeld ? { ending, held: unsure } : { ending: [...ending, ...unsure], held: [] }
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
