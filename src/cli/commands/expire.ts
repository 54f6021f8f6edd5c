import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bytesText } from '../../domain/bytes.js'
import { StillwatchError } from '../../domain/errors.js'
import { packageVersion } from '../../domain/version.js'
import { counted } from '../../feeds/format.js'
import { type Expired, expire, removeReplaced } from '../../pipeline/retention/retention.js'
import { removePart } from '../../service/backup/backup.js'
import { type ExpiredBackup, expireBackup } from '../../service/backup/expire.js'
import { placeOf } from '../backup/place.js'
import type { CliCommand } from '../command.js'
import type { StoreFlags } from '../kept-store.js'
import { untilReplacedGone } from '../leaving.js'
import { printResult } from '../page.js'
import { report } from '../report.js'
import { withStore } from '../session.js'
import { printable } from '../terminal/printable.js'

interface ExpireFlags extends StoreFlags {
  readonly json?: boolean
}

interface Result {
  readonly backups: readonly ExpiredBackup[]
  /** What backups that were killed had left. */
  readonly removed: readonly string[]
  readonly store:
    | (Expired & {
        readonly path: string
        /** Parts of tables that hold what was erased and are still on the disk. */
        readonly parts_left: number
      })
    | null
}

const expireCommand: CliCommand = (program) => {
  program
    .command('expire')
    .summary('erase what is over its time from backups, and from a store')
    .description(
      'Erases what exchanges said from backups, once it is older than `serve.retention.text_days`; with --store from a\nstore that a scan was kept in as well. What was found stays. A running service does it to its own store each night.',
    )
    .argument('[backups...]', 'folders that `stillwatch backup` made')
    .option('--store <folder>', 'the store that a scan was kept in')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .option('--json', 'print JSON, and nothing else')
    .action(async (backups: readonly string[], flags: ExpireFlags) => {
      if (backups.length === 0 && flags.store === undefined) {
        const what = 'Nothing is named that could be over its time: name backups, or --store.'
        throw new StillwatchError('USAGE', { what, command: 'expire' })
      }
      const { faults, ...result } = await expired(backups, flags)
      printResult(result, () => linesOf(result), flags)
      // The others are done by then: one damaged backup keeps no text in another.
      for (const fault of faults.slice(1)) report(fault)
      if (faults.length > 0) throw faults[0]
    })
}
export default expireCommand

async function expired(
  backups: readonly string[],
  flags: ExpireFlags,
): Promise<Result & { readonly faults: readonly StillwatchError[] }> {
  const { path, settings } = placeOf(flags)
  const kept = settings.serve.retention
  const nowMs = Date.now()
  const done: ExpiredBackup[] = []
  const removed: string[] = []
  const faults: StillwatchError[] = []
  for (const folder of backups) {
    const options = { version: packageVersion(), nowMs, textDays: kept.text_days }
    try {
      if (folder.endsWith('.part') && removePart(resolve(folder))) removed.push(folder)
      else done.push(await expireBackup(resolve(folder), options))
    } catch (error) {
      if (!(error instanceof StillwatchError)) throw error
      faults.push(error)
    }
  }
  const ofBackups = { backups: done, removed, faults }
  if (flags.store === undefined) return { ...ofBackups, store: null }
  if (!existsSync(join(path, 'data'))) throw new StillwatchError('STORE_MISSING', { path })
  const inStore = await withStore({ store: path }, async (store) => {
    const gone = await expire(store, kept, nowMs)
    return { ...gone, parts_left: await untilReplacedGone(() => removeReplaced(store)) }
  })
  return { ...ofBackups, store: { path, ...inStore } }
}

const PARTS_LEFT =
  '  Files that hold them are on the disk still, and go while the store is open: run this again.'

function linesOf({ backups, removed, store }: Result): readonly string[] {
  return [
    ...removed.map(
      (folder) => `${printable(folder)}: of a backup that was ended half way, removed.`,
    ),
    ...backups.map(
      ({ folder, days, segments, bytes }) =>
        `${printable(folder)}: texts of ${counted(days, 'day')}${segments === 0 ? '' : ` and ${counted(segments, 'segment')} of the spool`} erased, ${bytesText(bytes)}.`,
    ),
    ...(store === null
      ? []
      : [
          `${printable(store.path)}: texts of ${counted(store.texts, 'exchange')} erased, ${counted(store.weeks, 'week')} dropped.`,
          ...(store.parts_left === 0 ? [] : [PARTS_LEFT]),
        ]),
  ]
}
