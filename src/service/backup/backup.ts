/**
 * A backup: all that a store holds and the spool before it, in a folder that is made whole or not at all. What it
 * holds is of one moment, for nothing is taken in and nothing is looked at while it is made; it does not know how
 * that is seen to. It holds no secret, no settings and no policy.
 */

import { lstatSync, mkdirSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { HashSecrets } from '../../config/key.js'
import { operational, StillwatchError } from '../../domain/errors.js'
import { recoverUnfinished } from '../../pipeline/segments.js'
import { verifyAudit } from '../../records/audit.js'
import { holdLock } from '../../store/process-lock.js'
import type { Store } from '../../store/store.js'
import { keyCheckOf } from '../decisions/key-check.js'
import { syncFolder } from '../spool/spool-folder.js'
import { linkFor, partitionsOf } from './engine-files.js'
import { checkRoom } from './files.js'
import {
  BACKUP_SCHEMA,
  MANIFEST_FILE,
  type Manifest,
  SPOOL_FOLDER,
  TABLES_FOLDER,
  TEXT_FOLDER,
} from './manifest.js'
import { copySegments } from './spool-files.js'
import { headWritten, writeTables } from './write-tables.js'

/** How far it is, in bytes. What is thrown from here ends the backup, and nothing is left of it. */
export type Tell = (step: string, done: number, of: number) => void

export interface BackupOptions {
  readonly store: Store
  /** Where it goes. There is nothing yet. */
  readonly into: string
  /** The folder of the spool; it need not be there. */
  readonly spool: string
  /** That the hashes of the store were made with. */
  readonly hashSecret: HashSecrets
  readonly version: string
  readonly nowMs: number
  readonly tell?: Tell | undefined
}

export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const into = resolve(options.into)
  if (lstatSync(into, { throwIfNoEntry: false }) !== undefined) {
    throw new StillwatchError('BACKUP_EXISTS', { path: into })
  }
  const part = `${into}.part`
  const release = makePart(part)
  try {
    const manifest = await fill(part, { ...options, into })
    release()
    await syncFolder(part)
    await rename(part, into)
    await syncFolder(dirname(into))
    return manifest
  } catch (error) {
    release()
    rmSync(part, { recursive: true, force: true })
    throw ofDisk(operational(error), dirname(into))
  }
}

/** Removes what a backup that was killed left of itself. False where it is none, or is still being made. */
export function removePart(part: string): boolean {
  const lock = join(part, 'lock')
  if (lstatSync(lock, { throwIfNoEntry: false }) === undefined) return false
  try {
    holdLock(lock, () => new StillwatchError('BACKUP_EXISTS', { path: part }))()
  } catch (error) {
    if (error instanceof StillwatchError && error.code === 'BACKUP_EXISTS') return false
    throw error
  }
  rmSync(part, { recursive: true })
  return true
}

/**
 * Makes the folder under the name that it has until it is whole. What a backup that was killed left there goes; what
 * was never a backup's stays.
 */
function makePart(part: string): () => void {
  const lock = join(part, 'lock')
  const refused = () => new StillwatchError('BACKUP_EXISTS', { path: part })
  if (lstatSync(part, { throwIfNoEntry: false }) !== undefined) {
    if (lstatSync(lock, { throwIfNoEntry: false }) === undefined) throw refused()
    holdLock(lock, refused)()
    rmSync(part, { recursive: true })
  }
  mkdirSync(part, { mode: 0o700 })
  const release = holdLock(lock, refused)
  for (const folder of [TABLES_FOLDER, TEXT_FOLDER, SPOOL_FOLDER]) {
    mkdirSync(join(part, folder), { mode: 0o700 })
  }
  return release
}

async function fill(folder: string, options: BackupOptions): Promise<Manifest> {
  const { store, spool, into, tell = () => undefined } = options
  // As the drain begins: of an input that was taken in part, nothing counts. What it repeats is found after a restore,
  // by the drain again; to look for it takes memory by the size of the input.
  await recoverUnfinished(store)
  const partitions = await partitionsOf(store)
  const storeBytes = partitions.reduce((sum, { bytes }) => sum + bytes, 0)
  checkRoom(into, storeBytes)
  const target = { store, folder, link: linkFor(store, folder) }
  let done = 0
  tell('tables', done, storeBytes)
  const written = await writeTables(target, partitions, (bytes) => {
    done += bytes
    tell('tables', done, storeBytes)
  })
  const head = await headWritten(target, written.tables)
  const { broken } = await verifyAudit(store, head)
  tell('spool', 0, 0)
  const manifest: Manifest = {
    schema: BACKUP_SCHEMA,
    version: options.version,
    made_at: new Date(options.nowMs).toISOString(),
    key_check: keyCheckOf(options.hashSecret),
    audit: { ...head, broken_at: broken?.seq ?? null },
    store_bytes: storeBytes,
    tables: [...written.tables],
    texts: [...written.texts],
    spool: [...(await copySegments(spool, folder))],
  }
  for (const one of [TABLES_FOLDER, TEXT_FOLDER, SPOOL_FOLDER]) await syncFolder(join(folder, one))
  await writeManifest(folder, manifest)
  return manifest
}

/** Last of all: a folder without it is no backup. */
async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const handle = await open(join(folder, MANIFEST_FILE), 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 1)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The engine names the disk of the store, whichever it was that had no room. */
function ofDisk(error: unknown, path: string): unknown {
  const isFull = error instanceof StillwatchError && error.code === 'DISK_FULL'
  return isFull ? new StillwatchError('DISK_FULL', { path }, error) : error
}

/** What is said of a backup that was made. */
export interface Made {
  readonly folder: string
  readonly made_at: string
  readonly exchanges: number
  readonly rows: number
  readonly bytes: number
  readonly store_bytes: number
  readonly days: number
  readonly segments: number
  readonly audit: Manifest['audit']
}

export function madeOf(folder: string, manifest: Manifest): Made {
  const { tables, texts, spool, audit, made_at, store_bytes } = manifest
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  const kept = texts.filter(({ expired_at }) => expired_at === null)
  return {
    folder: resolve(folder),
    made_at,
    exchanges: sum(tables.filter(({ table }) => table === 'exchange').map(({ rows }) => rows)),
    rows: sum(tables.map(({ rows }) => rows)),
    bytes: sum([...tables, ...kept, ...spool].map(({ bytes }) => bytes)),
    store_bytes,
    days: kept.length,
    segments: spool.length,
    audit,
  }
}
