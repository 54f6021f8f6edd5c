// One look at a store from a process of its own, by the program in a folder that was built: the engine opens one folder a
// process. Prints JSON.
//
// node scripts/upgrade-child.js <dist> digest <store> [columns.json]   rows and a hash of each table; changes nothing
// node scripts/upgrade-child.js <dist> open <store>                    opens it as the program does, and closes it
// node scripts/upgrade-child.js <dist> run <store>                     the whole pipeline over it, and its findings

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [dist = '', work = '', path = '', columnsFile] = process.argv.slice(2)
const load = (file) => import(pathToFileURL(join(resolve(dist), file)).href)
const { statement } = await load('store/sql.js')

const seconds = 3600
const bounds = { secondsMax: seconds, rowsMax: 1e9, bytesMax: 8 * 1024 ** 3 }
const done = await { digest, open, run }[work]()
process.stdout.write(`${JSON.stringify(done)}\n`)

/** By a door that reads alone, so that nothing is migrated. The order of rows does not count. */
async function digest() {
  const { openReader } = await load('store/reader.js')
  const store = await openReader({ path }, bounds)
  const ask = (name, text) => store.rows(statement(name, text))
  const of = `WHERE database = currentDatabase()`
  const tables = await ask(
    'tables',
    `SELECT name, sorting_key, partition_key FROM system.tables ${of} AND engine LIKE '%MergeTree'`,
  )
  const columns = await ask('columns', `SELECT table, name, type FROM system.columns ${of}`)
  const wanted = columnsFile === undefined ? undefined : JSON.parse(readFileSync(columnsFile))
  const found = {}
  for (const { name, sorting_key, partition_key } of tables) {
    const types = Object.fromEntries(
      columns.filter(({ table }) => table === name).map((one) => [one.name, one.type]),
    )
    const names = Object.keys(wanted?.[name] ?? types)
    const final = name === 'link_candidate' ? ' FINAL' : ''
    const [{ rows, hash }] = await ask(
      `digest ${name}`,
      `SELECT count() AS rows, sum(sipHash64(toString(tuple(${names.join(', ')})))) AS hash FROM ${name}${final}`,
    )
    found[name] = { rows: Number(rows), hash, types, keys: `${sorting_key} / ${partition_key}` }
  }
  const findings = await ask(
    'findings',
    `SELECT document FROM share WHERE feed = 'findings' AND run_id IN
       (SELECT argMax(run_id, finished_at) FROM run WHERE isNotNull(finished_at))`,
  )
  await store.close()
  return { tables: found, findings: JSON.parse(findings[0]?.document ?? 'null') }
}

async function open() {
  const { openStore } = await load('store/open.js')
  try {
    await (await openStore({ path })).close()
    return { refused: null }
  } catch (error) {
    return { refused: `${error.code ?? ''} ${error.message}` }
  }
}

async function run() {
  const { openStore } = await load('store/open.js')
  const { scan } = await load('scan.js')
  const { hashKeyOf } = await load('config/key.js')
  const store = await openStore({ path })
  const quiet = { stage: () => undefined, now: () => performance.now() }
  const given = { runId: randomUUID(), startedAt: new Date(), version: '0.0.0' }
  const { findings } = await scan({
    ...{ store, inputs: [], ...given, hashKey: hashKeyOf('bench') },
    ...{ progress: () => undefined, watcher: quiet },
  })
  await store.close()
  return { findings }
}
