import { rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../spool/spool-folder.js'
import { MANIFEST_FILE, type Manifest, TEXT_FOLDER } from './manifest.js'
import { checkFolders, readManifest } from './open-backup.js'

const DAY_MS = 86_400_000

export interface ExpiredBackup {
  readonly folder: string
  /** Days whose texts went, now or half way before. */
  readonly days: number
  readonly segments: number
  readonly bytes: number
}

/**
 * Deletes from a backup what exchanges said on days that are over their time, and nothing else. Noted in the manifest before a
 * file goes, so that one which was ended half way is a backup still, and the next finds what is left. What waited in the spool
 * then has no day: it goes as a whole, once the backup itself is so old.
 */
export async function expireBackup(
  folder: string,
  { version, nowMs, textDays }: { version: string; nowMs: number; textDays: number },
): Promise<ExpiredBackup> {
  const manifest = readManifest(folder, version)
  checkFolders(folder)
  const beforeMs = nowMs - textDays * DAY_MS
  // A clock that was set back would find all of it in the future.
  const latestMs = Math.max(nowMs, Date.parse(manifest.made_at))
  const isOver = (day: string) => {
    const ends = Date.parse(`${day}T00:00:00Z`) + DAY_MS
    // What is dated in the future would be kept for ever by its date.
    return ends <= beforeMs || ends > latestMs + 2 * DAY_MS
  }
  const due = manifest.texts.filter(({ day, expired_at }) => expired_at === null && isOver(day))
  const segments = Date.parse(manifest.made_at) <= beforeMs ? manifest.spool : []
  const expired_at = new Date(nowMs).toISOString()
  if (due.length > 0 || segments.length > 0) {
    await writeManifest(folder, {
      ...manifest,
      texts: manifest.texts.map((one) => (due.includes(one) ? { ...one, expired_at } : one)),
      spool: segments.length > 0 ? [] : manifest.spool,
    })
  }
  // Those that were noted before as well: whoever noted them may have been ended before they were gone.
  const gone = manifest.texts.filter((one) => one.expired_at !== null || due.includes(one))
  for (const { file } of [...gone, ...segments]) rmSync(join(folder, file), { force: true })
  if (gone.length > 0) await syncFolder(join(folder, TEXT_FOLDER))
  const bytes = [...due, ...segments].reduce((sum, one) => sum + one.bytes, 0)
  return { folder, days: due.length, segments: segments.length, bytes }
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE)
  const part = `${path}.part`
  // Of one that was killed, or a link that somebody laid there: it is not followed.
  rmSync(part, { force: true })
  const handle = await open(part, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, path)
  await syncFolder(folder)
}
