/** Applications in columns, in the order in which they came, and for each value who has it. */
import { CHANNELS, type Channel, type Facts } from './facts.js'

export interface Memory {
  readonly size: number
  add(facts: Facts): void
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
  const ids: string[] = []
  const times: number[] = []
  const customers: number[] = []
  const columns = new Map(CHANNELS.map((channel) => [channel, [] as number[]]))
  const numbers = new Map<string, number>()
  const postings: number[][] = [[]]

  const numbered = (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, postings.length)
    return postings.push([]) - 1
  }
  const hold = (text: string, at: number): number => {
    const value = numbered(text)
    postings[value]?.push(at)
    return value
  }
  return {
    get size() {
      return ids.length
    },
    add: (facts) => {
      const at = ids.length
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
