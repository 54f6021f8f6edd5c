/**
 * A store under a chain of hash secrets. A new secret needs no text: each stored hash goes through it once more. A partition
 * is made beside its table and takes the place of the old one at once; what is noted before and after it says, whenever the
 * process ends, whether it is to be made, to be put in place (which may be done twice), or left. What a note rests on is on
 * the disk before it: what is made beside is synced, and what was replaced is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { StillwatchError } from '../domain/errors.js'
import { heldAlone } from './epoch-hold.js'
import { chainText, keyDigest, keysOf } from './epoch-key.js'
import {
  type Chain,
  type Epoch,
  epochOf,
  isHalfWay,
  type Noted,
  type Standing,
  standingOf,
} from './epoch-standing.js'
import { refuseTorn, rowsOf } from './epoch-torn.js'
import { KEYED } from './keyed-columns.js'
import { PASSING_TABLES } from './passing.js'
import { removeReplaced } from './replaced.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

/** Told which partition of how many goes to the next secret. */
export type EpochTell = (step: string, done: number, of: number) => void

export interface EpochOptions {
  /** The chain of keys, as statements take it. */
  readonly hashKey: string
  /** Where the store is, as errors name it. */
  readonly place: string
  /** Under how many of the keys it is, where whoever opens it knows that and the store does not: of a backup. */
  readonly known?: number | undefined
  /** Whether a chain begins here whatever the store was under: nothing old can be compared then. */
  readonly begins?: boolean | undefined
  /** Whether another process may have it open too: it is a server's. */
  readonly isShared?: boolean | undefined
  readonly tell?: EpochTell | undefined
}

const KEY = 'hash_key:Array(Tuple(UInt64, UInt64))'
// The text that snapshots and backups are known by too.
const check = statement(
  'key_check',
  `SELECT toString(keyed_chain({${KEY}}, 'stillwatch key check')) AS value`,
)
const rederive = statement(
  'derivation_rekeyed',
  `INSERT INTO derivation (place, run_id, input_id, is_finished, version)
   SELECT place + 1, run_id, input_id, is_finished, replaceOne(version, {was:String}, {now:String})
   FROM derivation WHERE endsWith(version, {was:String}) ORDER BY place DESC LIMIT 1`,
)
const partitionsOf = statement(
  'partitions',
  `SELECT DISTINCT partition_id FROM system.parts
   WHERE database = currentDatabase() AND active AND rows > 0 AND table = {table:String} ORDER BY partition_id`,
)
const tables = statement(
  'tables_held',
  `SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(engine, 'MergeTree')`,
)

/**
 * Takes a store to the end of the chain. Nothing is done where it is there. Throws SECRET_CHAIN where the chain does not
 * continue the store's, and SECRET_HELD where another process takes it along. A single secret that the store never had begins
 * a chain of its own, and what can be derived is derived anew; resolves to whether one did.
 */
export async function reachEpoch(
  store: Store,
  options: EpochOptions,
): Promise<{ readonly hasBegun: boolean }> {
  const chain = await chainOf(store, options.hashKey)
  const epoch = await epochOf(store)
  const standing = standingNow(epoch, chain, options)
  if (standing.state === 'foreign')
    throw new StillwatchError('SECRET_CHAIN', { path: options.place })
  const from = 'secrets' in standing ? standing.secrets : chain.keys.length
  const isDue = from < chain.keys.length
  if (options.isShared === true && (isDue || (await besides(store)).length > 0)) {
    // Whoever had it before may have taken it along meanwhile: looked at again once nobody else can.
    return heldAlone(store, options.place, () => reachEpoch(store, { ...options, isShared: false }))
  }
  const log = logOf(store, epoch)
  if (isDue) await takeAlong(store, chain, from, { ...options, log })
  // Where a chain begins, each of its secrets is noted, so that one of them by itself is known for what it is.
  if (log.rows.at(-1)?.chain_check !== chain.checks.at(-1)) {
    for (const at of chain.keys.keys()) await log.note('reached', targetOf(chain, at))
  }
  await drop(store, await besides(store))
  return { hasBegun: standing.state === 'begins' }
}

