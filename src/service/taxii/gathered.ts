/** However long a pass took, or the clock says that it did. */
const REST_MS_MAX = 60_000

export interface Gathering<Asked, Told> {
  /** What became of each, in their order. */
  readonly work: (all: readonly Asked[]) => Promise<readonly Told[]>
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<unknown>
}

/**
 * Does together what waits, one pass after another, and rests after each as long as it took: however much is asked for, no more than
 * half of the time goes into it. Where a pass fails, all that it was for fail.
 */
export function makeGathered<Asked, Told>({ work, clock, sleep }: Gathering<Asked, Told>) {
  let waiting: Waiting<Asked, Told>[] = []
  let isUnderWay = false
  const pass = async () => {
    const all = waiting
    waiting = []
    try {
      const told = await work(all.map(({ asked }) => asked))
      for (const [place, one] of told.entries()) all[place]?.resolve(one)
    } catch (error) {
      for (const { reject } of all) reject(error)
    }
  }
  const passes = async () => {
    isUnderWay = true
    while (waiting.length > 0) {
      const startedMs = clock()
      await pass()
      await sleep(Math.min(Math.max(clock() - startedMs, 0), REST_MS_MAX))
    }
    isUnderWay = false
  }
  return (asked: Asked): Promise<Told> =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!isUnderWay) void passes()
    })
}

interface Waiting<Asked, Told> {
  readonly asked: Asked
  readonly resolve: (told: Told) => void
  readonly reject: (error: unknown) => void
}
