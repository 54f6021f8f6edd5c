/** Who signed up before and beside an application. What it tells of them is counts. */
import {
  bitOf,
  type Coincidence,
  coincidenceOf,
  isBeyondChance,
  LOOKED_AT,
  type LookedAt,
  nobodyAgrees,
} from './coincidence.js'
import type { Channel, Facts } from './facts.js'
import { anyText, customerText, doorText, inRange, lowerBound, makeMemory } from './memory.js'

export interface Holders {
  /** Other customers with the value, within the window. */
  readonly customers: number
  /** Those of them who came from another network. */
  readonly elsewhere: number
}

export interface Around {
  /** Other applications within the window. */
  readonly others: number
  readonly holders: (channel: Channel) => Holders
  readonly coincidence: () => (Coincidence & { readonly similar: readonly string[] }) | undefined
  /** Applications of the same customer within the window, this one included, and as many as it had in as long before. */
  readonly ofCustomer: () => { readonly observed: number; readonly usual: number }
  /** Others of ten minutes each way by the same page and programme, and as many as there are in as long. Nobody without a page. */
  readonly burst: () => { readonly observed: number; readonly expected: number }
}

export interface Signups {
  /** Applications must come in the order of their time, as far as that can be had. */
  add(facts: Facts): void
  /** Forgets the oldest, so that as many are left. */
  keep(count: number): void
  /** What there is around an application up to `untilMs`, itself and others of its customer left out; all that is there by default. */
  around(facts: Facts, untilMs?: number): Around
  readonly size: number
}

export const WINDOW_MS = 14 * 86_400_000
const TEN_MINUTES_MS = 600_000
/** What is looked at of a value that very many have: the newest. */
const HOLDERS_MAX = 10_000
const SIMILAR_MAX = 20
/** A value that a third of all have who have any is none: what somebody writes where there is nothing. */
const EMPTY_SHARE = 1 / 3
const EMPTY_MIN = 100
const NOBODY: Holders = Object.freeze({ customers: 0, elsewhere: 0 })

