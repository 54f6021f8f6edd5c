import { hashKeyOf } from '../src/config/key.js'
import type { Findings } from '../src/domain/findings.js'
import { scan } from '../src/scan.js'
import type { Store } from '../src/store/store.js'

export const EXAMPLE_SECRET = 'test'
export const EXAMPLE_SCANNED_AT = new Date('2026-03-20T00:00:00Z')

/** Scans the bundled example into a store, always alike. */
export async function scanExample(store: Store): Promise<Findings> {
  const { findings } = await scan({
    store,
    inputs: [{ path: 'examples/harvest' }],
    runId: '00000000-0000-4000-8000-000000000001',
    startedAt: EXAMPLE_SCANNED_AT,
    version: 'test',
    hashKey: hashKeyOf(EXAMPLE_SECRET),
    progress: () => {},
    watcher: { stage: () => {}, now: () => 0 },
  })
  return findings
}
