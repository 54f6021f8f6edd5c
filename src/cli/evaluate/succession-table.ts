import type { Succession } from '../../lab/succession.js'
import { padTo } from '../terminal/layout.js'
import type { Displaced } from './displaced.js'

/** What was recognised once so many exchanges of each newcomer were known. */
export interface Recognised {
  readonly exchanges: number
  readonly successors: number
  readonly byCampaign: Readonly<Record<string, number>>
  /** The innocent who were recognised, with what for. */
  readonly wrong: readonly string[]
}

interface Table {
  readonly name: string
  readonly seed: string
  readonly dealt: Succession
  readonly looks: readonly Recognised[]
  readonly displaced: Displaced
}

const right = (text: string, columns: number) => padTo(text, columns, 'right')
const percent = (part: number, whole: number) =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`

/** The looks, then each campaign at the last of them, for a terminal of 80 columns. */
export function successionTable({ name, seed, dealt, looks, displaced }: Table): string {
  const [all, innocents] = [dealt.successors.size, dealt.innocents.length]
  const last = looks.at(-1)
  const sizes = new Map<string, number>()
  for (const campaign of dealt.successors.values()) {
    sizes.set(campaign, (sizes.get(campaign) ?? 0) + 1)
  }
  const lines = [
    '',
    `${name}, seed ${seed}: ${all} successors of banned pools, ${innocents} innocent newcomers`,
    `  ${padTo('exchanges of each', 20)}${right('recognised', 12)}${right('share', 9)}${right('innocents', 11)}`,
    ...looks.map(
      (look) =>
        `  ${padTo(`at most ${look.exchanges}`, 20)}${right(String(look.successors), 12)}${right(percent(look.successors, all), 9)}${right(String(look.wrong.length), 11)}`,
    ),
    '',
    ...[...sizes].map(([campaign, size]) => {
      const found = last?.byCampaign[campaign] ?? 0
      return `  ${padTo(campaign, 28)}${right(String(size), 6)}${right(percent(found, size), 9)}`
    }),
    ...(last?.wrong ?? []).map((one) => `  wrongly: ${one}`),
    '',
    `  the next run counts as displaced ${displaced.counted} of ${displaced.successors}, ${percent(displaced.counted, displaced.successors)}, and wrongly ${displaced.wrong.length}`,
    `  told apart, since they carry a text alone: ${displaced.textOnly}`,
    ...displaced.wrong.map((one) => `  wrongly displaced: ${one}`),
  ]
  return `${lines.join('\n')}\n`
}
