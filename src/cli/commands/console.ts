import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { StillwatchError } from '../../domain/errors.js'
import { readConsoleFiles } from '../../service/console/files.js'
import { openLocalConsole } from '../../service/console/local.js'
import { lastFinishedRun } from '../../store/runs.js'
import type { CliCommand } from '../command.js'
import { leaveInterruption } from '../interruption.js'
import { namedStore, type StoreFlags, withNamedStore } from '../kept-store.js'

interface ConsoleFlags extends StoreFlags {
  readonly port: number
}

const PORT_DEFAULT = 8790
const PORT_MAX = 65_535

const consoleCommand: CliCommand = (program) => {
  program
    .command('console')
    .summary('look at a scan in a browser')
    .description(
      'Shows the last finished run of a store in the web console, on this machine alone, until SIGINT. It\nreads: nothing can be done to anybody there. `serve` has the same console, where people can act.',
    )
    .argument('[store]', 'the folder that a scan was kept in: `scan --store <folder>`')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option(
      '--port <number>',
      'where it listens, on 127.0.0.1; 0 takes a free one',
      portOf,
      PORT_DEFAULT,
    )
    .action((store: string | undefined, flags: ConsoleFlags) =>
      show(store === undefined ? flags : { ...flags, store }),
    )
}
export default consoleCommand

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= PORT_MAX) return port
  throw new InvalidArgumentError(`It is a whole number up to ${PORT_MAX}.`)
}

async function show(flags: ConsoleFlags): Promise<void> {
  const named = namedStore(flags)
  if (named === undefined || (named.path !== undefined && !existsSync(named.path))) {
    throw new StillwatchError('USAGE', {
      what: 'Name the folder that a scan was kept in: `stillwatch scan <paths> --store <folder>` makes one.',
      command: 'console',
    })
  }
  const files = readConsoleFiles()
  if (files === undefined) {
    throw new StillwatchError('USAGE', {
      what: 'The console is not built here: `npm run build` makes it.',
      command: 'console',
    })
  }
  await withNamedStore(named, async (store) => {
    const run = await lastFinishedRun(store)
    const token = randomBytes(24).toString('base64url')
    const local = await openLocalConsole({ store, files, port: flags.port, token, now: Date.now })
    process.stdout.write(`${local.url}\n`)
    process.stderr.write(
      run === undefined
        ? 'No run has finished in this store: `stillwatch scan <paths> --store <folder>` makes one.\n'
        : 'Open it in a browser of this machine. Ctrl-C ends it.\n',
    )
    await untilInterrupted()
    await local.close()
  })
}

function untilInterrupted(): Promise<void> {
  leaveInterruption()
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
