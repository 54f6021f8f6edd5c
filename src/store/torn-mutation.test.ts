import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from './open.js'
import { statement } from './sql.js'

test('a store in which a full disk left an empty mutation opens again, and holds what it held', async () => {
  const path = mkdtempSync(join(tmpdir(), 'stillwatch-torn-'))
  try {
    const store = await openStore({ path })
    await store.insert('newcomer', [{ account_id: 'a' }, { account_id: 'b' }])
    await store.run(statement('delete', "DELETE FROM newcomer WHERE account_id = 'a'"))
    await store.close()
    const files = readdirSync(join(path, 'data', 'store'), { recursive: true }).map(String)
    const recorded = files.find((file) => /mutation_\d+\.txt$/.test(file)) ?? ''
    writeFileSync(join(path, 'data', 'store', dirname(recorded), 'mutation_99.txt'), '')
    const again = await openStore({ path })
    const rows = await again.rows(statement('rows', 'SELECT account_id FROM newcomer'))
    await again.close()
    expect(rows).toEqual([{ account_id: 'b' }])
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
})
