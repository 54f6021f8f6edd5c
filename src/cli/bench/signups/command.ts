import { type Command, InvalidArgumentError } from 'commander'
import { printResult } from '../../page.js'
import { benchSignups } from './bench.js'
import { barsOfSignups } from './result.js'
import { signupBenchLines } from './text.js'

interface SignupFlags {
  readonly remembered: number
  readonly rate: number
  readonly seconds: number
  readonly waitForDisk?: boolean
  readonly enforce?: boolean
  readonly json?: boolean
}

/** What a gate remembers, and forgets none of: more would be the same. */
const REMEMBERED_DEFAULT = 250_000
const REMEMBERED_MAX = 1_000_000
const RATE_DEFAULT = 200
const RATE_MAX = 5000
const SECONDS_DEFAULT = 60
const SECONDS_MAX = 3600
const EXIT_MISSED = 1

/** `bench signups`, below `bench`. */
export function addSignupBench(bench: Command): void {
  bench
    .command('signups')
    .summary('measure how soon a sign-up is assessed')
    .description(
      'Fills the memory of a gate with sign-ups of the lab, all within two weeks, and sends it more at an\neven pace, with requests that are answered with nothing and decisions beside them; by turns decisions alone.',
    )
    .option(
      '--remembered <number>',
      'applications that it has before',
      upTo(1, REMEMBERED_MAX),
      REMEMBERED_DEFAULT,
    )
    .option('--rate <number>', 'sign-ups a second', upTo(1, RATE_MAX), RATE_DEFAULT)
    .option('--seconds <number>', 'of sign-ups', upTo(1, SECONDS_MAX), SECONDS_DEFAULT)
    .option('--wait-for-disk', 'have each sign-up answered only once it is on disk')
    .option('--enforce', 'end with status 1 where a bar is missed')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (_: SignupFlags, command: Command) => {
      // `bench` has a `--json` too, and takes it wherever it stands.
      const { enforce, json, waitForDisk, ...run } = command.optsWithGlobals<SignupFlags>()
      const progress = (text: string) => void process.stderr.write(`  ${text}\n`)
      const result = await benchSignups({ ...run, isDiskAwaited: waitForDisk === true, progress })
      const bars = barsOfSignups(result)
      printResult({ ...result, bars }, (terminal) => signupBenchLines(result, terminal), { json })
      if (enforce && bars.some(({ is_met }) => is_met === false)) process.exitCode = EXIT_MISSED
    })
}

const upTo = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
}
