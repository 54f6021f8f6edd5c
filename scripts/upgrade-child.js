// One look at a store from a process of its own, by the program in a folder that was built: the engine opens one folder a
// process. Prints JSON.
//
// node scripts/upgrade-child.js <dist> digest <store> [columns.json]   rows and a hash of each table, or of those columns
// node scripts/upgrade-child.js <dist> types <store>                   columns and keys of each table
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
const done = await { types: () => look(() => ({})), digest, open, run }[work]()
process.stdout.write(`${JSON.stringify(done)}\n`)

/** Each table with its columns and keys, and with what is asked of it; by a door that reads alone: nothing is migrated. */
async function look(of) {
  const { openReader } = await load('store/reader.js')
  const store = await openReader({ path }, bounds)
  const ask = (name, text) => store.rows(statement(name, text))
  const here = 'WHERE database = currentDatabase()'
  const tables = await ask(
    'tables',
    `SELECT name, sorting_key, partition_key FROM system.tables ${here} AND engine LIKE '%MergeTree'`,
  )
  const columns = await ask('columns', `SELECT table, name, type FROM system.columns ${here}`)
  const found = {}
  for (const { name, sorting_key, partition_key } of tables) {
    const own = columns.filter(({ table }) => table === name)
    const types = Object.fromEntries(own.map((one) => [one.name, one.type]))
    const more = await of(ask, name, types)
    if (more !== undefined)
      found[name] = { types, keys: `${sorting_key} / ${partition_key}`, ...more }
  }
  await store.close()
  return found
}

/** The order of rows does not count. */
function digest() {
  const wanted = columnsFile === undefined ? undefined : JSON.parse(readFileSync(columnsFile))
  return look(async (ask, name, known) => {
    if (wanted !== undefined && !(name in wanted)) return undefined
    const names = Object.keys(wanted?.[name] ?? known).join(', ')
    const final = name === 'link_candidate' ? ' FINAL' : ''
    const text = `SELECT count() AS rows, sum(sipHash64(toString(tuple(${names})))) AS hash FROM ${name}${final}`
    const [{ rows, hash }] = await ask(`digest ${name}`, text)
    return { rows: Number(rows), hash }
  })
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
