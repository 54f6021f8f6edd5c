import { existsSync, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { HashSecrets } from '../../config/key.js'
import { openStore } from '../../store/open.js'
import { makeBackup, type Tell } from '../backup/backup.js'
import { readManifest } from '../backup/open-backup.js'
import { restoreBackup } from '../backup/restore.js'
import { syncFolder } from '../spool/spool-folder.js'
import { noteMark } from './marks.js'
import type { Mark } from './subject.js'

export interface EraseBackupOptions {
  readonly mark: Mark
  readonly hashSecret: HashSecrets
  readonly version: string
  readonly tell?: Tell | undefined
}

/**
 * Makes a backup anew without whom a mark names: restored beside it, erased there, and backed up. It then takes the place of
 * the old one, which goes. As old as it was; ended half way it is the old one, or done again. Returns how many it knew.
 */
export async function eraseFromBackup(
  given: string,
  { mark, hashSecret, version, tell }: EraseBackupOptions,
): Promise<number> {
  const folder = resolve(given)
  const [work, made, old] = [`${folder}.erasing`, `${folder}.erased`, `${folder}.old`] as const
  await finishSwap(folder, made, old)
  const manifest = readManifest(folder, version)
  rmSync(work, { recursive: true, force: true })
  rmSync(made, { recursive: true, force: true })
  try {
    await noteMark(work, mark)
    const common = { hashSecret, version, tell, nowMs: Date.parse(manifest.made_at) }
    const restored = await restoreBackup({
      ...{ ...common, from: folder, storePath: join(work, 'store'), state: work },
      takesOtherSecret: false,
      leavesTrail: true,
    })
    if (restored.subjects_erased === 0 && restored.spool_erased === 0) return 0
    const store = await openStore({ path: join(work, 'store') })
    try {
      await makeBackup({ ...common, store, into: made, spool: join(work, 'spool') })
    } finally {
      await store.close()
    }
    await rename(folder, old)
    await finishSwap(folder, made, old)
    return restored.subjects_erased + restored.spool_erased
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Whoever was ended between two names is ended between them no more. The new one is whole before the old is moved. */
async function finishSwap(folder: string, made: string, old: string): Promise<void> {
  if (!existsSync(folder) && existsSync(old)) {
    await rename(existsSync(made) ? made : old, folder)
    await syncFolder(dirname(folder))
  }
  rmSync(old, { recursive: true, force: true })
}
