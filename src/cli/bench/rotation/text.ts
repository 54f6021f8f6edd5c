import { bytesText } from '../../../domain/bytes.js'
import { counted, countText } from '../../../feeds/format.js'
import { margined } from '../../page.js'
import type { Terminal } from '../../terminal/terminal.js'
import type { RotationBench } from './bench.js'

/** A bench of a rotation for a person; `--json` has the same. */
export function rotationLines(result: RotationBench, terminal: Terminal): readonly string[] {
  const { machine, seconds, exchanges } = result
  const line = (name: string, text: string) => margined(name, text, terminal)
  return [
    terminal.ink.strong(
      `A new hash secret for ${counted(exchanges, 'exchange')} of ${result.kb} KB, ${bytesText(result.store_bytes)} in ${counted(result.partitions, 'partition')}`,
    ),
    ...line(
      'Machine',
      `${counted(machine.cores, 'core')} of ${machine.processor}, Node ${machine.node}`,
    ),
    ...line(
      'Taken',
      `${seconds.toFixed(1)} s, ${countText(exchanges / seconds)} exchanges a second`,
    ),
    ...line(
      'Ratio',
      `${result.ratio.toFixed(1)} bare reads of the logs, of ${result.bare_read_seconds.toFixed(2)} s`,
    ),
    ...line('Memory', `${bytesText(result.peak_bytes)} at its peak`),
  ]
}
