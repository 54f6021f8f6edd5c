#!/usr/bin/env node
import { readdirSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { operational, StillwatchError } from '../domain/errors.js'
import type { CliCommand } from './command.js'
import { exitOnInterruption } from './interruption.js'
import { printable } from './terminal/printable.js'
import { packageVersion } from './version.js'

const EXIT_USAGE = 2
const EXIT_ENGINE = 4

/** The command line: one file a command in `commands/`, each of which adds itself. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('stillwatch')
    .description('Find, explain, stop and report illicit distillation of language-model APIs.')
    .version(packageVersion())
    .showHelpAfterError('Run with --help for what it takes.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  const folder = new URL('./commands/', import.meta.url)
  const files = readdirSync(folder).filter(
    (file) => /^[\w-]+\.[jt]s$/.test(file) && !file.includes('.test.'),
  )
  for (const file of files.sort()) {
    const module = (await import(new URL(file, folder).href)) as { default: CliCommand }
    module.default(program)
  }
  await program.parseAsync([...argv])
}

function report(thrown: unknown): number {
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

exitOnInterruption()
// Whoever reads what is printed may stop reading: `stillwatch … | head` is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : report(error))
})
main(process.argv).catch((error: unknown) => {
  process.exitCode = report(error)
})
