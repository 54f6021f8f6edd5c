import { HABITS } from '../../lab/scenarios/sharing.js'
import {
  BATCH_HOURS_HELD,
  BITS_A_DAY_MAX,
  type Learned,
  type TimingEstimate,
  type TimingFigures,
  worstCase,
} from '../../lab/timing.js'
import type { Noticed } from '../../lab/timing-decoders.js'
import { padTo } from '../terminal/layout.js'
import { NOTICED_TEXT } from './noticed.js'

/** What came of it, over all worlds. */
export interface TimingResult extends TimingEstimate {
  readonly name: string
  readonly seed: string
  readonly worlds: number
  readonly secrets: number
  /** Pools that sent anything: those of which nobody fell are not among the others. */
  readonly pools_sent: number
  readonly noticed: readonly { readonly noticed: Noticed; readonly pools: number }[]
  readonly is_held: boolean
}

const right = (text: string, columns: number) => padTo(text, columns, 'right')
const bitsText = (bits: number) => bits.toFixed(3)
const intervalText = ({ low, high }: Learned) => `${bitsText(low)} to ${bitsText(high)}`

const BY: Readonly<Record<Learned['by'], string>> = {
  odds: 'the odds',
  strongest: 'the strongest',
  learned: 'what others showed',
}

/** What each timing gives away, for a terminal of 80 columns. */
export function timingTable(result: TimingResult): string {
  const { name, seed, worlds, secrets, pools, pools_sent, entropy, noticed, timings, who } = result
  const lines = [
    '',
    `${name}, seed ${seed}, ${worlds} worlds: ${pools} of ${pools_sent} pools found, ${secrets} secrets`,
    '',
    `  ${padTo('noticed', 24)}${right('pools', 7)}`,
    ...noticed.map(
      (one) => `  ${padTo(NOTICED_TEXT[one.noticed], 24)}${right(String(one.pools), 7)}`,
    ),
    '',
    `  ${padTo('', 12)}${right('', 8)}${right('first', 7)}${right('bits', 8)}`,
    `  ${padTo('timing', 12)}${right('fallen', 8)}${right('day', 7)}${right('a day', 8)}${right('of 95 %', 18)}${right('on day', 8)}  by`,
    ...timings.map(timingLine),
    '',
    `  who alone, without any times: ${bitsText(who.bits)} bits in all (${intervalText(who)})`,
    `  to be learned at the most:    ${bitsText(entropy)} bits, by who knows how disciplined he is`,
    `  the worst case:               ${worstText(timings)}`,
    '',
    '  Bits a day: what an operator learned by a day of which habit was noticed, over',
    '  the days he watched until then; the largest of all days and of three decoders.',
    '',
    heldLine(result),
  ]
  return `${lines.join('\n')}\n`
}

const nameOf = (hours: number) => (hours === 0 ? 'at once' : `${hours} hours`)

function timingLine({ batch_hours, fallen, first_day, a_day }: TimingFigures): string {
  const first = Number.isFinite(first_day) ? first_day.toFixed(1) : '–'
  return `  ${padTo(nameOf(batch_hours), 12)}${right(`${(fallen * 100).toFixed(0)} %`, 8)}${right(first, 7)}${right(bitsText(a_day.bits), 8)}${right(intervalText(a_day), 18)}${right(String(a_day.day), 8)}  ${BY[a_day.by]}`
}

/** Where one habit decides and each has accounts of its own, found on the day on which pools are found here. */
function worstText(timings: readonly TimingFigures[]): string {
  const foundDay = timings.find(({ batch_hours }) => batch_hours === 0)?.first_day ?? 0
  const days = timings.filter(({ batch_hours }) => batch_hours > 0)
  const rates = days.map(({ batch_hours }) =>
    worstCase(HABITS.length, { foundDay, batch_hours }).toFixed(2),
  )
  return `${rates.join(', ')} bits a day at ${days.map(({ batch_hours }) => batch_hours).join(', ')} hours`
}

function heldLine({ timings, is_held }: TimingResult): string {
  const held = timings.find(({ batch_hours }) => batch_hours === BATCH_HOURS_HELD)
  const asked = `less than ${BITS_A_DAY_MAX} bits a day in batches of ${BATCH_HOURS_HELD} hours`
  if (!is_held) return `  missed: ${asked}`
  const isSure = held !== undefined && held.a_day.high < BITS_A_DAY_MAX
  return `  ${asked}${isSure ? '' : ', but not at the upper end of the interval'}`
}
