import { setTimeout as sleep } from 'node:timers/promises'
import { progressOf } from './backup/told.js'

const LEAVING = 'what was erased leaves the disk'
const GONE_SECONDS_MAX = 900
const LOOK_MS = 500

/** What the engine replaced lies on the disk for a while, and this process must be there for it to go. Returns what is left. */
export async function untilReplacedGone(look: () => Promise<number>): Promise<number> {
  const progress = progressOf([LEAVING])
  const untilMs = performance.now() + GONE_SECONDS_MAX * 1000
  try {
    for (;;) {
      const left = await look()
      if (left === 0 || performance.now() > untilMs) return left
      progress.tell(LEAVING, 0, 0)
      await sleep(LOOK_MS)
    }
  } finally {
    progress.end()
  }
}
