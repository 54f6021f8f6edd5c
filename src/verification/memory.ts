/** Applications in columns, in the order in which they came, and for each value who has it. */
import { CHANNELS, type Channel, type Facts, IDENTITY } from './facts.js'
import { makeNames } from './names.js'

export interface Memory {
  readonly size: number
  /** Asking twice is one application: of who is there by this id already only what was proved since is new. */
  add(facts: Facts): void
  /** Forgets the oldest, so that as many are left. */
  keep(count: number): void
  /** The oldest that is left. Applications are numbered on and on. */
  readonly first: number
  id(at: number): string
  /** The number of a customer; the same for all applications of one. */
  customer(at: number): number
  /** The number of a value; 0 for none. */
  value(channel: Channel, at: number): number
  /** The numbers of all values of a channel, for whoever looks at thousands: that of an application is at its {@link place}. */
  column(channel: Channel): Int32Array
  place(at: number): number
  numberOf(text: string): number
  /** Who has a value, ascending; before those that are left there may be some that are forgotten. */
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

/** Of which there are few, and which are never forgotten. */
const ANY = new Set(CHANNELS.map(anyText))
const PLACES_MIN = 1024

export function makeMemory(): Memory {
  // Rings: whoever comes takes the place of who is forgotten, and nothing is moved.
  let places = PLACES_MIN
  let ids = new Array<string>(places).fill('')
  let times = new Float64Array(places)
  let customers = new Int32Array(places)
  let doors = new Int32Array(places)
  const columns = new Map(CHANNELS.map((channel) => [channel, new Int32Array(places)]))
  let first = 0
  let next = 0
  const known = makeNames()
  const numbers = makeNames()
  const texts: string[] = ['']
  const unused: number[] = []
  // Most values have one holder: that one, and no list of it.
  const held: (number | number[])[] = [[]]
  const place = (at: number): number => at & (places - 1)

  const grow = (): void => {
    const grown = places * 2
    const moved = <Column extends Int32Array | Float64Array | string[]>(
      from: Column,
      to: Column,
    ) => {
      for (let at = first; at < next; at++) to[at & (grown - 1)] = from[place(at)] ?? 0
      return to
    }
    ids = moved(ids, new Array<string>(grown).fill(''))
    times = moved(times, new Float64Array(grown))
    customers = moved(customers, new Int32Array(grown))
    doors = moved(doors, new Int32Array(grown))
    for (const [channel, column] of columns)
      columns.set(channel, moved(column, new Int32Array(grown)))
    places = grown
  }
  const hold = (text: string, at: number): number => {
    const value = numbers.get(text)
    if (value !== undefined) {
      const holders = held[value] ?? []
      if (typeof holders === 'number') held[value] = [Math.min(holders, at), Math.max(holders, at)]
      else insert(holders, at)
      return value
    }
    const made = unused.pop() ?? texts.length
    numbers.set(text, made)
    texts[made] = text
    held[made] = at
    return made
  }
  /** The oldest no longer has the value. */
  const release = (value: number): void => {
    const holders = held[value] ?? []
    if (value === 0) return
    if (typeof holders !== 'number' && (holders.at(-1) ?? 0) > first) {
      // Now and then, so that it costs each next to nothing.
      const isMostlyGone = (holders[holders.length >> 1] ?? first) < first
      if (isMostlyGone) holders.splice(0, lowerBound(holders, first))
      return
    }
    const text = texts[value] ?? ''
    if (ANY.has(text)) return
    numbers.delete(text)
    texts[value] = ''
    held[value] = 0
    unused.push(value)
  }
  const forget = (): void => {
    const gone = place(first)
    known.delete(ids[gone] ?? '')
    ids[gone] = ''
    release(customers[gone] ?? 0)
    release(doors[gone] ?? 0)
    for (const [channel, column] of columns) {
      const value = column[gone] ?? 0
      release(value)
      if (value !== 0) release(numbers.get(anyText(channel)) ?? 0)
    }
    first += 1
  }
  const prove = (at: number, facts: Facts): void => {
    for (const [channel, column] of columns) {
      const text = facts.values[channel] ?? ''
      if (IDENTITY[channel] === undefined || text === '' || column[place(at)] !== 0) continue
      if (!isCounted(channel, facts)) continue
      column[place(at)] = hold(text, at)
      hold(anyText(channel), at)
    }
  }
  return {
    get size() {
      return next - first
    },
    get first() {
      return first
    },
    add: (facts) => {
      const before = known.get(facts.application_id)
      if (before !== undefined) return prove(before, facts)
      if (next - first === places) grow()
      const at = next
      const here = place(at)
      next += 1
      known.set(facts.application_id, at)
      ids[here] = facts.application_id
      // Whoever comes late counts as of now: the order of the columns is that of time.
      times[here] = at > first ? Math.max(facts.at_ms, times[place(at - 1)] ?? 0) : facts.at_ms
      customers[here] = hold(customerText(facts), at)
      doors[here] = hold(doorText(facts), at)
      for (const [channel, column] of columns) {
        const text = isCounted(channel, facts) ? (facts.values[channel] ?? '') : ''
        column[here] = text === '' ? 0 : hold(text, at)
        if (text !== '') hold(anyText(channel), at)
      }
    },
    keep: (count) => {
      while (next - first > count) forget()
    },
    id: (at) => ids[place(at)] ?? '',
    customer: (at) => customers[place(at)] ?? 0,
    value: (channel, at) => columns.get(channel)?.[place(at)] ?? 0,
    column: (channel) => columns.get(channel) ?? new Int32Array(),
    place,
    numberOf: (text) => numbers.get(text) ?? 0,
    holding: (value) => {
      const holders = held[value] ?? []
      return typeof holders === 'number' ? [holders] : holders
    },
    from: (atMs) => {
      let [low, high] = [first, next]
      while (low < high) {
        const middle = low + ((high - low) >> 1)
        if ((times[place(middle)] ?? 0) < atMs) low = middle + 1
        else high = middle
      }
      return low
    },
    has: (applicationId) => known.get(applicationId) !== undefined,
    firstMs: () => (next === first ? 0 : (times[place(first)] ?? 0)),
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
