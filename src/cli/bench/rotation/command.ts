import type { Command } from 'commander'
import { printResult } from '../../page.js'
import { benchRotation } from './bench.js'
import { rotationLines } from './text.js'

interface RotationFlags {
  readonly exchanges: number
  readonly kb: number
  readonly json?: boolean
}

/** `bench rotation`, below `bench`, whose `--exchanges`, `--kb` and `--json` it takes. */
export function addRotationBench(bench: Command): void {
  bench
    .command('rotation')
    .summary('measure how long a new hash secret takes')
    .description(
      'Makes logs, scans them into a store, takes that to a second hash secret in a process of its own,\nand prints the seconds, their ratio to a bare read of the logs, and the most memory held. How many\nexchanges, and how long, is said as of `bench`.',
    )
    .action(async (_: object, command: Command) => {
      const { exchanges, kb, json } = command.optsWithGlobals<RotationFlags>()
      const progress = (text: string) => void process.stderr.write(`  ${text}\n`)
      const result = await benchRotation({ exchanges, kb, progress })
      printResult(result, (terminal) => rotationLines(result, terminal), { json })
    })
}