export function makeSignups(): Signups {
  const memory = makeMemory()
  const [customers, elsewhere] = [makeCounted(), makeCounted()]
  return {
    add: memory.add,
    keep: memory.keep,
    get size() {
      return memory.size
    },
    around: (facts, untilMs = Number.POSITIVE_INFINITY) => {
      const numbered = (channel: Channel) => memory.numberOf(facts.values[channel] ?? '')
      const customer = memory.numberOf(customerText(facts))
      const from = memory.from(facts.at_ms - WINDOW_MS)
      const to = memory.from(untilMs + 1)

      const organization = numbered('organization')
      const isOwn = (at: number): boolean =>
        memory.customer(at) === customer ||
        (organization !== 0 && memory.value('organization', at) === organization)

      const holders = (channel: Channel): Holders => {
        const all = memory.holding(numbered(channel))
        const first = Math.max(lowerBound(all, from), all.length - HOLDERS_MAX)
        const last = lowerBound(all, to)
        const whoever = inRange(memory.holding(memory.numberOf(anyText(channel))), from, to)
        if (last - first >= EMPTY_MIN && last - first > EMPTY_SHARE * whoever) return NOBODY
        const network = numbered('network')
        customers.begin()
        elsewhere.begin()
        for (let place = first; place < last; place++) {
          const at = all[place] ?? 0
          if (isOwn(at)) continue
          customers.add(memory.customer(at))
          if (memory.value('network', at) !== network) elsewhere.add(memory.customer(at))
        }
        return { customers: customers.size, elsewhere: elsewhere.size }
      }

      const own = LOOKED_AT.map(numbered)
      const columns = LOOKED_AT.map(memory.column)
      const agreeing = (at: number): number => {
        const row = memory.place(at)
        let mask = 0
        for (let place = 0; place < own.length; place++) {
          const value = own[place] ?? 0
          if (value !== 0 && columns[place]?.[row] === value) mask |= 1 << place
        }
        return mask
      }
      /** Calls with each who writes addresses as this one does, the newest first, until it says so: the grammar is that of the shape as well. */
      const eachAlike = (isEnough: (at: number) => boolean): void => {
        const channel = facts.values.mail_grammar === undefined ? 'mail_domain' : 'mail_grammar'
        const all = memory.holding(numbered(channel))
        const least = Math.max(lowerBound(all, memory.first), all.length - HOLDERS_MAX)
        for (let place = lowerBound(all, to) - 1; place >= least; place--)
          if (isEnough(all[place] ?? 0)) return
      }
      const chance = {
        others: Math.max(1, to - from),
        earlier: from - memory.first,
        holders: (channel: LookedAt) => inRange(memory.holding(numbered(channel)), from, to),
      }
      /** At most so many as agree, a customer for each of its applications: nearly always chance has as many. */
      const isWorthCounting = (): boolean => {
        const client = numbered('client')
        const clients = memory.column('client')
        const inside = nobodyAgrees()
        if (client === 0) return false
        eachAlike((at) => {
          if (at < from) return true
          if (clients[memory.place(at)] !== client || isOwn(at)) return false
          const mask = agreeing(at)
          inside[mask] = (inside[mask] ?? 0) + 1
          return false
        })
        return isBeyondChance({ ...chance, inside })
      }
      const coincide = () => {
        if (!isWorthCounting()) return undefined
        const [inside, before] = [nobodyAgrees(), nobodyAgrees()]
        customers.begin()
        customers.add(customer)
        eachAlike((at) => {
          const isInside = at >= from
          if (isInside && (isOwn(at) || !customers.add(memory.customer(at)))) return false
          const mask = agreeing(at)
          const counts = isInside ? inside : before
          counts[mask] = (counts[mask] ?? 0) + 1
          return false
        })
        const found = coincidenceOf({ ...chance, inside, before })
        return found === undefined ? undefined : { ...found, similar: similarTo(found) }
      }
      const similarTo = ({ channels }: Coincidence): readonly string[] => {
        const wanted = channels.reduce((mask, channel) => mask | bitOf(channel), 0)
        const similar: string[] = []
        eachAlike((at) => {
          if (at < from) return true
          if (!isOwn(at) && (agreeing(at) & wanted) === wanted) similar.push(memory.id(at))
          return similar.length === SIMILAR_MAX
        })
        return similar
      }
      let made: ReturnType<typeof coincide> | 'not yet' = 'not yet'
      const coincidence = () => {
        if (made === 'not yet') made = coincide()
        return made
      }

      const burst = () => {
        if (facts.values.referrer === undefined) return { observed: 0, expected: 0 }
        const all = memory.holding(memory.numberOf(doorText(facts)))
        const first = memory.from(facts.at_ms - TEN_MINUTES_MS)
        const last = Math.min(to, memory.from(facts.at_ms + TEN_MINUTES_MS))
        const itself = memory.has(facts.application_id) ? 1 : 0
        // Who began to remember an hour ago knows the rate of an hour.
        const seenMs = Math.min(WINDOW_MS, Math.max(TEN_MINUTES_MS, facts.at_ms - memory.firstMs()))
        const expected = (inRange(all, from, to) * 2 * TEN_MINUTES_MS) / seenMs
        return { observed: inRange(all, first, last) - itself, expected }
      }
      const ofCustomer = () => {
        const all = memory.holding(customer)
        const itself = memory.has(facts.application_id) ? 0 : 1
        const beforeMs = Math.max(WINDOW_MS, facts.at_ms - WINDOW_MS - memory.firstMs())
        const usual = (inRange(all, memory.first, from) * WINDOW_MS) / beforeMs
        return { observed: inRange(all, from, to) + itself, usual }
      }
      return { others: to - from, holders, coincidence, ofCustomer, burst }
    },
  }
}

/** Counts each number once. Thousands are counted for an application: a set of them would be made anew each time. */
function makeCounted() {
  let turns = new Uint32Array(1024)
  let turn = 0
  let size = 0
  return {
    get size() {
      return size
    },
    begin: () => {
      turn += 1
      size = 0
    },
    /** Whether it is new. */
    add: (number: number): boolean => {
      if (number >= turns.length) {
        const grown = new Uint32Array(2 ** Math.ceil(Math.log2(number + 1)))
        grown.set(turns)
        turns = grown
      }
      if (turns[number] === turn) return false
      turns[number] = turn
      size += 1
      return true
    },
  }
}
