import { counted, countText } from '../../../feeds/format.js'
import { margined, tableLines } from '../../page.js'
import type { Terminal } from '../../terminal/terminal.js'
import { type Bar, barsOf, type GateBench } from './result.js'

/** A bench of the gate for a person; `--json` has all of it. */
export function gateBenchLines(result: GateBench, terminal: Terminal): readonly string[] {
  const { machine, decide, proxy, beside, intake, spool, memory } = result
  const pinned = machine.is_pinned
    ? 'the gate on a core of its own'
    : 'nothing was given a core of its own, so that all disturb each other'
  return [
    terminal.ink.strong(`The gate with ${counted(result.subjects, 'subject')} in force`),
    ...margined('Machine', `${machine.processor}, Node ${machine.node}; ${pinned}`, terminal),
    '',
    ...barLines(barsOf(result), terminal),
    '',
    ...margined('Decisions', spread(decide.p50_ms, decide.p99_ms, decide.max_ms), terminal),
    ...margined(
      'Proxy',
      `p99 ${ms(proxy.proxy.p99_ms)}, a bare pass-through ${ms(proxy.bare.p99_ms)}; rounds ${(proxy.rounds_added_p99_ms ?? []).map(ms).join(', ')}`,
      terminal,
    ),
    ...margined(
      'Rebuild',
      `p99 ${ms(beside.alone_p99_ms)} alone, ${ms(beside.beside_p99_ms)} beside one; rounds ${beside.added_all_p99_ms.map(ms).join(', ')}`,
      terminal,
    ),
    ...margined(
      'Intake',
      `${countText(intake.exchanges_per_processor_second)} a second of processor; a body of 500 in ${ms(intake.request_p99_ms)} at p99`,
      terminal,
    ),
    ...margined('Spool', `${countText(spool.exchangesPerSecond)} a second by itself`, terminal),
    ...margined(
      'Memory',
      `${countText(memory.resident_bytes / 2 ** 20)} MiB resident, ${memory.resident_mib_per_minute.toFixed(1)} MiB/min over ${memory.minutes} min`,
      terminal,
    ),
  ]
}

/** What was measured, each beside its bar. */
export const barLines = (bars: readonly Bar[], terminal: Terminal): readonly string[] =>
  tableLines(
    [
      { head: 'What', yields: true },
      { head: 'Measured', isNumber: true },
      { head: 'Bar', isNumber: true },
      { head: '' },
    ],
    bars.map(row),
    terminal,
  )

const row = ({ name, value, unit, bound, is_at_most, is_met }: Bar): readonly string[] => {
  const text = (number: number) =>
    `${number >= 1000 ? countText(number) : number.toFixed(unit === '' ? 0 : 2)} ${unit}`.trim()
  const told = is_met === undefined ? 'too short to tell' : is_met ? '' : 'missed'
  return [name, text(value), `${is_at_most ? '≤' : '≥'} ${text(bound)}`, told]
}

export const ms = (value: number) => `${value.toFixed(2)} ms`
const spread = (p50: number, p99: number, most: number) =>
  `p50 ${(p50 * 1000).toFixed(0)} µs, p99 ${(p99 * 1000).toFixed(0)} µs, the longest ${ms(most)}`
