import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LiveResult } from '../../src/cli/evaluate/live-table.js'
import { until } from './served.js'

// From outside, as a stranger would use it; `npm test` builds first.
const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')
const WORDS = [MAIN, 'evaluate', 'tiny', '--live', '--rate', '1000', '--json']

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-evaluate-live-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const environment = () => ({ ...process.env, TMPDIR: folder })

/** Processes that have the folder in their command line: supervisor, gate and engine have their settings from it. */
const processes = () =>
  spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(folder))

test('a campaign that is over before the first run is found, and too late', () => {
  const { status, stdout } = spawnSync(process.execPath, WORDS, {
    encoding: 'utf8',
    env: environment(),
  })
  const result = JSON.parse(stdout) as LiveResult
  expect(result.isSettled).toBe(true)
  expect(result.sent.rejected).toBe(0)
  expect(result.others.end.innocents.accounts).toEqual([])
  expect(result.campaigns).toHaveLength(2)
  for (const { found, last, end, operators } of result.campaigns) {
    expect(found?.seconds).toBeGreaterThan(last.seconds)
    expect(last).toMatchObject({ decided: 0, seen: operators })
    expect(end.decided).toBeGreaterThan(operators / 2)
  }
  expect(result.missed).toHaveLength(2)
  expect(status).toBe(1)
  expect(processes()).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})

test('interrupted, it leaves no process and no file', async () => {
  const child = spawn(process.execPath, WORDS, { env: environment(), stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  await until('the service runs', async () => processes().length >= 3)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(processes()).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})
