import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { StillwatchError } from '../domain/errors.js'
import { type Layout, logicalShards, SINGLE } from './layout.js'
import { migrate } from './migrate.js'
import { makeStore, type StatementWatch, type Store } from './store.js'

export interface StoreOptions {
  /** Folder of the embedded engine's data; created where absent. */
  readonly path: string
  /** A ClickHouse server to use instead of the embedded engine. */
  readonly url?: string | undefined
  /** More than one: logical shards inside the embedded engine, for tests. */
  readonly shards?: number | undefined
  readonly watch?: StatementWatch | undefined
}

// A statement of the pipeline may read a year of logs; an hour is a fault, not a load.
const STATEMENT_SECONDS_MAX = 3600

const SETTINGS = {
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
} as const

/** Opens the store: the embedded engine in `path`, or a server at `url`, with its schema in place. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store =
    options.url === undefined ? await openEmbedded(options) : openServer(options.url, options)
  try {
    await migrate(store)
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

async function openEmbedded({ path, shards = 1, watch }: StoreOptions): Promise<Store> {
  mkdirSync(path, { recursive: true })
  const releaseLock = lock(path)
  const { Session } = await import('chdb')
  const { createChdbConnection } = await import('chdb/connection')
  const data = join(path, 'data')
  // The engine reads its cluster from a file, and only when the first session opens on the folder.
  const session =
    shards > 1 ? new Session(data, { connectionArgs: [shardConfig(path, shards)] }) : undefined
  const layout: Layout = shards > 1 ? logicalShards('stillwatch_shards', shards) : SINGLE
  const client = createClient({
    connection: createChdbConnection({ path: data }),
    clickhouse_settings: SETTINGS,
  } as unknown as Parameters<typeof createClient>[0])
  const close = async () => {
    await client.close()
    session?.close()
    releaseLock()
  }
  return makeStore({ client, layout, close, watch })
}

function openServer(url: string, { watch }: StoreOptions): Store {
  const client = createClient({
    url,
    request_timeout: STATEMENT_SECONDS_MAX * 1000,
    clickhouse_settings: SETTINGS,
  })
  return makeStore({ client, layout: SINGLE, close: () => client.close(), watch })
}

/** One data folder, one process: a second would abort the engine of the first. */
function lock(path: string): () => void {
  const file = join(path, 'lock')
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch {
    const owner = readFileSync(file, 'utf8')
    if (isAlive(Number(owner))) throw new StillwatchError('STORE_LOCKED', { path, owner })
    writeFileSync(file, String(process.pid))
  }
  return () => rmSync(file, { force: true })
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
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
