/** Applications in columns, in the order in which they came, and for each value who has it. */
import { CHANNELS, type Channel, type Facts } from './facts.js'

export interface Memory {
  readonly size: number
  /** Who is there by this id already is left as it is: asking twice is one application. */
  add(facts: Facts): void
  /** Forgets the oldest, so that as many are left. */
  keep(count: number): void
  id(at: number): string
  /** The number of a customer; the same for all applications of one. */
  customer(at: number): number
  /** The number of a value; 0 for none. */
  value(channel: Channel, at: number): number
  numberOf(text: string): number
  /** Who has a value, ascending. */
  holding(value: number): readonly number[]
  /** Where the first stands that came at this instant or later. */
  from(atMs: number): number
}

/** What a value is known by that is no channel of an application. */
export const customerText = ({ entity }: Facts): string => `customer ${entity}`
export const doorText = ({ values, program }: Facts): string =>
  `door ${values.referrer ?? ''} ${program}`

export function makeMemory(): Memory {
  let ids: string[] = []
  let times: number[] = []
  let customers: number[] = []
  let known = new Set<string>()
  const columns = new Map(CHANNELS.map((channel) => [channel, [] as number[]]))
  let numbers = new Map<string, number>()
  let postings: number[][] = [[]]

  const hold = (text: string, at: number): number => {
    let value = numbers.get(text)
    if (value === undefined) {
      value = postings.push([]) - 1
      numbers.set(text, value)
    }
    postings[value]?.push(at)
    return value
  }
  return {
    get size() {
      return ids.length
    },
    add: (facts) => {
      if (known.has(facts.application_id)) return
      const at = ids.length
      known.add(facts.application_id)
      ids.push(facts.application_id)
      // Whoever comes late counts as of now: the order of the columns is that of time.
      times.push(Math.max(facts.at_ms, times.at(-1) ?? 0))
      customers.push(hold(customerText(facts), at))
      hold(doorText(facts), at)
      for (const [channel, column] of columns) {
        const text = facts.values[channel] ?? ''
        column.push(text === '' ? 0 : hold(text, at))
      }
    },
    keep: (count) => {
      const gone = ids.length - count
      if (gone <= 0) return
      ids = ids.slice(gone)
      times = times.slice(gone)
      known = new Set(ids)
      // Values that nobody is left with get no number again.
      const left: number[][] = [[]]
      const renumbered = new Map<string, number>()
      const now = new Int32Array(postings.length)
      for (const [text, value] of numbers) {
        const held = (postings[value] ?? []).filter((at) => at >= gone).map((at) => at - gone)
        if (held.length === 0) continue
        now[value] = left.push(held) - 1
        renumbered.set(text, now[value] ?? 0)
      }
      const moved = (column: readonly number[]) =>
        column.slice(gone).map((value) => now[value] ?? 0)
      customers = moved(customers)
      for (const [channel, column] of columns) columns.set(channel, moved(column))
      numbers = renumbered
      postings = left
    },
    id: (at) => ids[at] ?? '',
    customer: (at) => customers[at] ?? 0,
    value: (channel, at) => columns.get(channel)?.[at] ?? 0,
    numberOf: (text) => numbers.get(text) ?? 0,
    holding: (value) => postings[value] ?? [],
    from: (atMs) => lowerBound(times, atMs),
  }
}

/** How many of an ascending list lie from `from` on and before `to`. */
export const inRange = (list: readonly number[], from: number, to: number): number =>
  Math.max(0, lowerBound(list, to) - lowerBound(list, from))

/** Where in an ascending list the first stands that is no less. */
export function lowerBound(list: readonly number[], value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
