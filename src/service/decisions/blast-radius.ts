import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { openEntered } from './batch-memory.js'
import { type Entering, enteredChange, inBatches, isBatched } from './batches.js'
import { type ByPeople, policyByPeople } from './by-people.js'
import { isSettled, readConclusions } from './conclusions.js'
import { exemptionOf } from './exemption.js'
import type { Policy, PolicyFile } from './policy.js'
import { hashKeyWords } from './siphash.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { SUBJECT_KINDS } from './subject.js'
import { snapshotRows } from './subjects.js'

/**
 * How somebody was judged by the last finished run: operator of a campaign, bystander (a victim or a customer of one),
 * suspected (`review` or `act` by himself), watched, or clear.
 */
export const STANDINGS = ['operator', 'suspected', 'watched', 'bystander', 'clear'] as const
export type Standing = (typeof STANDINGS)[number]

export interface Touched {
  readonly standing: Standing
  readonly accounts: number
  readonly exchanges: number
  /** Those with the most exchanges, at most five or as many as were asked for. */
  readonly most: readonly string[]
}

export interface BlastRadius {
  readonly policy_id: string
  readonly level: string
  readonly mode: string
  /** Subjects that it would be in force for. */
  readonly subjects: number
  readonly touched: readonly Touched[]
  /** Of a policy that touches in batches: when how many come in force, were it live from now on. */
  readonly batches: readonly Batch[]
}

export interface Batch {
  /** Past for those that are in force already. */
  readonly starts_at: string
  readonly subjects: number
}

export interface Radii {
  readonly policies: readonly BlastRadius[]
  /** A run is deriving: what it makes anew may be missing. */
  readonly is_partial: boolean
}

export interface RadiusOptions {
  readonly policy: PolicyFile
  readonly hashSecret: HashSecrets
  readonly nowMs: number
  /** How far back. */
  readonly days: number
  /** What people did besides: whom they protected, let go or ruled against. Without it the file alone counts. */
  readonly people?: ByPeople | undefined
  /** Of those who are touched together, these alone, such as the operators of one campaign. */
  readonly group?: string | undefined
  /** How many accounts of each standing are named. */
  readonly namedMax?: number | undefined
}

const DAY_MS = 86_400_000
const NAMED_MAX = 5
/** An organisation is spared by its accounts, and has no mark of its own. */
const ASKED_KINDS = SUBJECT_KINDS.filter((kind) => kind !== 'spared_organization')
const TOUCHED = sqlFile(import.meta.url, './queries/policy_touched.sql', {
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  run_id: 'UUID',
  from_ms: 'Int64',
  models: 'Array(String)',
  named_max: 'UInt32',
  ...Object.fromEntries(ASKED_KINDS.map((kind) => [kind, 'Array(String)'])),
})

/**
 * Whom each policy would have touched in the history that the store keeps, had it been live all along with what is known
 * today. It reads alone, and can be asked while a run goes on. `null` where no run has finished.
 */
export async function blastRadius(store: Store, options: RadiusOptions): Promise<Radii | null> {
  const { nowMs, people, group, namedMax = NAMED_MAX } = options
  const policy = people === undefined ? options.policy : policyByPeople(options.policy, people)
  const wasSettled = await isSettled(store)
  const conclusions = await readConclusions(store, { policy, nowMs })
  const { runId } = conclusions
  if (runId === null) return null
  const key = hashKeyOf(options.hashSecret)
  const found: BlastRadius[] = []
  for (const one of policy.policies) {
    const only: PolicyFile = { ...policy, policies: [asIfLive(one)] }
    const words = hashKeyWords(key)
    const all = snapshotRows({ policy: only, conclusions, key: words, keyCheck: '', nowMs, people })
    const rows = group === undefined ? all : ofGroup(all, group)
    const subjects = rows.subjects.filter((row) => !isSparing(row))
    const touched = await store.rows<Record<keyof Touched, unknown>>(TOUCHED, {
      hash_key: key,
      run_id: runId,
      from_ms: Math.trunc(nowMs - options.days * DAY_MS),
      models: one.models,
      named_max: namedMax,
      ...hashesByKind(rows.subjects),
    })
    const batching = { rows, policy: only, key: words, nowMs }
    found.push({
      ...{ batches: isBatched(one) ? await batchesOf(store, batching) : [] },
      ...{ policy_id: one.policy_id, level: one.level, mode: one.mode },
      subjects: subjects.length,
      touched: touched.map(({ standing, accounts, exchanges, most }) => ({
        standing: standing as Standing,
        accounts: Number(accounts),
        exchanges: Number(exchanges),
        most: most as readonly string[],
      })),
    })
  }
  return { policies: found, is_partial: !(wasSettled && (await isSettled(store))) }
}

function hashesByKind(subjects: readonly SubjectRow[]): Readonly<Record<string, string[]>> {
  const hashes = Object.fromEntries(ASKED_KINDS.map((kind): [string, string[]] => [kind, []]))
  for (const { kind, hash } of subjects) hashes[kind]?.push(String(hash))
  return hashes
}

async function batchesOf(store: Store, given: Omit<Entering, 'known'>): Promise<readonly Batch[]> {
  const known = await openEntered(store).known()
  const { entered } = enteredChange({ ...given, known })
  const rows = inBatches(given.rows, given.policy, new Map([...known, ...entered]))
  const { isMark, isExempt } = exemptionOf(rows)
  const counts = new Map<number, number>()
  for (const row of rows.subjects) {
    if (isMark(row) || isExempt(row) || row.endMs <= given.nowMs) continue
    counts.set(row.startMs, (counts.get(row.startMs) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([startMs, subjects]) => ({ starts_at: new Date(startMs).toISOString(), subjects }))
}

/** Without whom it touches apart from them; whom it spares stays spared. */
const ofGroup = (rows: SnapshotRows, group: string): SnapshotRows => ({
  ...rows,
  subjects: rows.subjects.filter((row) => isSparing(row) || row.group === group),
})

const isSparing = ({ kind }: Pick<SubjectRow, 'kind'>): boolean => /^(?:never|spared)_/.test(kind)

/** What it does is measured, and not whether it does it yet, or still. */
const asIfLive = (one: Policy): Policy => ({ ...one, mode: 'live', starts_at: undefined })
