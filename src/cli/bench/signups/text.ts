import { counted, countText } from '../../../feeds/format.js'
import { margined, tableLines } from '../../page.js'
import type { Terminal } from '../../terminal/terminal.js'
import { barLines, ms } from '../gate/text.js'
import { barsOfSignups, type SignupBench, type Spread } from './result.js'

/** A bench of sign-ups for a person; `--json` has the same. */
export function signupBenchLines(result: SignupBench, terminal: Terminal): readonly string[] {
  const { machine, remembered, rate } = result
  const pinned = machine.is_pinned
    ? 'the gate and its desk on one core'
    : 'nothing was given a core of its own, so that all disturb each other'
  return [
    terminal.ink.strong(
      `Sign-ups at a gate that remembers ${counted(remembered, 'application')}, ${countText(rate)} a second`,
    ),
    ...margined('Machine', `${machine.processor}, Node ${machine.node}; ${pinned}`, terminal),
    '',
    ...barLines(barsOfSignups(result), terminal),
    '',
    ...tableLines(
      [
        { head: 'Over HTTP, ms', yields: true },
        ...['requests', 'p50', 'p99', 'p99.9', 'longest'].map((head) => ({ head, isNumber: true })),
      ],
      [
        row('sign-ups', result.signups),
        row('bare requests beside them', result.bare),
        row('decisions beside them', result.decisions_beside),
        row('decisions alone', result.decisions_alone),
      ],
      terminal,
    ),
    '',
    ...margined(
      'Assessing',
      `adds ${ms(result.assessing_p99_ms)} to a bare request at p99; rounds ${result.assessing_all_p99_ms.map(ms).join(', ')}`,
      terminal,
    ),
    ...margined(
      'Disk',
      result.is_disk_awaited
        ? `waited for; ${Math.round(1000 * result.kept_share) / 10} % were on it when they were answered`
        : 'not waited for',
      terminal,
    ),
    ...margined(
      'Decisions',
      `have ${ms(result.added_p99_ms)} more at p99 beside them; rounds ${result.added_all_p99_ms.map(ms).join(', ')}`,
      terminal,
    ),
    ...margined(
      'Memory',
      `${countText(result.resident_bytes / 2 ** 20)} MiB resident; filled in ${countText(result.fill_seconds)} s`,
      terminal,
    ),
  ]
}

const row = (name: string, { requests, ...spread }: Spread): readonly string[] => [
  name,
  countText(requests),
  ...[spread.p50_ms, spread.p99_ms, spread.p999_ms, spread.max_ms].map((one) => one.toFixed(2)),
]
