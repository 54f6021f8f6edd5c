import { bytesText } from '../../domain/bytes.js'
import { packageVersion } from '../../domain/version.js'
import { counted, countText } from '../../feeds/format.js'
import { type Restored, restoreBackup } from '../../service/backup/restore.js'
import { removeFiles } from '../../service/erasure/store.js'
import { placeOf } from '../backup/place.js'
import { progressOf } from '../backup/told.js'
import type { CliCommand } from '../command.js'
import type { StoreFlags } from '../kept-store.js'
import { untilReplacedGone } from '../leaving.js'
import { paragraph, printResult } from '../page.js'
import { withStore } from '../session.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'

interface RestoreFlags extends StoreFlags {
  readonly json?: boolean
  readonly otherSecret?: boolean
}

const STEPS = ['check', 'tables', 'hashes under the new secret', 'audit', 'spool']
/** Whoever else is on the machine has no business in a store. */
const OWNER_ONLY = 0o077

const restoreCommand: CliCommand = (program) => {
  program
    .command('restore')
    .summary('make a store of a backup')
    .description(
      'Makes the store that a backup was made of, where there is none. Every file is checked before anything is\nwritten, the store is whole before it has its name, and the audit trail is verified up to where it ended.\nThe service is stopped meanwhile.',
    )
    .argument('<backup>', 'the folder that `stillwatch backup` made')
    .option('--store <folder>', 'where the store goes (default: that of the settings)')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--other-secret', 'restore though the hashes were made under another hash_secret')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .action(async (backup: string, flags: RestoreFlags) => {
      process.umask(OWNER_ONLY)
      const { path, state, settings } = placeOf(flags)
      const progress = progressOf(STEPS)
      try {
        const restored = await restoreBackup({
          from: backup,
          storePath: path,
          state,
          hashSecret: settings.secrets,
          takesOtherSecret: flags.otherSecret === true,
          version: packageVersion(),
          nowMs: Date.now(),
          tell: progress.tell,
        })
        progress.end()
        if (restored.subjects_erased > 0) {
          await withStore({ store: path }, (store) => untilReplacedGone(() => removeFiles(store)))
        }
        printResult(restored, (terminal) => linesOf(restored, terminal), flags)
      } finally {
        progress.end()
      }
    })
}
export default restoreCommand

function linesOf(restored: Restored, terminal: Terminal): readonly string[] {
  const { store, made_at, exchanges, days, rows, bytes, days_expired, segments_added } = restored
  return [
    terminal.ink.strong(printable(store)),
    `  As it was on ${made_at.slice(0, 16).replace('T', ' ')} UTC, from ${bytesText(bytes)}.`,
    `  ${counted(exchanges, 'exchange')} of ${counted(days + days_expired, 'day')}, ${countText(rows)} rows in all.`,
    ...(segments_added === 0
      ? []
      : [`  ${counted(segments_added, 'segment')} put into the spool.`]),
    ...(days_expired === 0
      ? []
      : [
          `  Texts of ${counted(days_expired, 'day')} had been deleted from the backup: they are empty.`,
        ]),
    ...(restored.subjects_erased === 0
      ? []
      : [
          `  ${counted(restored.subjects_erased, 'data subject')} erased again, who had been before.`,
        ]),
    ...auditLines(restored, terminal),
    ...(restored.has_other_secret
      ? paragraph(
          'Its hashes were made under another hash_secret: nothing old can be compared with anything new.',
          terminal,
          2,
        )
      : []),
  ]
}

function auditLines({ audit }: Restored, terminal: Terminal): readonly string[] {
  const { seq, hash, broken_at } = audit
  if (broken_at !== null) {
    const told = `The audit trail breaks at entry ${broken_at}, as it did when the backup was made.`
    return paragraph(told, terminal, 2)
  }
  if (seq === 0) return ['  The audit trail is empty.']
  return [
    `  The audit trail is whole up to its head, which is to be the one that was noted:`,
    `    ${seq}:${hash}`,
  ]
}
