import { readdirSync } from 'node:fs'
import { Command } from 'commander'
import { packageVersion } from '../domain/version.js'
import type { CliCommand } from './command.js'
import { endOnInterruption } from './interruption.js'
import { report } from './report.js'

/** The command line: one file a command in `commands/`, each of which adds itself. */
async function run(argv: readonly string[]): Promise<void> {
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

endOnInterruption()
// Whoever reads what is printed may stop reading: `stillwatch … | head` is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : report(error))
})
run(process.argv).catch((error: unknown) => {
  process.exitCode = report(error)
})
