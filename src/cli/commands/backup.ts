import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import { bytesText } from '../../domain/bytes.js'
import { StillwatchError } from '../../domain/errors.js'
import { packageVersion } from '../../domain/version.js'
import { counted, countText } from '../../feeds/format.js'
import { askForBackup, WAITING } from '../../service/backup/asked.js'
import { type Made, madeOf, makeBackup, type Tell } from '../../service/backup/backup.js'
import { spoolFolder } from '../../service/engine/opened.js'
import { type Place, placeOf } from '../backup/place.js'
import { progressOf } from '../backup/told.js'
import type { CliCommand } from '../command.js'
import type { StoreFlags } from '../kept-store.js'
import { paragraph, printResult } from '../page.js'
import { withStore } from '../session.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

interface BackupFlags extends StoreFlags {
  readonly json?: boolean
}

const STEPS = [WAITING, 'tables', 'spool']

const backupCommand: CliCommand = (program) => {
  program
    .command('backup')
    .summary('put all that a store holds into a folder')
    .description(
      'Makes a folder with every table of a store and what waits in its spool, whole or not at all. Where a service\nhas the store, it makes the backup itself, between two of its works, and decisions go on meanwhile. The folder\nholds texts of customers; it holds no secret, no settings and no policy. docs/how-to/backup.md has the rest.',
    )
    .argument('<folder>', 'where the backup goes; nothing is there yet')
    .option('--store <folder>', 'the store of a scan or of the service')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (folder: string, flags: BackupFlags) => {
      const place = placeOf(flags)
      const progress = progressOf(STEPS)
      try {
        const made = await backUp(place, resolve(folder), progress.tell)
        progress.end()
        printResult(made, (terminal) => linesOf(made, terminal), flags)
      } finally {
        progress.end()
      }
    })
}
export default backupCommand

async function backUp({ path, state, settings }: Place, into: string, tell: Tell): Promise<Made> {
  // To open a store makes one.
  if (!existsSync(join(path, 'data'))) throw new StillwatchError('STORE_MISSING', { path })
  tell(WAITING, 0, 0)
  const options = { into, spool: spoolFolder(state), hashSecret: settings.secrets, tell }
  try {
    return await withStore({ store: path, hashKey: hashKeyOf(settings.secrets) }, async (store) => {
      const version = packageVersion()
      const manifest = await makeBackup({ ...options, store, version, nowMs: Date.now() })
      return madeOf(into, manifest)
    })
  } catch (error) {
    if (!(error instanceof StillwatchError) || error.code !== 'STORE_SERVED') throw error
    return askForBackup(path, into, tell)
  }
}

function linesOf(made: Made, terminal: Terminal): readonly string[] {
  const { folder, exchanges, rows, bytes, store_bytes, days, segments, audit } = made
  const share =
    store_bytes === 0 ? '' : `, ${Math.round((100 * bytes) / store_bytes)} % of the store`
  const spool =
    segments === 0
      ? 'Nothing waited in the spool.'
      : `${counted(segments, 'segment')} of the spool.`
  return [
    terminal.ink.strong(printable(folder)),
    `  ${counted(exchanges, 'exchange')} of ${counted(days, 'day')}, ${countText(rows)} rows in all.`,
    `  ${bytesText(bytes)}${share}. ${spool}`,
    ...(exchanges === 0 ? ['  The store holds no exchange yet.'] : []),
    ...auditLines(audit, terminal),
  ]
}

function auditLines(
  { seq, hash, broken_at }: Made['audit'],
  terminal: Terminal,
): readonly string[] {
  if (broken_at !== null) {
    const told = `The audit trail breaks at entry ${broken_at}: it was broken before the backup. See \`stillwatch audit verify\`.`
    return paragraph(told, terminal, 2)
  }
  if (seq === 0) return ['  The audit trail is empty.']
  return ['  Head of the audit trail, to be noted elsewhere:', `    ${seq}:${hash}`]
}
