import { counted, countText } from '../../feeds/format.js'
import { margined, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import type { BenchResult } from './bench.js'

/** As the design has them: ten bare reads, and eight gibibytes. */
const RATIO_MAX = 10
const PEAK_BYTES_MAX = 8 * 2 ** 30
const STATEMENTS_SHOWN = 10
/** Every scan costs some seconds, however small: opening the store, compiling the patterns. */
const BARE_READ_SECONDS_MIN = 1

/** A bench for a person; `--json` has all of its statements. */
export function benchLines(result: BenchResult, terminal: Terminal): readonly string[] {
  const { machine } = result
  const rate = `${countText(result.exchanges_per_second)} exchanges and ${megabytes(result.bytes_per_second)} a second`
  const goal = (met: boolean, text: string) => `${text}${met ? '' : ': missed'}`
  return [
    terminal.ink.strong(
      `${counted(result.exchanges, 'exchange')} of ${result.kb} KB, ${counted(result.accounts, 'account')}, ${megabytes(result.bytes)}`,
    ),
    ...margined(
      'Machine',
      `${counted(machine.cores, 'core')} of ${machine.processor}, ${gib(machine.memory_bytes)}, Node ${machine.node}, ClickHouse ${machine.engine}`,
      terminal,
    ),
    ...margined('Speed', rate, terminal),
    ...margined(
      'Ratio',
      `${result.ratio.toFixed(1)} bare reads (${goal(result.ratio <= RATIO_MAX, `the goal is ${RATIO_MAX} at most`)})`,
      terminal,
    ),
    ...(result.bare_read_seconds < BARE_READ_SECONDS_MIN
      ? margined(
          '',
          'The bare read took so little that what every scan costs weighs too much in the ratio: take more exchanges.',
          terminal,
        )
      : []),
    ...margined(
      'Memory',
      `${gib(result.peak_bytes)} at its peak (${goal(result.peak_bytes <= PEAK_BYTES_MAX, `the goal is ${gib(PEAK_BYTES_MAX)} at most`)}); the bare read ${gib(result.bare_read_peak_bytes)}`,
      terminal,
    ),
    ...margined(
      'Found',
      `${counted(result.campaigns, 'campaign')}, ${counted(result.accounts_named, 'account')} named`,
      terminal,
    ),
    ...(result.folder === null ? [] : margined('Kept in', result.folder, terminal)),
    '',
    ...stageLines(result, terminal),
    '',
    terminal.ink.strong('Slowest statements'),
    ...statementLines(result, terminal),
  ]
}

function stageLines(result: BenchResult, terminal: Terminal): readonly string[] {
  const row = (name: string, seconds: number) => [
    name,
    seconds.toFixed(2),
    (seconds / result.bare_read_seconds).toFixed(1),
    percent(seconds / result.seconds),
  ]
  return tableLines(
    [
      { head: 'Stage' },
      { head: 'Seconds', isNumber: true },
      { head: 'Bare reads', isNumber: true },
      { head: 'Share', isNumber: true },
    ],
    [
      [...row('bare read', result.bare_read_seconds).slice(0, 3), ''],
      ...result.stages.map(({ name, seconds }) => row(name, seconds)),
      row('end to end', result.seconds),
    ],
    terminal,
  )
}

function statementLines(result: BenchResult, terminal: Terminal): readonly string[] {
  return tableLines(
    [
      { head: 'Statement' },
      { head: 'Stage' },
      { head: 'Doing', yields: true },
      { head: 'Runs', isNumber: true },
      { head: 'Seconds', isNumber: true },
      { head: 'Share', isNumber: true },
    ],
    result.statements
      .slice(0, STATEMENTS_SHOWN)
      .map(({ name, stage, step, runs, seconds }) => [
        name,
        stage,
        step,
        countText(runs),
        seconds.toFixed(2),
        percent(seconds / result.seconds),
      ]),
    terminal,
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const megabytes = (bytes: number) => `${countText(bytes / 1e6)} MB`
const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
