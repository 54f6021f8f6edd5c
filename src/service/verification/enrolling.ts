/**
 * What becomes of applications by itself, in the engine: what came in is granted, asked for or put before a person as the desk
 * assessed it; what ends ends; and whoever a run finds among the operators of a campaign is asked anew.
 */
import type { Assessment, Program, Proof } from '../../domain/application.js'
import type { FileGuards } from '../../records/account-requests.js'
import { guardName, hindranceOf } from '../../records/account-requests.js'
import {
  dueMs,
  type Enrolment,
  type EnrolmentChange,
  type EnrolmentState,
  type EnrolmentTimes,
  GRANTED,
} from '../../records/enrolment.js'
import type { Ledger } from '../../records/ledger.js'
import type { State } from '../../records/state.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const NEWER = sqlFile(import.meta.url, './application_newer.sql', { after: 'UInt32' })
const OPERATORS = sqlFile(import.meta.url, './application_of_operator.sql', { run_id: 'UUID' })

interface ApplicationRow {
  readonly application_id: string
  readonly account_id: string
  readonly program: Program
  readonly step: Assessment['step'] | ''
  readonly proofs: readonly Proof[]
  readonly assessment_json: string
  readonly input_id: number
}

export interface Enrolling {
  readonly ledger: Pick<Ledger, 'state' | 'noteEnrolments'>
  readonly store: Store
  readonly times: EnrolmentTimes
  readonly nowMs: number
}

/** How many became what by it. */
export interface Enrolled {
  readonly changed: number
  readonly last_input: number
}

/** Takes in what applied since an input, and ends what is over. */
export async function enrolArrived(
  { ledger, store, times, nowMs }: Enrolling,
  after: number,
): Promise<Enrolled> {
  const rows = await store.rows<ApplicationRow>(NEWER, { after })
  const state = ledger.state()
  const arrived = rows.flatMap((row) => changeBy(row, enrolmentOf(state, row), { nowMs, times }))
  // What came in for one that is over is looked at before it ends.
  const named = new Set(arrived.map(({ application_id }) => application_id))
  const over = endedBy(state, nowMs).filter(({ application_id }) => !named.has(application_id))
  const changed = await ledger.noteEnrolments([...arrived, ...over])
  return {
    changed: changed.length,
    last_input: rows.reduce((last, row) => Math.max(last, Number(row.input_id)), after),
  }
}

const enrolmentOf = (state: State, { application_id }: Pick<ApplicationRow, 'application_id'>) =>
  state.enrolments.get(state.enrolmentOf.get(application_id) ?? '')

interface At {
  readonly nowMs: number
  readonly times: EnrolmentTimes
}

/**
 * What a row makes of an application. Ordinary sign-ups that nobody doubts are no matter of anybody's: they have no state until
 * something is asked of them.
 */
function changeBy(
  row: ApplicationRow,
  known: Enrolment | undefined,
  { nowMs, times }: At,
): readonly EnrolmentChange[] {
  const { application_id, account_id, program, step, proofs } = row
  const assessed = JSON.parse(row.assessment_json || '{}') as Partial<Assessment>
  const asked = [...(assessed.required ?? []), ...(assessed.extra ?? [])]
  const isFree = step === 'grant' && asked.length === 0
  if (known === undefined && program === 'none' && (isFree || step === '')) return []
  const to = stateBy(known, { isFree, isForPerson: step === '' || step === 'person', proofs })
  return [
    {
      ...{ application_id, account_id, program, to, input_id: Number(row.input_id) },
      cause: 'assessed',
      due_ms: dueMs(to, program, nowMs, times),
      asked: isFree ? [] : asked,
      held: proofs,
      campaign_id: '',
      risk: assessed.risk,
      odds_bits: assessed.odds_bits,
    },
  ]
}

interface Seen {
  readonly isFree: boolean
  readonly isForPerson: boolean
  readonly proofs: readonly Proof[]
}

function stateBy(
  known: Enrolment | undefined,
  { isFree, isForPerson, proofs }: Seen,
): EnrolmentState {
  if (known?.state === 'step_up_asked') {
    // What was held when it was asked answers nothing, whatever a desk that knows of no campaign says.
    const isAnswered = proofs.some((proof) => !known.held.includes(proof))
    return isAnswered && !isForPerson ? 'watched' : 'step_up_asked'
  }
  if (known !== undefined && GRANTED.includes(known.state))
    return isFree ? known.state : 'step_up_asked'
  if (isForPerson) return 'applied'
  return isFree ? 'granted' : 'proof_asked'
}

/** What is over by now. What waits for a person waits. */
function endedBy(state: State, nowMs: number): readonly EnrolmentChange[] {
  return [...state.enrolments.values()].flatMap((one) => {
    const { application_id, account_id, program, held, due_ms } = one
    if (due_ms === null || due_ms > nowMs || application_id === '') return []
    const cause =
      one.state === 'step_up_asked' || one.state === 'proof_asked' ? 'unanswered' : 'over'
    const ended = { to: 'expired', cause, due_ms: null, asked: [], held } as const
    return [{ application_id, account_id, program, ...ended, input_id: 0, campaign_id: '' }]
  })
}

interface OperatorRow
  extends Pick<ApplicationRow, 'application_id' | 'account_id' | 'program' | 'proofs'> {
  readonly organization_id: string
  readonly risk: number | null
  readonly odds_bits: number | null
  readonly campaign_id: string
}

/** Asks operators anew whom something was granted to. Whoever people let go, or protect, is not asked. */
export async function stepUpOperators(
  { ledger, store, times, nowMs }: Enrolling,
  run_id: string,
  guards: FileGuards,
): Promise<number> {
  const rows = await store.rows<OperatorRow>(OPERATORS, { run_id })
  const state = ledger.state()
  const changes = rows.flatMap((row): readonly EnrolmentChange[] => {
    const { application_id, account_id, program, campaign_id, proofs } = row
    const known = enrolmentOf(state, row)
    const isGranted = known === undefined || GRANTED.includes(known.state)
    const company = [guardName('organization', row.organization_id)]
    const hindrance = hindranceOf(state, { ...guards, company }, account_id, nowMs)
    if (!isGranted || hindrance !== undefined) return []
    const asked = STEP_UP_PROOFS.filter((proof) => !proofs.includes(proof)).slice(0, 1)
    const to = 'step_up_asked' as const
    const due_ms = dueMs(to, program, nowMs, times)
    const assessed = { risk: row.risk ?? undefined, odds_bits: row.odds_bits ?? undefined }
    const named = { application_id, account_id, program, campaign_id, ...assessed }
    return [{ ...named, to, cause: 'operator', due_ms, asked, held: proofs, input_id: 0 }]
  })
  return (await ledger.noteEnrolments(changes)).length
}

/** What a maker of accounts has least of: somebody to be. */
const STEP_UP_PROOFS: readonly Proof[] = ['identity', 'documents', 'institution_sign_in']
