/** Applications in columns, in the order in which they came, and for each value who has it. */
import { CHANNELS, type Channel, type Facts, IDENTITY } from './facts.js'

export interface Memory {
  readonly size: number
  /** Asking twice is one application: of who is there by this id already only what was proved since is new. */
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
  has(applicationId: string): boolean
  /** When the first came of whom there is something left. */
  firstMs(): number
}

/** What a value is known by that is no channel of an application. */
export const customerText = ({ entity }: Facts): string => `customer ${entity}`
export const doorText = ({ values, program }: Facts): string =>
  `door ${values.referrer ?? ''} ${program}`

/** Whoever has anything there. */
export const anyText = (channel: Channel): string => `any ${channel}`

export function makeMemory(): Memory {
  let ids: string[] = []
  let times: number[] = []
  let customers: number[] = []
  let known = new Map<string, number>()
  const columns = new Map(CHANNELS.map((channel) => [channel, [] as number[]]))
  let numbers = new Map<string, number>()
  let postings: number[][] = [[]]

  const hold = (text: string, at: number): number => {
    let value = numbers.get(text)
    if (value === undefined) {
      value = postings.push([]) - 1
      numbers.set(text, value)
    }
    insert(postings[value] ?? [], at)
    return value
  }
  const prove = (at: number, facts: Facts): void => {
    for (const [channel, column] of columns) {
      const text = facts.values[channel] ?? ''
      if (IDENTITY[channel] === undefined || text === '' || column[at] !== 0) continue
      if (!isCounted(channel, facts)) continue
      column[at] = hold(text, at)
      hold(anyText(channel), at)
    }
  }
  return {
    get size() {
      return ids.length
    },
    add: (facts) => {
      const before = known.get(facts.application_id)
      if (before !== undefined) return prove(before, facts)
      const at = ids.length
      known.set(facts.application_id, at)
      ids.push(facts.application_id)
      // Whoever comes late counts as of now: the order of the columns is that of time.
      times.push(Math.max(facts.at_ms, times.at(-1) ?? 0))
      customers.push(hold(customerText(facts), at))
      hold(doorText(facts), at)
      for (const [channel, column] of columns) {
        const text = isCounted(channel, facts) ? (facts.values[channel] ?? '') : ''
        column.push(text === '' ? 0 : hold(text, at))
        if (text !== '') hold(anyText(channel), at)
      }
    },
    keep: (count) => {
      const gone = ids.length - count
      if (gone <= 0) return
      ids = ids.slice(gone)
      times = times.slice(gone)
      known = new Map(ids.map((id, at) => [id, at]))
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
    has: (applicationId) => known.has(applicationId),
    firstMs: () => times[0] ?? 0,
  }
}

/** What names a person counts once it was proved to be theirs. */
const isCounted = (channel: Channel, { proved }: Facts): boolean =>
  IDENTITY[channel] === undefined || proved.has(channel)

/** Nearly always at the end. */
function insert(list: number[], at: number): void {
  if ((list.at(-1) ?? -1) < at) list.push(at)
  else list.splice(lowerBound(list, at), 0, at)
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
