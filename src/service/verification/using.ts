/**
 * What is done with what was granted, in the engine, after a run: a grant whose use speaks against it is watched, once. Nothing is
 * taken away by it, and nothing is asked.
 */
import type { Program, Proof, Purpose } from '../../domain/application.js'
import { ELICITATION_CLASSES, type ElicitationClass } from '../../domain/elicitation.js'
import { type FileGuards, guardName, hindranceOf, lastOn } from '../../records/account-requests.js'
import { type Enrolment, type EnrolmentChange, GRANTED, isLetGo } from '../../records/enrolment.js'
import type { State } from '../../records/state.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { loadUseReasons } from '../../verification/index.js'
import { SPEAKS_FROM, type Use, type UseReason } from '../../verification/use.js'
import { weighUse } from '../../verification/weigh-use.js'
import type { Enrolling } from './enrolling.js'

const USUAL = sqlFile(import.meta.url, './use_usual.sql', {
  run_id: 'UUID',
  sent_max: 'UInt32',
  rate_min: 'Float64',
  prior_sent: 'UInt32',
})
const USED = sqlFile(import.meta.url, './application_use.sql', {
  run_id: 'UUID',
  rates: 'Array(Float64)',
  exchanges_min: 'UInt32',
  asked_bits: 'Float64',
  first_hours: 'Float64',
  used: 'Float64',
})
/** As in the stage that says what an account asks for. */
const RATES = { sent_max: 200, rate_min: 0.0002, prior_sent: 20_000 }
/** Of fewer exchanges nothing can be told. */
const EXCHANGES_MIN = 20
/** Nine of ten of fewer customers are anybody. */
const CUSTOMERS_MIN = 20

const reasons = loadUseReasons()

interface UsualRow {
  readonly program: string
  readonly customers: number
  readonly used: number
  readonly beginners: number
  readonly first_hours: number
  readonly rates: readonly number[]
}

type NotOfRow = 'asked' | 'asked_bits' | 'usual' | 'is_domain_proved' | 'is_purpose_answered_for'

export interface UseRow extends Omit<Use, NotOfRow> {
  readonly application_id: string
  readonly account_id: string
  readonly program: Program
  readonly purpose: Purpose | ''
  readonly proofs: readonly Proof[]
  readonly organization_id: string
  readonly asked: readonly number[]
  readonly asked_bits: readonly number[]
}

/** Watches whose use speaks against what they were granted for. Whoever people let go, or protect, is left alone. */
export async function watchUses(
  { ledger, store, nowMs }: Enrolling,
  run_id: string,
  guards: FileGuards,
): Promise<number> {
  const state = ledger.state()
  const seen = grantsSeen(state)
  const isOpen = [...state.enrolments.values()].some((one) => mayBeWatched(one, seen))
  if (!isOpen) return 0
  const changes = (await readUses(store, run_id, state)).flatMap(({ row, use }) => {
    const known = state.enrolments.get(state.enrolmentOf.get(row.application_id) ?? '')
    if (known === undefined) return []
    // The account may be named after it was granted.
    const one = { ...known, account_id: known.account_id || row.account_id }
    if (one.account_id !== row.account_id || !mayBeWatched(one, seen)) return []
    return isHindered(state, row, guards, nowMs) ? [] : changeBy(one, use, seen)
  })
  return (await ledger.noteEnrolments(changes)).length
}

/** What the service is to note of a use, and that it noted it. */
function changeBy(known: Enrolment, use: Weighing, seen: Set<string>): readonly EnrolmentChange[] {
  const { is_watched, reasons: why } = weighUse(use.reasons, use.use)
  if (!is_watched) return []
  const { application_id, account_id, program, tier, held, due_ms } = known
  seen.add(grantName(known))
  const change = { application_id, account_id, program, tier, held, due_ms, use: why } as const
  return [
    { ...change, to: 'watched', cause: 'use', asked: [], input_id: 0, campaign_id: '' } as const,
  ]
}

interface Weighing {
  readonly use: Use
  readonly reasons: readonly UseReason[]
}

