import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import { stringify } from 'yaml'
import type { Manifest } from '../../src/service/backup/manifest.js'

const DIST = resolve(process.env.STILLWATCH_DIST ?? 'dist')
const EXAMPLE = resolve('examples', 'harvest')
const run = promisify(execFile)

/** What a store holds: the rows of each table with a hash over them, and the findings as they were published. */
export interface Held {
  readonly tables: Readonly<Record<string, string>>
  readonly findings: string
}

export async function heldBy(store: string): Promise<Held> {
  const { stdout } = await run(process.execPath, ['test/store-child.js', store], {
    maxBuffer: 1 << 28,
  })
  return JSON.parse(stdout) as Held
}

/** A folder for a test file, gone afterwards, with settings in it. */
export function workFolder(): { readonly folder: string; readonly config: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-backup-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }))
  const config = join(folder, 'settings.yaml')
  writeFileSync(config, stringify({ hash_secret: 'test' }))
  return { folder, config }
}

export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly errors: string
}

/** The command in one process, which a kill ends whole; after so many milliseconds where they are given. */
export async function stillwatch(words: readonly string[], killAfterMs?: number): Promise<Ran> {
  const child = spawn(process.execPath, [join(DIST, 'cli', 'run.js'), ...words])
  let [out, errors] = ['', '']
  child.stdout.on('data', (bytes) => (out += bytes))
  child.stderr.on('data', (bytes) => (errors += bytes))
  const ended = new Promise<number | null>((done) => child.on('close', done))
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended])
    child.kill('SIGKILL')
  }
  return { status: await ended, out, errors }
}

/** Scans the bundled example into a store. */
export async function scanInto(store: string, config: string): Promise<void> {
  const out = join(store, '..', 'out')
  const ran = await stillwatch(['scan', EXAMPLE, '--store', store, '-c', config, '-o', out])
  if (ran.status !== 0) throw new Error(ran.errors)
}

export const manifestOf = (backup: string): Manifest =>
  JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as Manifest

export const writeManifest = (backup: string, manifest: Manifest): void =>
  writeFileSync(join(backup, 'manifest.json'), JSON.stringify(manifest))
