import { randomUUID } from 'node:crypto'
import { hashKeyOf } from '../config/key.js'
import { packageVersion } from '../domain/version.js'
import { type ScanOptions, type ScanResult, scan } from '../scan.js'
import { withStore } from './session.js'
import { makeProgress } from './terminal/progress.js'

/** Scans a folder into a store of its own that is gone afterwards: for commands that try things out. */
export function scanFolder(
  folder: string,
  { nullRuns = 0, isOn }: Partial<Pick<ScanOptions, 'nullRuns' | 'isOn'>> = {},
): Promise<ScanResult> {
  return withStore({}, async (store) => {
    const progress = makeProgress(process.stderr, () => performance.now())
    try {
      return await scan({
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
    } finally {
      progress.end()
    }
  })
}
