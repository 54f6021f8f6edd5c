/**
 * The way back: a store from a backup, made whole under another name before it becomes the store. A backup is read as
 * if an enemy had written it, since it has lain elsewhere.
 */

import { existsSync, rmSync } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chainsOf, type HashSecrets, hashKeyOf } from '../../config/key.js'
import { operational, StillwatchError } from '../../domain/errors.js'
import { noteErasedDays } from '../../pipeline/retention/retention.js'
import { type Head, NO_ENTRY, verifyAudit } from '../../records/audit.js'
import { catchUp } from '../../records/catch-up.js'
import { newState } from '../../records/state.js'
import { reachEpoch } from '../../store/epochs.js'
import { makeFolder } from '../../store/folder.js'
import { openStore } from '../../store/open.js'
import { holdLock } from '../../store/process-lock.js'
import type { Store } from '../../store/store.js'
import { keyCheckOf } from '../decisions/key-check.js'
import { eraseAgain, eraseAgainFromSpool } from '../erasure/erase.js'
import { settleRestored } from '../erasure/wanted.js'
import { syncFolder } from '../spool/spool-folder.js'
import { type Made, madeOf, type Tell } from './backup.js'
import { linkFor } from './engine-files.js'
import { checkRoom, syncTree } from './files.js'
import type { Manifest } from './manifest.js'
import { checkFiles, readManifest } from './open-backup.js'
import { readTables } from './read-tables.js'
import { putSegments } from './spool-files.js'

export interface RestoreOptions {
  /** The folder of the backup. */
  readonly from: string
  /** Where the store goes. Its folder may be there, its data may not. */
  readonly storePath: string
  /** The state folder of the service that will have it. */
  readonly state: string
  readonly hashSecret: HashSecrets
  /** Whether a backup of another secret is restored all the same. */
  readonly takesOtherSecret: boolean
  /** Whether it is only to be backed up again, and its trail to end where it did. */
  readonly leavesTrail?: boolean
  readonly version: string
  readonly nowMs: number
  readonly tell?: Tell | undefined
}

export interface Restored extends Made {
  readonly store: string
  /** Days whose texts had been deleted from the backup on purpose. */
  readonly days_expired: number
  /** Segments that the spool did not have. */
  readonly segments_added: number
  readonly has_other_secret: boolean
  /** Data subjects that had been erased since the backup was made, and were again. */
  readonly subjects_erased: number
  /** Records that they had in the spool. */
  readonly spool_erased: number
}

/** Of the store that is being made; the next restore removes what is left under it. */
const UNFINISHED = 'restoring'

export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { from, state, version, tell = () => undefined } = options
  const storePath = resolve(options.storePath)
  const manifest = readManifest(from, version)
  const chain = chainsOf(options.hashSecret)
  const known = chain.find((secrets) => keyCheckOf(secrets) === manifest.key_check)?.length
  const hasOtherSecret = known === undefined
  if (hasOtherSecret && !options.takesOtherSecret) {
    throw new StillwatchError('BACKUP_SECRET', { path: from })
  }
  refuseThere(storePath)
  // Rows are merged after they are written, and for that they are there twice.
  checkRoom(storePath, manifest.store_bytes * 2)
  const release = takePlace(storePath, state)
  const unfinished = join(storePath, UNFINISHED)
  try {
    refuseThere(storePath)
    rmSync(unfinished, { recursive: true, force: true })
    await checkFiles(from, manifest, tell)
    const given = { from, manifest, tell, nowMs: options.nowMs }
    const erased = await makeStore(unfinished, {
      ...given,
      erase: async (store) => {
        const hashKey = hashKeyOf(options.hashSecret)
        const told = { known, begins: hasOtherSecret, tell }
        await reachEpoch(store, { hashKey, place: unfinished, ...told })
        return eraseAgain(store, state, options.hashSecret)
      },
      settle: (store) => settlePeople(store, options),
    })
    // Before the store is there: a restore that is ended between the two is simply done again.
    tell('spool', 0, 0)
    const added = await putSegments(from, manifest.spool, join(state, 'spool'))
    const spoolErased = await eraseAgainFromSpool(state, options.hashSecret)
    await rename(join(unfinished, 'data'), join(storePath, 'data'))
    await syncFolder(storePath)
    await rm(unfinished, { recursive: true, force: true })
    return {
      ...madeOf(from, manifest),
      store: storePath,
      days_expired: manifest.texts.filter(({ expired_at }) => expired_at !== null).length,
      segments_added: added,
      has_other_secret: hasOtherSecret,
      subjects_erased: erased,
      spool_erased: spoolErased,
    }
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw operational(error)
  } finally {
    release()
  }
}

