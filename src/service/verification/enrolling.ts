/**
 * What becomes of applications by itself, in the engine: what came in is granted, asked for or put before a person as the desk
 * assessed it; what ends ends; and whoever a run finds among the operators of a campaign is asked anew.
 */
import type { Proof } from '../../domain/application.js'
import type { FileGuards } from '../../records/account-requests.js'
import { guardName, hindranceOf } from '../../records/account-requests.js'
import {
  dueMs,
  type Enrolment,
  type EnrolmentChange,
  type EnrolmentTimes,
  GRANTED,
  isHeldBack,
} from '../../records/enrolment.js'
import { endOf, endsOf } from '../../records/enrolment-ends.js'
import type { Ledger } from '../../records/ledger.js'
import type { State } from '../../records/state.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { type ApplicationRow, changeBy } from './arrived.js'

const NEWER = sqlFile(import.meta.url, './application_newer.sql', { after: 'UInt32' })
const OPERATORS = sqlFile(import.meta.url, './application_of_operator.sql', { run_id: 'UUID' })

export interface Enrolling {
  readonly ledger: Pick<Ledger, 'state' | 'noteEnrolments'>
  readonly store: Store
  readonly times: EnrolmentTimes
  readonly nowMs: number
  /** By a clock that no step of the wall clock moves ahead. */
  readonly endsMs: number
}

/** How many became what by it. */
export interface Enrolled {
  readonly changed: number
  readonly last_input: number
  /** How many are over and do not end, since so many at once are more likely a clock that is wrong. */
  readonly held: number
}

/** Takes in what applied since an input, and ends what is over. */
export async function enrolArrived(
  { ledger, store, times, nowMs, endsMs }: Enrolling,
  after: number,
): Promise<Enrolled> {
  const rows = await store.rows<ApplicationRow>(NEWER, { after })
  const state = ledger.state()
  const open = accountsWith(state, isHeldBack)
  const watched = accountsWith(state, isWatchedForUse)
  const arrived = rows.flatMap((row) => {
    const isOther = (id: string) => id !== row.application_id
    const isElsewhere = (open.get(row.account_id) ?? []).some(isOther)
    const isUseWatched = (watched.get(row.account_id) ?? []).some(isOther)
    return changeBy(row, enrolmentOf(state, row), { nowMs, times, isElsewhere, isUseWatched })
  })
  // What came in for one that is over is looked at before it ends.
  const named = new Set(arrived.map(({ application_id }) => application_id))
  const { ending, held } = endsOf(state, endsMs)
  const over = ending.filter(({ application_id }) => !named.has(application_id)).map(endOf)
  const changed = await ledger.noteEnrolments([...arrived, ...over])
  return {
    ...{ changed: changed.length, held: held.length },
    last_input: rows.reduce((last, row) => Math.max(last, Number(row.input_id)), after),
  }
}

const enrolmentOf = (state: State, { application_id }: Pick<ApplicationRow, 'application_id'>) =>
  state.enrolments.get(state.enrolmentOf.get(application_id) ?? '')

/** A person who takes it back takes this back. */
const isWatchedForUse = ({ state, use }: Enrolment): boolean =>
  state === 'watched' && use.length > 0

/** Accounts that have applications of which this is so, with those. */
function accountsWith(
  state: State,
  is: (one: Enrolment) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const open = new Map<string, string[]>()
  for (const one of state.enrolments.values()) {
    const { account_id, application_id } = one
    if (account_id === '' || !is(one)) continue
    const known = open.get(account_id)
    if (known === undefined) open.set(account_id, [application_id])
    else known.push(application_id)
  }
  return open
}

interface OperatorRow
  extends Pick<ApplicationRow, 'application_id' | 'account_id' | 'program' | 'tier' | 'proofs'> {
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
    const { application_id, account_id, program, tier, campaign_id, proofs } = row
    const known = enrolmentOf(state, row)
    const isGranted = known === undefined || GRANTED.includes(known.state)
    const company = [guardName('organization', row.organization_id)]
    const hindrance = hindranceOf(state, { ...guards, company }, account_id, nowMs)
    if (!isGranted || hindrance !== undefined) return []
    const assessed = { risk: row.risk ?? undefined, odds_bits: row.odds_bits ?? undefined }
    const change = { application_id, account_id, program, tier, campaign_id, ...assessed }
    const taken = { ...change, to: 'step_up_asked', cause: 'operator', input_id: 0 } as const
    // Another campaign is noted; nobody has longer for it.
    if (known?.state === 'step_up_asked') {
      const { asked, held, due_ms } = known
      return [{ ...taken, asked, held, due_ms }]
    }
    const asked = STEP_UP_PROOFS.filter((proof) => !proofs.includes(proof)).slice(0, 1)
    // Where nothing is left to be asked, a grant ends when it was to end.
    const due_ms = dueMs('step_up_asked', program, nowMs, { times, asked }) ?? known?.due_ms ?? null
    return [{ ...taken, asked, held: proofs, due_ms }]
  })
  return (await ledger.noteEnrolments(changes)).length
}

/** What a maker of accounts has least of: somebody to be. */
const STEP_UP_PROOFS: readonly Proof[] = ['identity', 'documents', 'institution_sign_in']
