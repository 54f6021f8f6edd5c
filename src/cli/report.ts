import { CommanderError } from 'commander'
import { operational, StillwatchError } from '../domain/errors.js'
import { terminalOf } from './page.js'
import { wrapTo } from './terminal/layout.js'
import { printable } from './terminal/printable.js'

const EXIT_USAGE = 2
const EXIT_ENGINE = 4

/** On lines that fit the terminal, where there is one. A log has each text on a line, to be searched. */
export function problemLines(
  { message, hint }: Pick<StillwatchError, 'message' | 'hint'>,
  stream: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined },
): readonly string[] {
  const texts = [`stillwatch: ${printable(message)}`, printable(hint)]
  if (stream.isTTY !== true) return texts.map((text, at) => (at === 0 ? text : `  ${text}`))
  const [first = [], then = []] = texts.map((text) => wrapTo(text, terminalOf(stream).columns - 2))
  return [
    ...first.map((line, at) => (at === 0 ? line : `  ${line}`)),
    ...then.map((line) => `  ${line}`),
  ]
}

/** Says on standard error what went wrong and what to do, and gives the status to end with. */
export function report(thrown: unknown): number {
  const error = operational(thrown)
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  if (error instanceof StillwatchError) {
    process.stderr.write(`\n${problemLines(error, process.stderr).join('\n')}\n`)
    return error.exit
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `\nstillwatch: this is a fault of ours: ${printable(text)}\n  Run \`stillwatch doctor\` and report what it prints.\n`,
  )
  return EXIT_ENGINE
}
