import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bytesText } from '../../domain/bytes.js'
import { StillwatchError } from '../../domain/errors.js'
import { packageVersion } from '../../domain/version.js'
import { counted } from '../../feeds/format.js'
import { type Expired, expire, replacedLeft } from '../../pipeline/retention/retention.js'
import { type ExpiredBackup, expireBackup } from '../../service/backup/expire.js'
import { placeOf } from '../backup/place.js'
import type { CliCommand } from '../command.js'
import type { StoreFlags } from '../kept-store.js'
import { untilReplacedGone } from '../leaving.js'
import { printResult } from '../page.js'
import { withStore } from '../session.js'
import { printable } from '../terminal/printable.js'

interface ExpireFlags extends StoreFlags {
  readonly json?: boolean
}

interface Result {
  readonly backups: readonly ExpiredBackup[]
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
      const result = await expired(backups, flags)
      printResult(result, () => linesOf(result), flags)
    })
}
export default expireCommand

async function expired(backups: readonly string[], flags: ExpireFlags): Promise<Result> {
  const { path, settings } = placeOf(flags)
  const kept = settings.serve.retention
  const nowMs = Date.now()
  const done: ExpiredBackup[] = []
  for (const folder of backups) {
    const options = { version: packageVersion(), nowMs, textDays: kept.text_days }
    done.push(await expireBackup(resolve(folder), options))
  }
  if (flags.store === undefined) return { backups: done, store: null }
  if (!existsSync(join(path, 'data'))) throw new StillwatchError('STORE_MISSING', { path })
  const inStore = await withStore({ store: path }, async (store) => {
    const gone = await expire(store, kept, nowMs)
    return { ...gone, parts_left: await untilReplacedGone(() => replacedLeft(store)) }
  })
  return { backups: done, store: { path, ...inStore } }
}

const PARTS_LEFT =
  '  Files that hold them are on the disk still, and go while the store is open: run this again.'

function linesOf({ backups, store }: Result): readonly string[] {
  return [
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
