import { counted, countText } from '../../../feeds/format.js'
import { margined, tableLines } from '../../page.js'
import type { Terminal } from '../../terminal/terminal.js'
import { median } from '../bench.js'
import type { PolicyBench } from './bench.js'

/** Of each policy, while a run goes on. */
const SECONDS_MAX = 10

export const isMet = ({ policies }: Pick<PolicyBench, 'policies'>): boolean =>
  policies.every(({ beside_seconds }) => beside_seconds.every((one) => one <= SECONDS_MAX))

/** A bench of `policy try` for a person; `--json` has each time. */
export function policyBenchLines(result: PolicyBench, terminal: Terminal): readonly string[] {
  const { machine, policies, bare_read_seconds } = result
  const asked = policies.flatMap(({ beside_seconds }) => beside_seconds)
  return [
    terminal.ink.strong(
      `A policy tried on ${counted(result.exchanges, 'exchange')} of ${counted(result.accounts, 'account')} in ${result.days} days`,
    ),
    ...margined(
      'Machine',
      `${counted(machine.cores, 'core')} of ${machine.processor}, Node ${machine.node}`,
      terminal,
    ),
    ...margined('Bar', `${SECONDS_MAX} s beside a run${isMet(result) ? '' : ': missed'}`, terminal),
    ...margined(
      'Asked',
      `${counted(asked.length, 'time')} beside a run, until it was over, ${asked.filter((one) => one > SECONDS_MAX).length} of them over the bar; each policy's longest is told`,
      terminal,
    ),
    ...margined(
      'Bare read',
      `${bare_read_seconds.toFixed(2)} s, of the columns that are asked; the ratio is that of a policy alone to it`,
      terminal,
    ),
    '',
    ...tableLines(
      [
        { head: 'Policy' },
        { head: 'Exchanges', isNumber: true },
        { head: 'Accounts', isNumber: true },
        { head: 'Clear', isNumber: true },
        { head: 'Beside', isNumber: true },
        { head: 'Alone', isNumber: true },
        { head: 'Ratio', isNumber: true },
      ],
      policies.map((one) => [
        one.policy_id,
        ...[one.exchanges, one.accounts, one.clear].map(countText),
        secondsText(one.beside_seconds, (all) => Math.max(...all)),
        secondsText(one.alone_seconds, median),
        one.alone_seconds.length === 0
          ? ''
          : (median(one.alone_seconds) / bare_read_seconds).toFixed(1),
      ]),
      terminal,
    ),
  ]
}

const secondsText = (all: readonly number[], of: (all: readonly number[]) => number): string =>
  all.length === 0 ? 'none' : `${of(all).toFixed(2)} s`
