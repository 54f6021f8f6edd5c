import { randomUUID } from 'node:crypto'
import { hashKeyOf } from '../config/key.js'
import { packageVersion } from '../domain/version.js'
import { type ScanOptions, type ScanResult, scan } from '../scan.js'
import type { Store } from '../store/store.js'
import { withStore } from './session.js'
import { makeProgress } from './terminal/progress.js'

interface ScanFolderOptions extends Partial<Pick<ScanOptions, 'nullRuns' | 'isOn'>> {
  /** Reads more of the store than the findings say, while it is there. */
  readonly look?: (store: Store, result: ScanResult) => Promise<void>
}

/** Scans a folder into a store of its own that is gone afterwards: for commands that try things out. */
export function scanFolder(
  folder: string,
  { nullRuns = 0, isOn, look }: ScanFolderOptions = {},
): Promise<ScanResult> {
  return withStore({}, async (store) => {
    const progress = makeProgress(process.stderr, () => performance.now())
    try {
      const result = await scan({
        store,
        inputs: [{ path: folder }],
        runId: randomUUID(),
        startedAt: new Date(),
        version: packageVersion(),
        hashKey: hashKeyOf(''),
        nullRuns,
        isOn,
        progress: progress.step,
        watcher: { stage: progress.stage, now: () => performance.now() },
      })
      await look?.(store, result)
      return result
    } finally {
      progress.end()
    }
  })
}
