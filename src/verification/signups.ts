/** Who signed up before and beside an application. What it tells of them is counts. */
import { bitOf, type Coincidence, coincidenceOf, LOOKED_AT, nobodyAgrees } from './coincidence.js'
import type { Channel, Facts } from './facts.js'
import { customerText, doorText, inRange, makeMemory } from './memory.js'

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
  /** Applications of the same customer within the window, this one included. */
  readonly ofCustomer: () => number
  /** Applications of ten minutes each way by the same page and programme, and as many as there are in as long. */
  readonly burst: () => { readonly observed: number; readonly expected: number }
}

export interface Signups {
  /** Applications must come in the order of their time, as far as that can be had. */
  add(facts: Facts): void
  /** Forgets the oldest, so that as many are left. */
  keep(count: number): void
  /** What there is around an application up to `untilMs`, itself and others of its customer left out. */
  around(facts: Facts, untilMs?: number): Around
  readonly size: number
}

export const WINDOW_MS = 14 * 86_400_000
const TEN_MINUTES_MS = 600_000
/** What is looked at of a value that very many have: the newest. */
const HOLDERS_MAX = 10_000
const SIMILAR_MAX = 20

export function makeSignups(): Signups {
  const memory = makeMemory()
  return {
    add: memory.add,
    keep: memory.keep,
    get size() {
      return memory.size
    },
    around: (facts, untilMs = facts.at_ms) => {
      const numbered = (channel: Channel) => memory.numberOf(facts.values[channel] ?? '')
      const customer = memory.numberOf(customerText(facts))
      const from = memory.from(facts.at_ms - WINDOW_MS)
      const to = memory.from(untilMs + 1)

      const holders = (channel: Channel): Holders => {
        const network = numbered('network')
        const customers = new Set<number>()
        const elsewhere = new Set<number>()
        for (const at of memory.holding(numbered(channel))) {
          if (at < from || at >= to || memory.customer(at) === customer) continue
          customers.add(memory.customer(at))
          if (memory.value('network', at) !== network) elsewhere.add(memory.customer(at))
        }
        return { customers: customers.size, elsewhere: elsewhere.size }
      }

      const own = LOOKED_AT.map(numbered)
      const agreeing = (at: number): number => {
        let mask = 0
        for (let place = 0; place < own.length; place++) {
          const value = own[place] ?? 0
          if (value !== 0 && memory.value(LOOKED_AT[place] ?? 'client', at) === value)
            mask |= 1 << place
        }
        return mask
      }
      /** Who writes addresses as this one does, the newest first: the grammar is that of the shape as well. */
      const alike = function* () {
        const channel = facts.values.mail_grammar === undefined ? 'mail_domain' : 'mail_grammar'
        const all = memory.holding(numbered(channel))
        const least = Math.max(0, all.length - HOLDERS_MAX)
        for (let place = all.length - 1; place >= least; place--) {
          const at = all[place] ?? 0
          if (at < to) yield at
        }
      }
      const coincidence = () => {
        const [inside, before] = [nobodyAgrees(), nobodyAgrees()]
        const counted = new Set([customer])
        for (const at of alike()) {
          const mask = agreeing(at)
          const counts = at < from ? before : inside
          if (at >= from && counted.has(memory.customer(at))) continue
          if (at >= from) counted.add(memory.customer(at))
          counts[mask] = (counts[mask] ?? 0) + 1
        }
        const found = coincidenceOf({
          others: Math.max(1, to - from),
          earlier: from,
          inside,
          before,
          holders: (channel) => inRange(memory.holding(numbered(channel)), from, to),
        })
        return found === undefined ? undefined : { ...found, similar: similarTo(found) }
      }
      const similarTo = ({ channels }: Coincidence): readonly string[] => {
        const wanted = channels.reduce((mask, channel) => mask | bitOf(channel), 0)
        const found: string[] = []
        for (const at of alike()) {
          if (at < from || found.length === SIMILAR_MAX) break
          const isOther = memory.customer(at) !== customer
          if (isOther && (agreeing(at) & wanted) === wanted) found.push(memory.id(at))
        }
        return found
      }

      const burst = () => {
        const all = memory.holding(memory.numberOf(doorText(facts)))
        const first = memory.from(facts.at_ms - TEN_MINUTES_MS)
        const last = Math.min(to, memory.from(facts.at_ms + TEN_MINUTES_MS))
        const expected = (inRange(all, from, to) * 2 * TEN_MINUTES_MS) / WINDOW_MS
        return { observed: inRange(all, first, last), expected }
      }
      const ofCustomer = () => Math.max(1, inRange(memory.holding(customer), from, to))
      return { others: to - from, holders, coincidence, ofCustomer, burst }
    },
  }
}
