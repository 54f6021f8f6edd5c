/** What was taken, put together for drawing: a stack a day. */
import type { OverviewAnswer } from '../../../../src/service/console/campaigns/api.js'

export interface Stack {
  readonly day: string
  readonly all: number
  /** In the order of the capabilities. */
  readonly counts: readonly number[]
}

export interface Stacks {
  /** The most taken first; those after the sixth are one, `rest`. */
  readonly capabilities: readonly string[]
  /** Every day between the first and the last, also those on which nothing was taken; weeks where there are many. */
  readonly stacks: readonly Stack[]
  readonly step_days: number
}

const NAMED_MAX = 6
const STACKS_MAX = 120
const DAY_MS = 86_400_000
export const REST = 'rest'

export function stacksOf(days: OverviewAnswer['days']): Stacks {
  const totals = new Map<string, number>()
  for (const { capability, exchanges } of days) {
    totals.set(capability, (totals.get(capability) ?? 0) + exchanges)
  }
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([n]) => n)
  const named = ranked.slice(0, NAMED_MAX)
  const capabilities = ranked.length > NAMED_MAX ? [...named, REST] : named
  const placeOf = (name: string) => {
    const place = named.indexOf(name)
    return place < 0 ? NAMED_MAX : place
  }
  const numbers = days.map(({ day }) => Date.parse(day) / DAY_MS)
  if (numbers.length === 0) return { capabilities, stacks: [], step_days: 1 }
  const first = numbers.reduce((a, b) => Math.min(a, b))
  const last = numbers.reduce((a, b) => Math.max(a, b))
  const step = Math.max(1, Math.ceil((last - first + 1) / STACKS_MAX))
  const counts = Array.from({ length: Math.floor((last - first) / step) + 1 }, () =>
    capabilities.map(() => 0),
  )
  for (const [at, { capability, exchanges }] of days.entries()) {
    const column = counts[Math.floor(((numbers[at] ?? first) - first) / step)]
    const place = placeOf(capability)
    if (column !== undefined) column[place] = (column[place] ?? 0) + exchanges
  }
  return {
    capabilities,
    step_days: step,
    stacks: counts.map((column, at) => ({
      day: new Date((first + at * step) * DAY_MS).toISOString().slice(0, 10),
      all: column.reduce((sum, count) => sum + count, 0),
      counts: column,
    })),
  }
}