function refuseThere(path: string): void {
  if (existsSync(join(path, 'data'))) throw new StillwatchError('STORE_THERE', { path })
}

/** Holds the store against every other command, and the state against a service that would begin. */
function takePlace(storePath: string, state: string): () => void {
  makeFolder(storePath)
  makeFolder(state)
  const releases: (() => void)[] = []
  const release = () => {
    for (const releaseOne of releases) releaseOne()
  }
  try {
    releases.push(
      holdLock(
        join(state, 'serve.lock'),
        (owner) => new StillwatchError('SERVICE_LOCKED', { path: state, owner: String(owner) }),
      ),
    )
    releases.push(
      holdLock(
        join(storePath, 'lock'),
        (owner) => new StillwatchError('STORE_LOCKED', { path: storePath, owner: String(owner) }),
      ),
    )
  } catch (error) {
    release()
    throw error
  }
  return release
}

interface Given {
  readonly from: string
  readonly manifest: Manifest
  readonly tell: Tell
  readonly nowMs: number
  /** Erases whom it must not bring back. Returns how many. */
  readonly erase: (store: Store) => Promise<number>
  /** What the trail says of what was to come. Called once the trail was looked at. */
  readonly settle: (store: Store) => Promise<void>
}

/** Makes the store in a folder that nothing takes for one, and closes it when it is durable and whole. */
async function makeStore(
  path: string,
  { from, manifest, tell, nowMs, erase, settle }: Given,
): Promise<number> {
  let erased = 0
  makeFolder(path)
  await chmod(path, 0o700)
  const store = await openStore({ path })
  try {
    const source = { store, folder: from, link: linkFor(store, from), manifest }
    // Each file is looked into once and read once.
    const all = 2 * manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0)
    let done = 0
    tell('tables', done, all)
    await readTables(source, (bytes) => {
      done += bytes
      tell('tables', done, all)
    })
    const expired = manifest.texts.filter(({ expired_at }) => expired_at !== null)
    await noteErasedDays(
      store,
      expired.map(({ day }) => day),
      nowMs,
    )
    erased = await erase(store)
    tell('audit', 0, 0)
    const { seq, hash, broken_at } = manifest.audit
    await checkAudit(source, { seq, hash }, broken_at)
    if (broken_at === null) await settle(store)
  } finally {
    await store.close()
  }
  await syncTree(path)
  return erased
}

async function settlePeople(
  store: Store,
  { state, hashSecret, nowMs, leavesTrail = false }: RestoreOptions,
): Promise<void> {
  if (leavesTrail) return
  const people = newState()
  await catchUp(store, people, { head: NO_ENTRY, broken: null, changed: 0 })
  await settleRestored({ store, state, hashSecret, now: () => nowMs }, people)
}

/** The trail ends where it was noted to end, and is as whole as it was. */
async function checkAudit(
  { store, folder }: Parameters<typeof readTables>[0],
  noted: Head,
  brokenAt: number | null,
): Promise<void> {
  const { head, broken } = await verifyAudit(store, noted)
  if ((broken?.seq ?? null) === brokenAt && (broken !== null || head.seq === noted.seq)) return
  const problem =
    broken === null
      ? `its audit trail goes on behind entry ${noted.seq}`
      : `its audit trail breaks at entry ${broken.seq}: ${broken.problem}`
  throw new StillwatchError('BACKUP_DAMAGED', { path: folder, problem })
}
