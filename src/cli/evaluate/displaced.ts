import { randomUUID } from 'node:crypto'
import { packageVersion } from '../../domain/version.js'
import type { Succession } from '../../lab/succession.js'
import type { Progress } from '../../pipeline/stage.js'
import { type ScanOptions, scan } from '../../scan.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

/** What the next run counts as displaced, beside what was. */
export interface Displaced {
  /** Successors who are counted, of all. */
  readonly counted: number
  readonly successors: number
  /** Newcomers who are of no pool and are counted, with what for. */
  readonly wrong: readonly string[]
  /** Those of no pool who are told apart, since they carry a text alone. */
  readonly textOnly: number
}

const accounts = statement(
  'displaced',
  `SELECT account_id, max(is_counted) AS was_counted, arrayStringConcat(arraySort(groupUniqArrayArray(grounds)), ', ') AS why
   FROM displacement_account
   WHERE run_id = {run_id:UUID}
   GROUP BY account_id
   ORDER BY account_id`,
)

interface Row {
  readonly account_id: string
  readonly was_counted: boolean
  readonly why: string
}

interface NextRun {
  readonly store: Store
  readonly dealt: Succession
  readonly hashKey: string
  readonly progress: Progress
  readonly watcher: ScanOptions['watcher']
}

/** Runs over all that lies in the store, as the next run does, and reads what it counts. */
export async function displacedOf({ store, dealt, ...run }: NextRun): Promise<Displaced> {
  const runId = randomUUID()
  const version = packageVersion()
  const options = { store, inputs: [], runId, startedAt: new Date(), version, isIncremental: true }
  await scan({ ...options, ...run })
  const rows = await store.rows<Row>(accounts, { run_id: runId })
  const counted = rows.filter(({ was_counted }) => was_counted)
  const isInnocent = ({ account_id }: Row) =>
    !dealt.successors.has(account_id) && !dealt.involved.has(account_id)
  return {
    counted: counted.filter(({ account_id }) => dealt.successors.has(account_id)).length,
    successors: dealt.successors.size,
    wrong: counted.filter(isInnocent).map(({ account_id, why }) => `${account_id}: ${why}`),
    textOnly: rows.filter((row) => !row.was_counted && isInnocent(row)).length,
  }
}
