import type { Weighed } from './define.js'
import type { Channel, Facts } from './facts.js'
import type { Marked, Marks } from './marks.js'
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
const MOST: Readonly<Record<keyof Marked, number>> = { campaign: 8, suspended: 5 }

/** What ties an application to accounts that are marked: less, the more others have the value and are not. */
export function tiesOf(
  { values }: Facts,
  around: Around,
  marks: Marks,
  mark: keyof Marked,
): Weighed | undefined {
  const found = CHANNELS.flatMap(([channel, word, most]) => {
    const marked = marks.of(values[channel])[mark]
    if (marked === 0) return []
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
