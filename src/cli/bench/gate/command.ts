import { type Command, InvalidArgumentError } from 'commander'
import { printResult } from '../../page.js'
import { benchGate } from './bench.js'
import { barsOf } from './result.js'
import { gateBenchLines } from './text.js'

interface GateFlags {
  readonly subjects: number
  readonly minutes: number
  readonly enforce?: boolean
  readonly json?: boolean
}

const SUBJECTS_DEFAULT = 1_000_000
const SUBJECTS_MAX = 10_000_000
const MINUTES_MAX = 24 * 60
const EXIT_MISSED = 1

/** `bench gate`, below `bench`. */
export function addGateBench(bench: Command): void {
  bench
    .command('gate')
    .summary('measure the live service')
    .description(
      'Measures decisions in the process, what the proxy adds to a bare pass-through, the gate beside a\nrebuild, intake over HTTP until it is durable, and memory under mixed load, each against its bar.\nThe gate gets a core of its own where there are two and `taskset` is there.',
    )
    .option('--subjects <number>', 'subjects in force', upTo(1, SUBJECTS_MAX), SUBJECTS_DEFAULT)
    .option('--minutes <number>', 'of mixed load, for the memory', upTo(0.1, MINUTES_MAX), 1)
    .option('--enforce', 'end with status 1 where a bar is missed')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (_: GateFlags, command: Command) => {
      // `bench` has a `--json` too, and takes it wherever it stands.
      const { subjects, minutes, enforce, json } = command.optsWithGlobals<GateFlags>()
      const progress = (text: string) => void process.stderr.write(`  ${text}\n`)
      const result = await benchGate({ subjects, minutes, progress })
      const bars = barsOf(result)
      printResult({ ...result, bars }, (terminal) => gateBenchLines(result, terminal), { json })
      if (enforce && bars.some(({ is_met }) => is_met === false)) process.exitCode = EXIT_MISSED
    })
}

const upTo = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  if (Number.isFinite(number) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`)
}
