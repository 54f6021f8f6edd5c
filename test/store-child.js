// What a store holds, from a process of its own: the engine opens one folder a process. Uses the compiled product.
//
// node test/store-child.js <store>   prints the rows of each table with a hash over them, and the last findings

import { tableNames } from '../dist/store/migrate.js'
import { openStore } from '../dist/store/open.js'
import { statement } from '../dist/store/sql.js'

const [path] = process.argv.slice(2)
const store = await openStore({ path })
const tables = {}
for (const table of tableNames().filter((one) => one !== 'store_version')) {
  // A table that replaces rows does so when it likes.
  const rows = `SELECT toString(tuple(*)) AS row FROM ${table}${table === 'link_candidate' ? ' FINAL' : ''} ORDER BY row`
  const hashed = `SELECT count() AS rows, hex(SHA256(arrayStringConcat(groupArray(row), '\\n'))) AS hash FROM (${rows})`
  const [found] = await store.rows(statement(`hash ${table}`, hashed))
  tables[table] = `${found.rows} ${found.hash}`
}
const [shared] = await store.rows(
  statement(
    'findings',
    `SELECT document FROM share WHERE feed = 'findings' AND run_id IN
       (SELECT argMax(run_id, finished_at) FROM run WHERE isNotNull(finished_at))`,
  ),
)
await store.close()
process.stdout.write(`${JSON.stringify({ tables, findings: shared?.document ?? '' })}\n`)
