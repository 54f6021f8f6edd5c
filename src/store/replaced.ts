import { statement } from './sql.js'
import type { Store } from './store.js'

const replaced = statement(
  'replaced',
  `SELECT table, count() AS parts FROM system.parts
   WHERE NOT active AND database = currentDatabase() AND table IN {tables:Array(String)}
   GROUP BY table ORDER BY table`,
)

/**
 * Removes from the disk the parts of tables that nothing reads any more, and says how many are left: those that a statement
 * still reads, and on a server those that it keeps for its own time. The engine alone looks for them every five minutes.
 */
export async function removeReplaced(store: Store, tables: readonly string[]): Promise<number> {
  const known = new Map(tables.map((table) => [store.layout.writable(table), table]))
  const read = () =>
    store.rows<{ table: string; parts: string }>(replaced, { tables: [...known.keys()] })
  for (const { table } of await read()) {
    // Whenever the engine is asked to drop a partition it removes what was replaced before, and no partition has this id.
    const removing = `ALTER TABLE ${known.get(table)} DROP PARTITION ID 'none'`
    await store.run(statement(`remove_replaced ${table}`, removing))
  }
  return (await read()).reduce((sum, { parts }) => sum + Number(parts), 0)
}
