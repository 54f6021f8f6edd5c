/** What an application that came in makes of its state. Pure. */
import { z } from 'zod'
import {
  type Assessment,
  PROOFS,
  type Program,
  type Proof,
  type Purpose,
  TIERS,
  type Tier,
} from '../../domain/application.js'
import {
  dueMs,
  type Enrolment,
  type EnrolmentChange,
  type EnrolmentState,
  type EnrolmentTimes,
  GRANTED,
  isLapsed,
} from '../../records/enrolment.js'

export interface ApplicationRow {
  readonly application_id: string
  readonly account_id: string
  readonly program: Program
  readonly tier: Tier
  readonly purpose: Purpose | ''
  /** Empty where nobody assessed it. */
  readonly step: Assessment['step'] | ''
  readonly proofs: readonly Proof[]
  readonly assessment_json: string
  readonly applied_ms: string
  readonly input_id: number
}

export interface Arrival {
  readonly nowMs: number
  readonly times: EnrolmentTimes
  /** Whether the account was refused, or is asked for something, by another application of its own. */
  readonly isElsewhere: boolean
  /** Whether another application of the account is watched for its use. */
  readonly isUseWatched: boolean
}

/**
 * Ordinary sign-ups that nobody doubts are no matter of anybody's: they have no state until something is asked of them. What a
 * person granted or asked for is not undone by an assessment, and no time begins anew for asking twice.
 */
export function changeBy(
  row: ApplicationRow,
  known: Enrolment | undefined,
  { nowMs, times, isElsewhere, isUseWatched }: Arrival,
): readonly EnrolmentChange[] {
  const { application_id, account_id, proofs } = row
  const assessed = assessedIn(row)
  const needed = [...(assessed?.required ?? []), ...(assessed?.extra ?? [])]
  const step = assessed === undefined ? '' : row.step
  const isFree = step === 'grant' && needed.length === 0
  if (known === undefined && !isElsewhere && row.program === 'none' && (isFree || step === ''))
    return []
  const isForPerson = step === '' || step === 'person' || isElsewhere
  // What was sent before it ended is no new application.
  if (known?.state === 'expired' && Number(row.applied_ms) <= known.since_ms) return []
  const shown = stateBy(known, { ...row, isFree, isForPerson })
  if (shown === undefined) return []
  // Whoever is watched for what they do with a grant has another from a person.
  const isMoreWatched = isUseWatched && shown === 'granted' && row.program !== 'none'
  if (isMoreWatched && known !== undefined && GRANTED.includes(known.state)) return []
  const to = isMoreWatched ? 'applied' : shown
  // Whoever only answers, or lacks something, has what they had: what else they ask for meanwhile is not granted by it.
  const isHad = known !== undefined && GRANTED.includes(known.state) && to !== 'granted'
  // What people look at is what they grant: to ask for something else meanwhile takes an id of its own.
  const isLookedAt = known !== undefined && UNDECIDED.includes(known.state) && to !== 'granted'
  const isOther = row.program !== known?.program || row.tier !== known.tier
  if (isLookedAt && isOther && !isForPerson) return []
  const { program, tier, purpose } = isHad || isLookedAt ? known : row
  const isWaiting = to === known?.state && (to === 'proof_asked' || to === 'step_up_asked')
  const isAsking = to === 'proof_asked' || to === 'step_up_asked'
  const asked = isAsking ? needed : []
  // A grant of which nothing can be asked ends when it was to end.
  const isKept = isWaiting || (isHad && to === 'step_up_asked' && asked.length === 0)
  return [
    {
      ...{ application_id, account_id, program, tier, purpose, to, input_id: Number(row.input_id) },
      cause: isElsewhere || isMoreWatched ? 'other_application' : 'assessed',
      due_ms: isKept ? known.due_ms : dueMs(to, program, nowMs, { times, asked }),
      asked,
      held: proofs,
      campaign_id: '',
      risk: assessed?.risk,
      odds_bits: assessed?.odds_bits,
    },
  ]
}

const UNDECIDED: readonly EnrolmentState[] = ['applied', 'proof_asked']

interface Seen {
  readonly isFree: boolean
  readonly isForPerson: boolean
  readonly proofs: readonly Proof[]
  readonly program: Program
  readonly tier: Tier
}

/** Undefined where it stays as it is. */
function stateBy(known: Enrolment | undefined, seen: Seen): EnrolmentState | undefined {
  const { isFree, isForPerson } = seen
  if (known?.state === 'step_up_asked')
    return !isForPerson && isAnswered(known, seen) ? 'watched' : undefined
  const isByPerson = (known?.steps.at(-1)?.people.length ?? 0) > 0
  if (known !== undefined && GRANTED.includes(known.state)) {
    // Whoever asks for no programme asks for no other one.
    const isSame = seen.program === known.program || seen.program === 'none'
    // What is granted stays, while more of the same programme is asked for and not shown yet.
    const isMore =
      seen.program === known.program && TIERS.indexOf(seen.tier) > TIERS.indexOf(known.tier)
    // Of a year nothing is added by sending the same again; another programme is another application.
    if (isFree && !isForPerson) return isSame && !isMore ? undefined : 'granted'
    if (isMore) return undefined
    return isByPerson ? undefined : 'step_up_asked'
  }
  // Whoever was asked anew and let the time run out does not begin anew with what they had.
  if (isForPerson || (known !== undefined && isLapsed(known))) return 'applied'
  if (known?.state === 'proof_asked' && isByPerson && !isAnswered(known, seen)) return undefined
  return isFree ? 'granted' : 'proof_asked'
}

/**
 * All that was asked for is shown, and something of it that was not held then: what was held answers nothing, whatever a desk that
 * knows of no campaign says. Where nothing could be named, a person looks.
 */
const isAnswered = ({ asked, held }: Enrolment, { proofs }: Seen): boolean =>
  asked.every((proof) => proofs.includes(proof)) && asked.some((proof) => !held.includes(proof))

const proofs = z.array(z.enum(PROOFS))
const kept = z.object({
  required: proofs,
  extra: proofs,
  risk: z.number().min(0).max(100),
  odds_bits: z.number(),
})

/** What is no assessment is as if nobody had made one: then a person looks. */
function assessedIn({ assessment_json }: ApplicationRow): z.infer<typeof kept> | undefined {
  try {
    return kept.safeParse(JSON.parse(assessment_json)).data
  } catch {
    return undefined
  }
}
