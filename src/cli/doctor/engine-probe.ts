import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../store/open.js'
import { statement } from '../../store/sql.js'

/** A program of its own: an engine that does not fit the machine ends its process, and not the doctor. */

const version = statement('version', 'SELECT version() AS version')

const path = mkdtempSync(join(tmpdir(), 'stillwatch-doctor-'))
try {
  const store = await openStore({ path })
  const [row] = await store.rows<{ version: string }>(version)
  await store.close()
  process.stdout.write(row?.version ?? '')
} finally {
  rmSync(path, { recursive: true, force: true })
}