const mayBeWatched = (one: Enrolment, seen: ReadonlySet<string>): boolean =>
  one.state === 'granted' &&
  one.program !== 'none' &&
  one.application_id !== '' &&
  one.use.length === 0 &&
  !seen.has(grantName(one)) &&
  !isLetGo(one)

/** What is granted to whom: of two applications for the same it is said once. */
const grantName = ({ account_id, program, tier }: Enrolment): string =>
  JSON.stringify([account_id, program, tier])

/** Grants that stand, and whose use was told already. */
const grantsSeen = ({ enrolments }: State): Set<string> =>
  new Set(
    [...enrolments.values()].flatMap((one) =>
      one.use.length > 0 && GRANTED.includes(one.state) ? [grantName(one)] : [],
    ),
  )

function isHindered(state: State, row: UseRow, guards: FileGuards, nowMs: number): boolean {
  const company = [guardName('organization', row.organization_id)]
  const hindrance = hindranceOf(state, { ...guards, company }, row.account_id, nowMs)
  return hindrance !== undefined || lastOn(state, row.account_id)?.action === 'reinstate'
}

/** The use of every grant for a programme where it may be enough, beside what is usual. */
export async function readUses(
  store: Store,
  run_id: string,
  granted: Pick<State, 'enrolments' | 'enrolmentOf'>,
): Promise<readonly { readonly row: UseRow; readonly use: Weighing }[]> {
  const usual = await store.rows<UsualRow>(USUAL, { run_id, ...RATES })
  const rates = usual[0]?.rates
  // Where nobody is proven nobody knows what is usual.
  if (rates === undefined) return []
  const told = { run_id, rates, exchanges_min: EXCHANGES_MIN, ...SPEAKS_FROM }
  const rows = await store.rows<UseRow>(USED, told)
  const all = await reasons
  const own = new Map(usual.map((one) => [one.program, one]))
  return rows.map((said) => {
    const known = granted.enrolments.get(granted.enrolmentOf.get(said.application_id) ?? '')
    const row = asGranted(said, known)
    const use = { ...useOf(row, own), is_purpose_answered_for: isAnsweredFor(row, known) }
    return { row, use: { use, reasons: all } }
  })
}

/** What it was granted for counts, whatever was said later. */
const asGranted = (row: UseRow, known: Enrolment | undefined): UseRow => ({
  ...row,
  program: known?.program ?? row.program,
  purpose: known?.purpose ?? row.purpose,
})

/** A person granted it as it stands, or saw documents; or an organisation answers for it. */
function isAnsweredFor(row: UseRow, known: Enrolment | undefined): boolean {
  const last = known?.steps.findLast(
    ({ to, cause }) => to === 'granted' || (to === 'watched' && cause === 'person'),
  )
  const isByPerson = (last?.people.length ?? 0) > 0
  const isSeen = known?.accepted.some(({ proof }) => proof === 'documents') ?? false
  return isByPerson || isSeen || Boolean(row.is_organization_verified)
}

function useOf(
  row: UseRow,
  usual: ReadonlyMap<string, UsualRow>,
): Omit<Use, 'is_purpose_answered_for'> {
  const near = [usual.get(row.program), usual.get('')]
  const customers = near.find((one) => (one?.customers ?? 0) >= CUSTOMERS_MIN)
  const beginners = near.find((one) => (one?.beginners ?? 0) >= CUSTOMERS_MIN)
  return {
    ...row,
    is_organization_verified: Boolean(row.is_organization_verified),
    is_beginning_seen: Boolean(row.is_beginning_seen),
    is_domain_proved: row.proofs.includes('domain_dns'),
    asked: byClass(row.asked),
    asked_bits: byClass(row.asked_bits),
    usual: { first_hours: beginners?.first_hours, used: customers?.used },
  }
}

const byClass = (counts: readonly number[]): Readonly<Record<ElicitationClass, number>> =>
  Object.fromEntries(
    ELICITATION_CLASSES.map((name, place) => [name, counts[place] ?? 0]),
  ) as Record<ElicitationClass, number>