/** Refuses a store that is between two secrets: its tables cannot be compared with each other, and nothing may change in it. */
export async function refuseHalfWay(store: Store, place: string): Promise<void> {
  if (isHalfWay(await epochOf(store))) throw new StillwatchError('SECRET_HALF_WAY', { path: place })
}

function standingNow(epoch: Epoch, chain: Chain, { known, begins }: EpochOptions): Standing {
  if (begins === true) return { state: 'new' }
  if (epoch.rows.length === 0 && known !== undefined) return { state: 'at', secrets: known }
  return standingOf(epoch, chain)
}

async function chainOf(store: Store, hashKey: string): Promise<Chain> {
  const keys = keysOf(hashKey)
  const checkOf = async (some: readonly string[]): Promise<string> =>
    (await store.rows<{ value: string }>(check, { hash_key: chainText(some) }))[0]?.value ?? ''
  return {
    keys,
    checks: await Promise.all(keys.map((_, at) => checkOf(keys.slice(0, at + 1)))),
    newest: await Promise.all(keys.map((key) => checkOf([key]))),
  }
}

type Target = readonly [chain: string, newest: string]
const targetOf = ({ checks, newest }: Chain, at: number): Target => [
  checks[at] ?? '',
  newest[at] ?? '',
]

type NotedOf = Pick<Noted, 'table_name' | 'partition'> & { readonly built_rows?: string }

interface Log {
  readonly rows: Noted[]
  note(state: Noted['state'], target: Target, of?: NotedOf): Promise<void>
}

function logOf(store: Store, epoch: Epoch): Log {
  const rows: Noted[] = [...epoch.rows]
  return {
    rows,
    async note(state, [chain_check, newest_check], of = { table_name: '', partition: '' }) {
      const place = String(Number(rows.at(-1)?.place ?? 0) + 1)
      const row = { place, state, chain_check, newest_check, ...of }
      await store.insert('key_epoch', [row])
      rows.push(row)
    },
  }
}

interface Taking extends Pick<EpochOptions, 'place' | 'tell'> {
  readonly log: Log
}

/** Takes the store through each of the keys behind those that it is under. */
async function takeAlong(store: Store, chain: Chain, from: number, taking: Taking): Promise<void> {
  const { log } = taking
  for (const table of ['key_epoch', 'derivation']) await makeDurable(store, table)
  for (let at = from; at < chain.keys.length; at++) {
    const target = targetOf(chain, at)
    if ((log.rows.at(-1)?.state ?? 'reached') === 'reached') await log.note('begun', target)
    await takeThrough(store, chain.keys[at] ?? '', target, taking)
    const [was = '', now = ''] = [at, at + 1].map((end) =>
      keyDigest(chainText(chain.keys.slice(0, end))),
    )
    await store.run(rederive, { was, now })
    await log.note('reached', target)
  }
}

/** Takes every partition of every table through one more key. */
async function takeThrough(
  store: Store,
  key: string,
  target: Target,
  { log, place, tell }: Taking,
): Promise<void> {
  await dropPassing(store)
  const since = log.rows.slice(log.rows.findLastIndex(({ state }) => state === 'begun'))
  const stateOf = (table: string, partition: string) =>
    since.findLast((row) => row.table_name === table && row.partition === partition)?.state
  const all: { readonly table: string; readonly partition: string }[] = []
  for (const table of Object.keys(KEYED)) {
    for (const partition of await partitions(store, table)) all.push({ table, partition })
  }
  for (const [done, { table, partition }] of all.entries()) {
    tell?.('hashes under the new secret', done, all.length)
    const state = stateOf(table, partition)
    if (state === 'done') continue
    const of = { table_name: table, partition }
    if (state !== 'built') {
      const built_rows = await rowsOf(store, store.layout.writable(table), partition)
      await build(store, { table, partition, key })
      // Where another still writes, nothing is noted, and the next opening makes it anew.
      for (const from of [beside(table), store.layout.writable(table)]) {
        if ((await rowsOf(store, from, partition)) === built_rows) continue
        const problem = 'rows were written meanwhile: stop whoever writes, and open the store again'
        throw new StillwatchError('STATEMENT_FAILED', { statement: `rekey ${table}`, problem })
      }
      await log.note('built', target, { ...of, built_rows })
    }
    await refuseTorn(store, { table, partition, beside: beside(table), place })
    await putInPlace(store, table, partition)
    await log.note('done', target, of)
  }
}

