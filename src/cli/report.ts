import { CommanderError } from 'commander'
import { operational, StillwatchError } from '../domain/errors.js'
import { printable } from './terminal/printable.js'

const EXIT_USAGE = 2
const EXIT_ENGINE = 4

/** Says on standard error what went wrong and what to do, and gives the status to end with. */
export function report(thrown: unknown): number {
  const error = operational(thrown)
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  if (error instanceof StillwatchError) {
    process.stderr.write(`\nstillwatch: ${printable(error.message)}\n  ${printable(error.hint)}\n`)
    return error.exit
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `\nstillwatch: this is a fault of ours: ${printable(text)}\n  Run \`stillwatch doctor\` and report what it prints.\n`,
  )
  return EXIT_ENGINE
}
