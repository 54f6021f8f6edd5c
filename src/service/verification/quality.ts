/** How well applications are decided, by programme and by stratum; and how many of those turned away were honest. */
import type { Program } from '../../domain/application.js'
import { ENROLMENT_STATES, type Enrolment, type EnrolmentState } from '../../records/enrolment.js'
import { rulingOn, type State } from '../../records/state.js'
import {
  type Calibration,
  calibrate,
  type Outcome,
  wilson,
} from '../../verification/calibration.js'

export interface Stratum {
  readonly application_id: string
  readonly program: Program
  readonly plan: string
  readonly mail_kind: string
}

export interface QualityRow {
  readonly program: Program
  /** Empty over all of a programme. */
  readonly stratum: string
  readonly applications: number
  readonly states: Readonly<Partial<Record<EnrolmentState, number>>>
  /** Of whom something was asked, at any time. */
  readonly asked: number
  /** Of those asked, who showed it. */
  readonly answered: number
  /** Refused by two people, or asked and never answered. */
  readonly turned_away: number
  /** Of those turned away, how many are honest if risks are what they say: the sum of what they lack to certainty. */
  readonly honest_expected: number
  /** Share of all honest applicants that is turned away by that, in percent. */
  readonly false_rejection_percent: number
  readonly appeals_decided: number
  readonly appeals_overturned: number
  /** The share that was overturned, and the most that it may be (95 %, Wilson), in percent; null where none was decided. */
  readonly overturned_percent: number | null
  readonly overturned_percent_most: number | null
  /** Granted, and found among the operators of a campaign later. */
  readonly granted_to_operators: number
  /** Watched for what is done with it. */
  readonly watched_for_use: number
}

export interface Quality {
  readonly rows: readonly QualityRow[]
  readonly calibration: Calibration
}

/** Granted so long and never asked for anything again, somebody is counted as honest: campaigns are found within weeks. */
const HONEST_AFTER_MS = 90 * 86_400_000

export function qualityOf(
  state: State,
  strata: ReadonlyMap<string, Stratum>,
  nowMs: number,
): Quality {
  const all = [...state.enrolments.values()]
  const groups = new Map<string, Enrolment[]>()
  for (const one of all) {
    const stratum = strata.get(one.application_id)
    const names = [
      '',
      `mail: ${stratum?.mail_kind ?? 'unknown'}`,
      `plan: ${stratum?.plan || 'none'}`,
      ...(one.program === 'none' ? [] : [`tier: ${one.tier}`]),
    ]
    for (const name of names) {
      const key = `${one.program}\n${name}`
      const known = groups.get(key)
      if (known === undefined) groups.set(key, [one])
      else known.push(one)
    }
  }
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => rowOf(key, of))
  const outcomes = all.flatMap((one) => outcomeOf(state, one, nowMs))
  return { rows, calibration: calibrate(outcomes) }
}

function rowOf(key: string, of: readonly Enrolment[]): QualityRow {
  const [program = 'none', stratum = ''] = key.split('\n')
  const count = (is: (one: Enrolment) => boolean) => of.filter(is).length
  const turned = of.filter(isTurnedAway)
  const honest = (some: readonly Enrolment[]) =>
    some.reduce((sum, { risk }) => sum + 1 - (risk ?? 0) / 100, 0)
  const expected = honest(turned)
  const decided = of.flatMap(({ steps }) =>
    steps.filter(({ cause }) => cause === 'upheld' || cause === 'overturned'),
  )
  const overturned = decided.filter(({ cause }) => cause === 'overturned').length
  const [, most] = wilson(overturned, decided.length)
  return {
    program: program as Program,
    stratum,
    applications: of.length,
    states: Object.fromEntries(
      ENROLMENT_STATES.flatMap((name) => {
        const found = count(({ state }) => state === name)
        return found === 0 ? [] : [[name, found]]
      }),
    ),
    asked: count(wasAsked),
    answered: count((one) => wasAsked(one) && hasAnswered(one)),
    turned_away: turned.length,
    honest_expected: Math.round(expected * 10) / 10,
    false_rejection_percent: Math.round((1000 * expected) / Math.max(1, honest(of))) / 10,
    appeals_decided: decided.length,
    appeals_overturned: overturned,
    overturned_percent:
      decided.length === 0 ? null : Math.round((1000 * overturned) / decided.length) / 10,
    overturned_percent_most: decided.length === 0 ? null : Math.round(most * 1000) / 10,
    granted_to_operators: count(({ campaigns }) => campaigns.size > 0),
    watched_for_use: count(({ use }) => use.length > 0),
  }
}

const wasAsked = ({ steps }: Enrolment): boolean =>
  steps.some(({ to }) => to === 'proof_asked' || to === 'step_up_asked')

/** After the last time that something was asked, somebody got it without a person's undoing. */
function hasAnswered({ steps }: Enrolment): boolean {
  const at = steps.findLastIndex(({ to }) => to === 'proof_asked' || to === 'step_up_asked')
  return steps
    .slice(at + 1)
    .some(({ to, cause }) => (to === 'granted' || to === 'watched') && cause !== 'undone')
}

const isTurnedAway = ({ state, steps }: Enrolment): boolean =>
  state === 'suspended' || (state === 'expired' && steps.at(-1)?.cause === 'unanswered')

/** What came true, where anybody knows: what people ruled, else that nothing was heard of somebody for long. */
function outcomeOf(state: State, one: Enrolment, nowMs: number): readonly Outcome[] {
  const { odds_bits, risk, account_id } = one
  if (odds_bits === null || risk === null) return []
  const ruling =
    account_id === ''
      ? undefined
      : rulingOn(state, { subject_kind: 'account', subject_id: account_id }, nowMs)
  if (ruling?.conclusion === 'benign') return [{ odds_bits, risk, is_fraud: false }]
  const isRefused = one.steps.at(-1)?.to === 'suspended' && one.steps.at(-1)?.cause === 'campaign'
  if (ruling?.conclusion === 'campaign' || isRefused) return [{ odds_bits, risk, is_fraud: true }]
  const isQuiet =
    one.state === 'granted' && one.campaigns.size === 0 && nowMs - one.since_ms >= HONEST_AFTER_MS
  return isQuiet ? [{ odds_bits, risk, is_fraud: false }] : []
}
