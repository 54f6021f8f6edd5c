import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { hashKeyOf } from '../src/config/key.js'
import type { Given } from '../src/domain/definition.js'
import { openStore } from '../src/store/open.js'
import { type Params, statement } from '../src/store/sql.js'
import type { Store } from '../src/store/store.js'

/**
 * The store of a test file: a real engine in a folder of its own, gone afterwards. Tables that a run
 * derives are kept apart by a fresh run id; the others are emptied by `fill`.
 */
export function testStore(options: { shards?: number } = {}): { readonly store: Store } {
  const path = mkdtempSync(join(tmpdir(), 'stillwatch-test-'))
  const holder: { store: Store } = {} as { store: Store }
  beforeAll(async () => {
    holder.store = await openStore({ path, ...options })
  })
  afterAll(async () => {
    await holder.store.close()
    rmSync(path, { recursive: true, force: true })
  })
  return holder
}

/** Empties the tables that a case names, fills them with its rows, and gives the run's parameters. */
export async function fill(store: Store, given: Given, tables: readonly string[]): Promise<Params> {
  const run_id = randomUUID()
  for (const table of new Set([...tables, ...Object.keys(given)])) {
    await store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  for (const [table, rows] of Object.entries(given)) {
    const hasRun = RUN_TABLES.test(table)
    await store.insert(
      table,
      rows.map((row) => (hasRun ? { run_id, ...row } : row)),
    )
  }
  return {
    run_id,
    hash_key: hashKeyOf('test'),
    window_start: '2026-03-01 00:00:00.000',
    window_end: '2026-03-08 00:00:00.000',
    derive_from: 0,
  }
}

const RUN_TABLES =
  /^(exchange_template|subject_profile|subject_member|link_evidence|link_candidate|link_pair|template_|reference|indicator_match|cluster)/
