import type { Spool } from '../spool/model.js'

/** What became of a record by the time it was answered: it is on disk, it is on its way there, or nothing took it. */
export type Kept = 'kept' | 'keeping' | 'not_kept'

export interface Keeping {
  readonly isDiskAwaited: boolean
  /** By which whoever sent it knows it: to be told where it is lost. */
  readonly requestId: string
}

export interface Keeper {
  /** Waits for the disk where that is wanted, and while records are being lost. Never says `kept` of what is not on disk. */
  readonly keep: (line: Buffer, options: Keeping) => Promise<Kept>
  readonly figures: () => KeeperFigures
}

export interface KeeperFigures {
  /** On their way to the disk. */
  readonly under_way: number
  /** Not taken, since the gate began. */
  readonly unkept: number
  /** Whether that happened within the last ten minutes. */
  readonly is_losing: boolean
}

export interface KeeperOptions {
  readonly spool: Pick<Spool, 'append'>
  /** Milliseconds that never go back. */
  readonly clock: () => number
  /** Told of each that nothing took. */
  readonly failed: (problem: string, requestId: string) => void
}

/** With so many under way the disk is behind: whoever comes waits for it, so that they come no faster than it takes them. */
export const UNDER_WAY_MAX = 1000
const TOLD_MS = 600_000

/**
 * Keeps records of applications through the spool. Whoever closes the spool waits for what is under way: it is in its queue
 * before anybody is answered.
 */
export function makeKeeper({ spool, clock, failed }: KeeperOptions): Keeper {
  let [underWay, unkept] = [0, 0]
  let lostMs: number | undefined
  const isLosing = () => lostMs !== undefined && clock() - lostMs < TOLD_MS
  const kept = async (line: Buffer, requestId: string): Promise<Kept> => {
    underWay += 1
    try {
      await spool.append('application', [line])
      return 'kept'
    } catch (error) {
      unkept += 1
      lostMs = clock()
      failed(`${(error as { code?: unknown }).code ?? (error as Error).name}`, requestId)
      return 'not_kept'
    } finally {
      underWay -= 1
    }
  }
  return Object.freeze({
    keep: async (line: Buffer, { isDiskAwaited, requestId }: Keeping) => {
      const isWaiting = isDiskAwaited || underWay >= UNDER_WAY_MAX || isLosing()
      const end = kept(line, requestId)
      return isWaiting ? end : 'keeping'
    },
    figures: () => ({
      under_way: underWay,
      unkept,
      is_losing: isLosing(),
    }),
  })
}
