import { createHash } from 'node:crypto'

const HOUR_MS = 3_600_000
/** So many are counted; with more the oldest are forgotten, which lets a few have more. */
const COUNTED_MAX = 100_000

/** How often something was done within the last hour, by whom: as digests, so that no address is held. */
export function makeCounts(now: () => number) {
  const times = new Map<string, number[]>()
  const nameOf = (whom: string) => createHash('sha256').update(whom.toLowerCase()).digest('base64')
  const lately = (name: string) => (times.get(name) ?? []).filter((atMs) => atMs > now() - HOUR_MS)
  return {
    has: (whom: string, most: number) => lately(nameOf(whom)).length < most,
    count: (whom: string) => {
      const name = nameOf(whom)
      const counted = [...lately(name), now()]
      times.delete(name)
      times.set(name, counted)
      const [oldest] = times.keys()
      if (times.size > COUNTED_MAX && oldest !== undefined) times.delete(oldest)
    },
    undo: (whom: string) => {
      times.get(nameOf(whom))?.pop()
    },
  }
}
