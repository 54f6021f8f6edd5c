import type { Weighed } from './define.js'
import type { Channel, Facts } from './facts.js'
import type { Mark, Marks } from './marks.js'
import type { Around } from './signups.js'

/** Bits of a value that accounts gone wrong had, where few others have it; browsers and networks are anybody's. */
const CHANNELS: readonly (readonly [channel: Channel, word: string, bits: number])[] = [
  ['document', 'document', 8],
  ['payment', 'payment instrument', 6],
  ['mail', 'address', 6],
  ['phone', 'telephone', 5],
  ['mail_domain', 'private domain', 5],
  ['billing', 'billing address', 4],
]
const MOST: Readonly<Record<Mark, number>> = { campaign: 8, suspended: 5 }

/** What ties an application to accounts that are marked: less, the more others have the value and are not. */
export function tiesOf(
  { account_id, values }: Facts,
  around: Around,
  marks: Marks,
  mark: Mark,
): Weighed | undefined {
  // What an account shares with itself ties it to nobody.
  const own = marks.ofAccount(account_id) === mark ? 1 : 0
  const found = CHANNELS.flatMap(([channel, word, most]) => {
    const marked = marks.of(values[channel])[mark] - own
    if (marked <= 0) return []
    const { customers } = around.holders(channel)
    const share = marked / Math.max(marked, customers)
    return [{ word, bits: Math.min(MOST[mark], most) * Math.min(1, 2 * share) }]
  })
  if (found.length === 0) return undefined
  return {
    bits: Math.max(...found.map(({ bits }) => bits)),
    said: { channels: found.map(({ word }) => word).join(' and ') },
  }
}
