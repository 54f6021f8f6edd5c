import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import { embeddedClient } from './embedded.js'
import { type EpochTell, reachEpoch, refuseHalfWay } from './epochs.js'
import { makeFolder } from './folder.js'
import { type Layout, logicalShards, SINGLE } from './layout.js'
import { migrate } from './migrate.js'
import { holdLock } from './process-lock.js'
import { servedSocket } from './served.js'
import { makeStore, type StatementWatch, type Store } from './store.js'
import { removeTornMutations } from './torn-mutation.js'

export interface StoreOptions {
  /** Folder of the embedded engine's data; created where absent. */
  readonly path: string
  /** A ClickHouse server to use instead of the embedded engine. */
  readonly url?: string | undefined
  /** More than one: logical shards inside the embedded engine, for tests. */
  readonly shards?: number | undefined
  readonly watch?: StatementWatch | undefined
  /** The chain of keys that the store is to be under; left out where nothing is hashed or compared. */
  readonly hashKey?: string | undefined
  /** Told how far it is where it is taken to a newer secret. */
  readonly rekeying?: EpochTell | undefined
  /** Told where it was under another secret, and nothing old can be compared any more. */
  readonly beginning?: (() => void) | undefined
}

// A statement of the pipeline may read a year of logs; an hour is a fault, not a load.
const STATEMENT_SECONDS_MAX = 3600

export const SETTINGS = {
  max_execution_time: STATEMENT_SECONDS_MAX,
  // The embedded engine would otherwise print 64-bit hashes as numbers that JavaScript rounds.
  output_format_json_quote_64bit_integers: 1,
  // Weeks make partitions; a log that spans years must not be refused for it.
  max_partitions_per_insert_block: '0',
  throw_on_max_partitions_per_insert_block: '0',
  // What crosses shards is sent once to all: correct everywhere, and free on one machine.
  distributed_product_mode: 'global',
  // Absent values of joined rows are the type's default, as everywhere in the schema.
  join_use_nulls: 0,
  date_time_input_format: 'best_effort',
  // A verdict does not depend on where the machine stands.
  session_timezone: 'UTC',
} as const

/**
 * Of the embedded engine; on a server, its owner decides. Sorting and packing what is written takes as long
 * as parsing it, so that has a thread a core as well. And few rows of long texts are work for all cores: by
 * default fewer than 163,840 rows are read by one.
 */
const EMBEDDED = {
  merge_tree_min_rows_for_concurrent_read: '8192',
  merge_tree_min_bytes_for_concurrent_read: '4194304',
} as const

/** What is told where a secret stands alone that the store never had: mostly one that lacks those before it. */
export const HASHES_BEGIN =
  'the store was under another hash_secret: what is hashed from now on cannot be compared with what was before'

/** A server's address as errors name it: without the name and password that it may hold. */
export const serverPlace = (url: string): string => new URL(url).origin

