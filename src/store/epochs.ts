/**
 * A store under a chain of hash secrets. A new secret needs no text: each stored hash goes through it once more. A partition
 * is made beside its table and takes the place of the old one at once; what is noted before and after it says, whenever the
 * process ends, whether it is to be made, to be put in place (which may be done twice), or left.
 */
import { StillwatchError } from '../domain/errors.js'
import { chainText, keyDigest, keysOf } from './epoch-key.js'
import { KEYED } from './keyed-columns.js'
import { tableNames } from './migrate.js'
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
  readonly tell?: EpochTell | undefined
}

interface Noted {
  readonly place: string
  readonly state: 'begun' | 'built' | 'done' | 'reached'
  readonly chain_check: string
  readonly newest_check: string
  readonly table_name: string
  readonly partition: string
}

const KEY = 'hash_key:Array(Tuple(UInt64, UInt64))'
const noted = statement(
  'key_epoch',
  `SELECT toString(place) AS place, state, toString(chain_check) AS chain_check, toString(newest_check) AS newest_check,
          table_name, partition
   FROM key_epoch ORDER BY key_epoch.place`,
)
// The text that snapshots and backups are known by too.
const check = statement(
  'key_check',
  `SELECT toString(keyed_chain({${KEY}}, 'stillwatch key check')) AS value`,
)
const derivedBy = statement(
  'derivation_key',
  `SELECT arrayElement(splitByChar(' ', version), -1) AS digest FROM derivation ORDER BY place DESC LIMIT 1`,
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
 * continue the store's; a single secret that the store never had begins a chain of its own, and what can be derived is
 * derived anew.
 */
export async function reachEpoch(store: Store, options: EpochOptions): Promise<void> {
  const keys = keysOf(options.hashKey)
  const checks = await Promise.all(keys.map((_, at) => checkOf(store, keys.slice(0, at + 1))))
  const newest = await Promise.all(keys.map((key) => checkOf(store, [key])))
  const log = await openLog(store)
  const target = (at: number) => [checks[at] ?? '', newest[at] ?? ''] as const
  const from = await epochOf(store, log.rows, { ...options, keys, checks, newest })
  for (let at = from ?? keys.length; at < keys.length; at++) {
    if ((log.rows.at(-1)?.state ?? 'reached') === 'reached') await log.note('begun', ...target(at))
    await takeAlong(store, keys[at] ?? '', { log, target: target(at), tell: options.tell })
    const [was = '', now = ''] = [at, at + 1].map((end) => keyDigest(chainText(keys.slice(0, end))))
    await store.run(rederive, { was, now })
    await log.note('reached', ...target(at))
  }
  // Where a chain begins, each of its secrets is noted, so that one of them by itself is known for what it is.
  if (log.rows.at(-1)?.chain_check !== checks.at(-1)) {
    for (const at of keys.keys()) await log.note('reached', ...target(at))
  }
  await dropBeside(store)
}

interface Chain extends EpochOptions {
  readonly keys: readonly string[]
  /** Of the first, of the first two, and so on. */
  readonly checks: readonly string[]
  /** Of each by itself. */
  readonly newest: readonly string[]
}

/** Under how many secrets of the chain the store is; undefined where it is the chain's by its first hash, or begins anew. */
async function epochOf(
  store: Store,
  rows: readonly Noted[],
  { keys, checks, newest, place, known, begins }: Chain,
): Promise<number | undefined> {
  if (begins === true) return undefined
  const refused = () => new StillwatchError('SECRET_CHAIN', { path: place })
  const last = rows.at(-1)
  if (last === undefined) {
    if (known !== undefined) return known
    if (!(await holdsHashes(store))) return undefined
    const [derived] = await store.rows<{ digest: string }>(derivedBy)
    const isFirst =
      derived === undefined || derived.digest === keyDigest(chainText(keys.slice(0, 1)))
    if (isFirst) return 1
    if (keys.length === 1) return undefined
    throw refused()
  }
  const at = checks.indexOf(last.chain_check)
  if (last.state !== 'reached') {
    if (at < 1) throw refused()
    return at
  }
  if (at >= 0) return at + 1
  // A secret by itself is another one, unless it is one of the store's whose others are missing.
  const wasAlone = last.chain_check === last.newest_check
  const isOneOf = rows.some((row) => row.newest_check === newest[0])
  if (keys.length > 1 || (isOneOf && !wasAlone)) throw refused()
  return undefined
}

async function holdsHashes(store: Store): Promise<boolean> {
  for (const table of Object.keys(KEYED)) {
    if ((await partitions(store, table)).length > 0) return true
  }
  return false
}

interface Log {
  readonly rows: Noted[]
  note(
    state: Noted['state'],
    chain_check: string,
    newest_check: string,
    of?: Pick<Noted, 'table_name' | 'partition'>,
  ): Promise<void>
}

async function openLog(store: Store): Promise<Log> {
  const rows = await store.rows<Noted>(noted)
  return {
    rows,
    async note(state, chain_check, newest_check, of = { table_name: '', partition: '' }) {
      const place = String(Number(rows.at(-1)?.place ?? 0) + 1)
      const row = { place, state, chain_check, newest_check, ...of }
      await store.insert('key_epoch', [row])
      rows.push(row)
    },
  }
}

interface Taking {
  readonly log: Log
  readonly target: readonly [chain: string, newest: string]
  readonly tell?: EpochTell | undefined
}

/** Takes every partition of every table through one more key. */
async function takeAlong(store: Store, key: string, { log, target, tell }: Taking): Promise<void> {
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
      await build(store, { table, partition, key })
      await log.note('built', ...target, of)
    }
    const replace = `ALTER TABLE ${store.layout.writable(table)} REPLACE PARTITION ID '${partition}' FROM ${beside(table)}`
    await store.run(statement(`replace ${table}`, replace))
    await log.note('done', ...target, of)
  }
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
  await store.run(statement('beside', `CREATE TABLE IF NOT EXISTS ${beside(table)} AS ${held}`))
  await store.run(statement('beside', `TRUNCATE TABLE ${beside(table)}`))
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

const checkOf = async (store: Store, keys: readonly string[]): Promise<string> =>
  (await store.rows<{ value: string }>(check, { hash_key: chainText(keys) }))[0]?.value ?? ''

const partitions = async (store: Store, table: string): Promise<readonly string[]> =>
  (
    await store.rows<{ partition_id: string }>(partitionsOf, {
      table: store.layout.writable(table),
    })
  ).map(({ partition_id }) => partition_id)

/** Tables that a run made for itself and left to the next: they hold hashes of before. Not what is being taken along. */
async function dropPassing(store: Store): Promise<void> {
  const held = tableNames().flatMap((table) => [table, store.layout.writable(table)])
  const kept = new Set([...held, ...BESIDES])
  await drop(store, (name) => !kept.has(name))
}

const BESIDES: ReadonlySet<string> = new Set(Object.keys(KEYED).map(beside))

const dropBeside = (store: Store): Promise<void> => drop(store, (name) => BESIDES.has(name))

async function drop(store: Store, goes: (name: string) => boolean): Promise<void> {
  for (const { name } of await store.rows<{ name: string }>(tables)) {
    if (goes(name))
      await store.run(statement(`drop ${name}`, `DROP TABLE IF EXISTS \`${name}\` SYNC`))
  }
}
