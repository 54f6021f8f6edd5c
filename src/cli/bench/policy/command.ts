import { type Command, InvalidArgumentError } from 'commander'
import { printResult } from '../../page.js'
import { benchPolicy } from './bench.js'
import { isMet, policyBenchLines } from './text.js'

interface PolicyFlags {
  readonly exchanges: number
  readonly folder?: string
  readonly enforce?: boolean
  readonly json?: boolean
}

const EXCHANGES_DEFAULT = 5_000_000
const EXCHANGES_MAX = 1_000_000_000
const EXIT_MISSED = 1

/** `bench policy`, below `bench`. */
export function addPolicyBench(bench: Command): void {
  bench
    .command('policy')
    .summary('measure how soon a policy can be tried')
    .description(
      'Makes a year of logs, scans them into a store, starts the service on it, and asks while its rebuild goes on and\nafterwards whom policies of each kind would have touched, as `policy try` does.',
    )
    .option('--exchanges <number>', 'how many', whole, EXCHANGES_DEFAULT)
    .option(
      '--folder <folder>',
      'where the store is left; one that an earlier bench left there is measured again',
    )
    .option('--enforce', 'end with status 1 where the bar is missed')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (_: PolicyFlags, command: Command) => {
      // `bench` has the same options, and takes them wherever they stand.
      const given = command.optsWithGlobals<PolicyFlags>()
      const { folder, enforce, json } = given
      const isNamed = command.getOptionValueSource('exchanges') === 'cli'
      const isNamedAbove = bench.getOptionValueSource('exchanges') === 'cli'
      const exchanges = isNamed || isNamedAbove ? given.exchanges : EXCHANGES_DEFAULT
      const progress = (text: string) => void process.stderr.write(`  ${text}\n`)
      const result = await benchPolicy({ exchanges, folder, progress })
      printResult(result, (terminal) => policyBenchLines(result, terminal), { json })
      if (enforce && !isMet(result)) process.exitCode = EXIT_MISSED
    })
}

function whole(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= EXCHANGES_MAX) return number
  throw new InvalidArgumentError(`It is a whole number from 1 to ${EXCHANGES_MAX}.`)
}
