import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import { segmentFileOf } from '../spool/segment-name.js'
import type { Tell } from './backup.js'
import { tablesKept } from './engine-files.js'
import { sealOfForeign } from './files.js'
import {
  BACKUP_SCHEMA,
  contradictionIn,
  MANIFEST_FILE,
  type Manifest,
  manifestForm,
  SPOOL_FOLDER,
  TABLES_FOLDER,
  TEXT_FOLDER,
} from './manifest.js'

/** Of as many files as there may be. */
const MANIFEST_BYTES_MAX = 64 * 1024 * 1024

/**
 * Reads what a folder says that it holds. Whoever keeps backups is not always whoever made them: no word of it is
 * believed, and no link is followed.
 */
export function readManifest(folder: string, version: string): Manifest {
  const given = jsonOf(folder)
  const { schema, version: madeBy } = (given ?? {}) as { schema?: unknown; version?: unknown }
  if (typeof schema !== 'string' || !schema.startsWith('stillwatch.backup/')) {
    throw unreadable(folder, 'its manifest is of something else')
  }
  const made = typeof madeBy === 'string' ? madeBy.slice(0, 40) : 'unknown'
  if (schema !== BACKUP_SCHEMA || isNewer(made, version)) {
    throw new StillwatchError('BACKUP_NEWER', { path: folder, made, version })
  }
  const parsed = manifestForm.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = (issue?.path ?? []).map(String).join('.') || 'the whole'
    throw unreadable(folder, `its manifest does not fit at ${place}: ${issue?.message ?? ''}`)
  }
  const manifest = parsed.data
  const known = new Set(tablesKept())
  const strange = manifest.tables.find(({ table }) => !known.has(table))
  if (strange !== undefined) {
    throw unreadable(folder, `this version knows no table ${strange.table}`)
  }
  const foreign = manifest.spool.find(({ segment }) => segmentFileOf(segment) === undefined)
  const problem =
    foreign === undefined ? contradictionIn(manifest) : `${foreign.segment} is no segment`
  if (problem !== undefined) throw unreadable(folder, problem)
  return manifest
}

const unreadable = (path: string, problem: string, cause?: unknown) =>
  new StillwatchError('BACKUP_UNREADABLE', { path, problem }, cause)

function jsonOf(folder: string): unknown {
  const path = join(folder, MANIFEST_FILE)
  try {
    const stat = lstatSync(path)
    if (!stat.isFile()) throw unreadable(folder, 'its manifest is no plain file')
    if (stat.size > MANIFEST_BYTES_MAX) throw unreadable(folder, 'its manifest is too long')
    return JSON.parse(readFileSync(path, 'utf8')) as unknown
  } catch (error) {
    if (error instanceof StillwatchError) throw error
    const { code } = error as NodeJS.ErrnoException
    const isAbsent = code === 'ENOENT' && lstatSync(folder, { throwIfNoEntry: false }) !== undefined
    const problem = isAbsent ? 'it has no manifest.json' : systemProblem(error)
    throw unreadable(folder, problem ?? 'its manifest is no JSON', error)
  }
}

/** Of two versions, by their first three numbers. */
function isNewer(made: string, own: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number)
  const [a, b] = [numbers(made), numbers(own)]
  const at = [0, 1, 2].find((place) => a[place] !== b[place])
  return at !== undefined && (a[at] ?? 0) > (b[at] ?? 0)
}

/** That its folders are folders, and no links to somewhere else. */
export function checkFolders(folder: string): void {
  for (const name of [TABLES_FOLDER, TEXT_FOLDER, SPOOL_FOLDER]) {
    if (!lstatSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory()) {
      throw new StillwatchError('BACKUP_DAMAGED', { path: folder, problem: `${name} is no folder` })
    }
  }
}

/** Reads every file that the manifest names, and stops at the first that is not as it was written. */
export async function checkFiles(folder: string, manifest: Manifest, tell: Tell): Promise<void> {
  checkFolders(folder)
  const texts = manifest.texts.filter(({ expired_at }) => expired_at === null)
  const files = [...manifest.tables, ...texts, ...manifest.spool]
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const { file, bytes, sha256 } of files) {
    tell('check', done, all)
    const path = join(folder, file)
    const damaged = (problem: string) =>
      new StillwatchError('BACKUP_DAMAGED', { path: folder, problem: `${file} ${problem}` })
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat === undefined) throw damaged('is missing')
    if (!stat.isFile()) throw damaged('is no plain file')
    // Before it is read: nobody waits for a file that is long and wrong.
    if (stat.size !== bytes) throw damaged(`has ${stat.size} bytes and should have ${bytes}`)
    const found = await sealOfForeign(path)
    if (found?.sha256 !== sha256) throw damaged('holds other than what was written')
    done += bytes
  }
}
