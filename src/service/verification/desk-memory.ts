/**
 * What the engine tells the desk, in files of the state folder that only their owner may read: who applied of late, and who did since
 * that was told, for a gate that begins anew, and what became of accounts since. All can be made anew at any time; none is written to
 * by the gate.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type { Application } from '../../domain/application.js'
import { makeFolder } from '../../store/folder.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { MarkedAccount } from '../../verification/marks.js'
import { markedAccounts } from './marked.js'

/** Two weeks of 18,000 a day, of some 1.5 KB each: the gate holds 380 MB with them (`bench signups`). */
export const REMEMBERED = 250_000

const RECENT = sqlFile(import.meta.url, './application_recent.sql', {
  rows_max: 'UInt32',
  after: 'UInt32',
  now_ms: 'Int64',
})
const LAST_INPUT = sqlFile(import.meta.url, './application_last_input.sql', {})
const deskFolder = (state: string): string => join(state, 'desk')
const applicationsPath = (state: string): string => join(deskFolder(state), 'applications.jsonl.gz')
const newerPath = (state: string): string => join(deskFolder(state), 'applications-newer.jsonl.gz')
const marksPath = (state: string): string => join(deskFolder(state), 'marks.json')

/** Writes who applied of late. Returns the newest input that it tells of. */
export async function tellApplications(
  store: Store,
  state: string,
  nowMs: number,
): Promise<number> {
  const last = await lastInput(store)
  await putApplications(store, { path: applicationsPath(state), state, after: 0, nowMs })
  await rm(newerPath(state), { force: true })
  return last
}

/** Writes who applied after an input: all of them, whom it told of before among them. Returns the newest input that it tells of. */
export async function tellNewer(
  store: Store,
  state: string,
  { after, nowMs }: { readonly after: number; readonly nowMs: number },
): Promise<number> {
  const last = await lastInput(store)
  if (last > after) await putApplications(store, { path: newerPath(state), state, after, nowMs })
  return last
}

async function lastInput(store: Store): Promise<number> {
  const [row] = await store.rows<{ last_input: number }>(LAST_INPUT)
  return Number(row?.last_input ?? 0)
}

interface Put {
  readonly path: string
  readonly state: string
  readonly after: number
  readonly nowMs: number
}

async function putApplications(store: Store, { path, state, after, nowMs }: Put): Promise<void> {
  const given = { rows_max: REMEMBERED, after, now_ms: Math.trunc(nowMs) }
  const rows = await store.rows<{ line: string }>(RECENT, given)
  // The newest were kept, the oldest come first.
  const lines = rows.toReversed().map(({ line }) => line)
  await put(state, path, Readable.from(lines).pipe(createGzip({ level: 1 })))
}

/** Writes what a run found of accounts that applied. */
export async function tellMarks(store: Store, run_id: string, state: string): Promise<void> {
  const marks = await markedAccounts(store, run_id)
  await put(state, marksPath(state), JSON.stringify(marks))
}

async function put(state: string, path: string, content: string | Readable): Promise<void> {
  makeFolder(deskFolder(state))
  const handle = await open(`${path}.part`, 'w', 0o600)
  try {
    await writeFile(handle, content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.part`, path)
}

export const hasApplications = (state: string): boolean =>
  existsSync(applicationsPath(state)) || existsSync(newerPath(state))

/** Those that the engine told last, in the order of their time. One that cannot be read is left out: it was whole when it came. */
export async function* toldApplications(state: string): AsyncGenerator<Application> {
  for (const path of [applicationsPath(state), newerPath(state)]) yield* linesIn(path)
}

async function* linesIn(path: string): AsyncGenerator<Application> {
  if (!existsSync(path)) return
  const unzip = createGunzip()
  const bytes = createReadStream(path)
  bytes.on('error', (error) => unzip.destroy(error))
  for await (const line of createInterface({ input: bytes.pipe(unzip) })) {
    const given = line === '' ? undefined : parsed(line)
    if (given !== undefined) yield given
  }
}

const parsed = (line: string): Application | undefined => {
  try {
    return JSON.parse(line) as Application
  } catch {
    return undefined
  }
}

/** Looks for what the engine told since: undefined where that is nothing new. */
export function watchMarks(state: string): () => readonly MarkedAccount[] | undefined {
  let seen = ''
  return () => {
    const found = statSync(marksPath(state), { throwIfNoEntry: false })
    const version = found === undefined ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`
    if (version === seen) return undefined
    const marks =
      found === undefined
        ? []
        : (JSON.parse(readFileSync(marksPath(state), 'utf8')) as MarkedAccount[])
    seen = version
    return marks
  }
}
