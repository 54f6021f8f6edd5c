/** Who signed up before and beside an application. What it tells of them is counts. */
import { type Alike, bitOf, type Coincidence, coincidenceOf, LOOKED_AT } from './coincidence.js'
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
const HOLDERS_MAX = 20_000
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

      const coincidence = () => {
        const own = LOOKED_AT.map(numbered)
        const agrees = (at: number): number =>
          own.reduce(
            (mask, value, place) =>
              value !== 0 && memory.value(LOOKED_AT[place] ?? 'client', at) === value
                ? mask | (1 << place)
                : mask,
            0,
          )
        const inside: Alike[] = []
        const before: Alike[] = []
        const seen = new Set<number>()
        const counted = new Set([customer])
        for (const channel of ['mail_shape', 'mail_grammar', 'mail_domain'] as const) {
          const all = memory.holding(numbered(channel))
          for (
            let place = all.length - 1;
            place >= Math.max(0, all.length - HOLDERS_MAX);
            place--
          ) {
            const at = all[place] ?? 0
            if (at >= to || seen.has(at)) continue
            seen.add(at)
            if (at < from) before.push({ at, agrees: agrees(at) })
            else if (!counted.has(memory.customer(at))) {
              counted.add(memory.customer(at))
              inside.push({ at, agrees: agrees(at) })
            }
          }
        }
        const others = Math.max(1, to - from)
        const found = coincidenceOf({
          others,
          earlier: from,
          inside,
          before,
          holders: (channel) => inRange(memory.holding(numbered(channel)), from, to),
        })
        if (found === undefined) return undefined
        const wanted = found.channels.reduce(
          (mask, channel) => mask | bitOf(channel as 'client'),
          0,
        )
        const similar = inside
          .filter((one) => (one.agrees & wanted) === wanted)
          .slice(0, SIMILAR_MAX)
        return { ...found, similar: similar.map(({ at }) => memory.id(at)) }
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