// The engine removes what nobody reads when it is asked to; a reader of a server's may take longer.
const REPLACED_MS_MAX = 600_000
const REPLACED_LOOK_MS = 25

/**
 * Puts a partition in the place of the old one, whose files go. An engine before 26.6 that is ended while they are there has
 * both when it starts again: as long as they are, it is not noted as done, and is done again.
 */
async function putInPlace(store: Store, table: string, partition: string): Promise<void> {
  const replace = `ALTER TABLE ${store.layout.writable(table)} REPLACE PARTITION ID '${partition}' FROM ${beside(table)}`
  await store.run(statement(`replace ${table}`, replace))
  for (let waitedMs = 0; (await removeReplaced(store, [table])) > 0; waitedMs += REPLACED_LOOK_MS) {
    if (waitedMs > REPLACED_MS_MAX) {
      const problem = 'what it replaced is read by another for too long'
      throw new StillwatchError('STATEMENT_FAILED', { statement: `replace ${table}`, problem })
    }
    await sleep(REPLACED_LOOK_MS)
  }
}

/** From now on, what is written to a table is on the disk when the statement ends, and so is what of it is merged. */
async function makeDurable(store: Store, table: string): Promise<void> {
  const durable =
    'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1'
  await store.run(statement(`durable ${table}`, `ALTER TABLE ${table} MODIFY SETTING ${durable}`))
}

/** Where a partition is made. Its rows are there until the next of the table is made. */
function beside(table: string): string {
  return `${table}_epoch`
}

async function build(
  store: Store,
  { table, partition, key }: { table: string; partition: string; key: string },
): Promise<void> {
  const held = store.layout.writable(table)
  // One that an earlier release left half-way has not the columns that the table gained since.
  await store.run(statement('beside', `DROP TABLE IF EXISTS ${beside(table)} SYNC`))
  await store.run(statement('beside', `CREATE TABLE ${beside(table)} AS ${held}`))
  await makeDurable(store, beside(table))
  const one = '{one_key:Tuple(UInt64, UInt64)}'
  const taken = (KEYED[table] ?? []).map((column) =>
    LISTS.has(column)
      ? `arrayMap(h -> keyed_again(${one}, h), ${column}) AS ${column}`
      : `keyed_again(${one}, ${column}) AS ${column}`,
  )
  const insert = `INSERT INTO ${beside(table)} SELECT * REPLACE (${taken.join(', ')}) FROM ${held}
    WHERE _partition_id = {partition:String}`
  await store.run(statement(`rekey ${table}`, insert), { one_key: key, partition })
}

const LISTS: ReadonlySet<string> = new Set([
  'received_turn_hashes',
  'head_sketch',
  'tail_sketch',
  'sketch',
])

const partitions = async (store: Store, table: string): Promise<readonly string[]> =>
  (
    await store.rows<{ partition_id: string }>(partitionsOf, {
      table: store.layout.writable(table),
    })
  ).map(({ partition_id }) => partition_id)

/** Tables that a run made for itself and left to the next hold hashes of before. */
async function dropPassing(store: Store): Promise<void> {
  const passing: ReadonlySet<string> = new Set(PASSING_TABLES)
  await drop(
    store,
    (await namesHeld(store)).filter((name) => passing.has(name)),
  )
}

const BESIDES: ReadonlySet<string> = new Set(Object.keys(KEYED).map(beside))

/** Where partitions were made, as long as it is there. */
const besides = async (store: Store): Promise<readonly string[]> =>
  (await namesHeld(store)).filter((name) => BESIDES.has(name))

const namesHeld = async (store: Store): Promise<readonly string[]> =>
  (await store.rows<{ name: string }>(tables)).map(({ name }) => name)

async function drop(store: Store, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await store.run(statement(`drop ${name}`, `DROP TABLE IF EXISTS \`${name}\` SYNC`))
  }
}
