/** Who signed up before and beside an application. What it tells of them is counts. */
import { bitOf, type Coincidence, coincidenceOf, LOOKED_AT, nobodyAgrees } from './coincidence.js'
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
        const customers = new Set<number>()
        const elsewhere = new Set<number>()
        for (let place = first; place < last; place++) {
          const at = all[place] ?? 0
          if (isOwn(at)) continue
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
          if (at >= from && (counted.has(memory.customer(at)) || isOwn(at))) continue
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
          if (!isOwn(at) && (agreeing(at) & wanted) === wanted) found.push(memory.id(at))
        }
        return found
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
        const usual = (inRange(all, 0, from) * WINDOW_MS) / beforeMs
        return { observed: inRange(all, from, to) + itself, usual }
      }
      return { others: to - from, holders, coincidence, ofCustomer, burst }
    },
  }
}
