import { randomUUID } from 'node:crypto'
import { hashKeyOf } from '../config/key.js'
import { packageVersion } from '../domain/version.js'
import { type ScanOptions, type ScanResult, scan } from '../scan.js'
import type { Store } from '../store/store.js'
import { withStore } from './session.js'
import { makeProgress } from './terminal/progress.js'

type Given = Partial<
  Pick<ScanOptions, 'nullRuns' | 'isOn' | 'hashKey' | 'groups' | 'isIncremental'>
>

interface ScanFolderOptions extends Given {
  /** Reads more of the store than the findings say, while it is there. */
  readonly look?: (store: Store, result: ScanResult) => Promise<void>
}

/** Scans a folder into a store of its own that is gone afterwards: for commands that try things out. */
export function scanFolder(
  folder: string,
  { look, ...given }: ScanFolderOptions = {},
): Promise<ScanResult> {
  return withStore({}, async (store) => {
    const result = await scanInto(store, [folder], given)
    await look?.(store, result)
    return result
  })
}

/** A run over what a store holds, and over folders besides. */
export async function scanInto(
  store: Store,
  folders: readonly string[],
  { nullRuns = 0, isOn, hashKey = hashKeyOf(''), groups, isIncremental }: Given = {},
): Promise<ScanResult> {
  const progress = makeProgress(process.stderr, () => performance.now())
  try {
    return await scan({
      store,
      inputs: folders.map((path) => ({ path })),
      runId: randomUUID(),
      startedAt: new Date(),
      version: packageVersion(),
      ...{ hashKey, groups, nullRuns, isOn, isIncremental },
      progress: progress.step,
      watcher: { stage: progress.stage, now: () => performance.now() },
    })
  } finally {
    progress.end()
  }
}
