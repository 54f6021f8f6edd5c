import { type Log, problemTold } from '../log.js'
import type { Taxii } from './open.js'

const EVERY_MS = 3_600_000

export interface Sweep {
  /** Takes what is over its time from the disk, once an hour. It never throws. */
  tick(taxii: Pick<Taxii, 'collections' | 'statuses'>): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export function makeSweep({
  clock,
  log,
}: {
  readonly clock: () => number
  readonly log: Log
}): Sweep {
  let againMs = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined
  const sweep = async ({ collections, statuses }: Pick<Taxii, 'collections' | 'statuses'>) => {
    try {
      const objects = await collections.sweep()
      await statuses.sweep()
      if (objects > 0) log.info({ objects }, 'objects of TAXII are over their time')
    } catch (error) {
      log.error(problemTold(error), 'what is over its time is still there')
    } finally {
      underWay = undefined
    }
  }
  return Object.freeze({
    tick(taxii: Pick<Taxii, 'collections' | 'statuses'>) {
      if (underWay !== undefined || againMs > clock()) return
      againMs = clock() + EVERY_MS
      underWay = sweep(taxii)
    },
    settled: async () => underWay,
  })
}
