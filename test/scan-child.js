// Scans a folder in a process of its own, since the engine allows one data folder a process, and prints
// the findings. Uses the compiled product, as `npm test` builds it.
// node test/scan-child.js <folder> [shards] [source]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashKeyOf } from '../dist/config/key.js'
import { scan } from '../dist/scan.js'
import { openStore } from '../dist/store/open.js'

const [folder, shards = '1', source] = process.argv.slice(2)
const path = mkdtempSync(join(tmpdir(), 'stillwatch-child-'))
const store = await openStore({ path, shards: Number(shards) })
try {
  const { findings } = await scan({
    store,
    inputs: [{ path: folder }],
    runId: '00000000-0000-4000-8000-000000000000',
    startedAt: new Date(0),
    version: 'test',
    hashKey: hashKeyOf('test'),
    sourceId: source,
    progress: () => {},
    watcher: { stage: () => {}, now: () => 0 },
  })
  process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
} finally {
  await store.close()
  rmSync(path, { recursive: true, force: true })
}