/** Opens the store: the embedded engine in `path`, or a server at `url`, with its schema in place. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store =
    options.url === undefined ? await openEmbedded(options) : openServer(options.url, options)
  try {
    const { url, path, hashKey, rekeying: tell } = options
    const place = url === undefined ? path : serverPlace(url)
    await migrate(store, place)
    if (hashKey === undefined) await refuseHalfWay(store, place)
    else {
      const isShared = url !== undefined
      const { hasBegun } = await reachEpoch(store, { hashKey, place, isShared, tell })
      if (hasBegun) options.beginning?.()
    }
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

async function openEmbedded({ path, shards = 1, watch }: StoreOptions): Promise<Store> {
  const releaseLock = lock(path)
  removeScratchOfDead()
  const scratch = scratchFolder()
  const release = () => {
    scratch.remove()
    releaseLock()
  }
  // Whoever is interrupted leaves neither files nor a lock behind.
  process.once('exit', release)
  const { Session } = await import('chdb')
  const data = join(path, 'data')
  removeTornMutations(data)
  const open = async () => {
    // The engine reads its cluster from a file, and only when the first session opens on the folder.
    const session =
      shards > 1 ? new Session(data, { connectionArgs: [shardConfig(path, shards)] }) : undefined
    const max_insert_threads = String(availableParallelism())
    const settings = { ...SETTINGS, ...EMBEDDED, max_insert_threads }
    return { session, client: await embeddedClient(data, settings) }
  }
  const { session, client } = await orUnusable(path, open)
  const layout: Layout = shards > 1 ? logicalShards('stillwatch_shards', shards) : SINGLE
  const close = async () => {
    await client.close()
    session?.close()
    release()
    process.removeListener('exit', release)
  }
  return makeStore({ client, layout, place: path, scratch: scratch.path, close, watch })
}

/** What the engine says where it cannot open its folder. */
async function orUnusable<Result>(path: string, open: () => Promise<Result>): Promise<Result> {
  try {
    return await open()
  } catch (cause) {
    const whole = cause instanceof Error ? cause.message : String(cause)
    if (/Cannot lock file|already running/i.test(whole)) {
      throw new StillwatchError('STORE_LOCKED', { path, owner: 'of another container' }, cause)
    }
    if (/No space left|not enough space/i.test(whole)) {
      throw new StillwatchError('DISK_FULL', { path }, cause)
    }
    const problem = whole
      .trim()
      .slice(0, PROBLEM_CHARACTERS)
      .replace(/[\s.]+$/, '')
    throw new StillwatchError('STORE_UNUSABLE', { path, problem }, cause)
  }
}

const PROBLEM_CHARACTERS = 300

function openServer(url: string, { watch }: StoreOptions): Store {
  const client = createClient({
    url,
    request_timeout: STATEMENT_SECONDS_MAX * 1000,
    clickhouse_settings: SETTINGS,
  })
  const scratch = scratchFolder()
  const close = async () => {
    await client.close()
    scratch.remove()
  }
  const place = serverPlace(url)
  return makeStore({ client, layout: SINGLE, place, scratch: scratch.path, close, watch })
}

const SCRATCH = 'stillwatch-scratch-'

/** What processes that were killed left: lines of customers. One whose number is another's by now waits for the next. */
function removeScratchOfDead(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(SCRATCH) ? Number(name.slice(SCRATCH.length).split('-')[0]) : 0
    if (!Number.isInteger(pid) || pid < 1 || isAlive(pid)) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Somebody else's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** A folder that is made when it is asked for. Not within the store's, whose name may be a pattern. */
function scratchFolder() {
  let folder: string | undefined
  return {
    path: () => {
      folder ??= mkdtempSync(join(tmpdir(), `${SCRATCH}${process.pid}-`))
      return folder
    },
    remove: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      folder = undefined
    },
  }
}

/** One data folder, one process: a second would abort the engine of the first. */
function lock(path: string): () => void {
  try {
    makeFolder(path)
    const release = holdLock(join(path, 'lock'), (owner) => inUse(path, owner))
    // Whoever served it before has ended.
    rmSync(servedSocket(path), { force: true })
    return release
  } catch (error) {
    throw unusable(path, error)
  }
}

function inUse(path: string, owner: number): StillwatchError {
  return existsSync(servedSocket(path))
    ? new StillwatchError('STORE_SERVED', { path })
    : new StillwatchError('STORE_LOCKED', { path, owner: String(owner) })
}

function unusable(path: string, cause: unknown): unknown {
  if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') {
    return new StillwatchError('DISK_FULL', { path }, cause)
  }
  const problem = systemProblem(cause)
  return problem === undefined
    ? cause
    : new StillwatchError('STORE_UNUSABLE', { path, problem }, cause)
}

/** Local shards: the engine takes the three names of loopback for three hosts that are itself. */
function shardConfig(path: string, shards: number): string {
  const hosts = ['127.0.0.1', 'localhost', '::1'].slice(0, shards)
  const replicas = hosts.map(
    (host) => `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`,
  )
  const file = join(path, 'shards.xml')
  writeFileSync(
    file,
    `<clickhouse><tcp_port>9000</tcp_port><remote_servers><stillwatch_shards>${replicas.join('')}</stillwatch_shards></remote_servers></clickhouse>`,
  )
  return `--config-file=${file}`
}
