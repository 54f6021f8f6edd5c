import { InvalidArgumentError } from 'commander'
import { bench } from '../bench/bench.js'
import { benchLines } from '../bench/bench-text.js'
import { addGateBench } from '../bench/gate/command.js'
import { addPolicyBench } from '../bench/policy/command.js'
import { addRotationBench } from '../bench/rotation/command.js'
import { addSignupBench } from '../bench/signups/command.js'
import type { CliCommand } from '../command.js'
import { printResult } from '../page.js'

interface BenchFlags {
  readonly exchanges: number
  readonly kb: number
  readonly folder?: string
  readonly keep?: boolean
  readonly seed: string
  readonly json?: boolean
}

const EXCHANGES_DEFAULT = 100_000
const EXCHANGES_MAX = 1_000_000_000
const KB_MAX = 4096

const benchCommand: CliCommand = (program) => {
  const command = program
    .command('bench')
    .summary('measure how fast a scan is here')
    .description(
      'Makes logs, has the engine read them bare (every column parsed and summed), scans them in a\nprocess of its own, and prints the seconds of each stage, their ratio to the bare read, the most\nmemory held and the slowest statements.',
    )
    .option('--exchanges <number>', 'how many', wholeUpTo(EXCHANGES_MAX), EXCHANGES_DEFAULT)
    .option('--kb <number>', 'kilobytes of one exchange', wholeUpTo(KB_MAX), 1)
    .option('--folder <folder>', 'an empty folder for logs and store (default: a temporary one)')
    .option('--keep', 'leave the logs, the store and the findings there')
    .option('--seed <text>', 'seed', '1')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (flags: BenchFlags) => {
      const { exchanges, kb, seed, folder, keep = false } = flags
      const result = await bench({ exchanges, kb, seed, folder, keep })
      printResult(result, (terminal) => benchLines(result, terminal), flags)
    })
  addGateBench(command)
  addPolicyBench(command)
  addRotationBench(command)
  addSignupBench(command)
}
export default benchCommand

const wholeUpTo = (most: number) => (text: string) => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`)
}
