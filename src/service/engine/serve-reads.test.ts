import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../store/open.js'
import { openReader } from '../../store/reader.js'
import { openServed, servedSocket } from '../../store/served.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { readConclusions } from '../decisions/conclusions.js'
import { DEFAULT_POLICY } from '../decisions/policy.js'
import { serveReads } from './serve-reads.js'

const path = mkdtempSync(join(tmpdir(), 'stillwatch-served-'))
const bounds = { secondsMax: 60, rowsMax: 1000, bytesMax: 1e6 }
const closers: (() => Promise<void>)[] = []
let store: Store

beforeAll(async () => {
  store = await openStore({ path })
  closers.push(store.close)
  const reader = await openReader({ path }, bounds)
  closers.push(reader.close)
  const noBackup = () => Promise.reject(new Error('no backup is asked for'))
  closers.push(await serveReads(servedSocket(path), reader, noBackup))
})
afterAll(async () => {
  for (const close of closers.reverse()) await close()
  rmSync(path, { recursive: true, force: true })
})

test('a question over the socket does not wait for the statement that a run is at', async () => {
  const long = statement('long', 'SELECT sleep({seconds:Float64}) AS slept')
  let hasEnded = false
  const run = store.rows(long, { seconds: 3 }).then(() => {
    hasEnded = true
  })
  const asked = { policy: DEFAULT_POLICY, nowMs: Date.parse('2026-03-02T00:00:00Z') }
  const { runId } = await readConclusions(openServed(path), asked)
  expect({ runId, hasEnded }).toEqual({ runId: null, hasEnded: false })
  await run
})

test('a question of several statements, or that writes, is none', async () => {
  const served = openServed(path)
  for (const text of [
    'INSERT INTO newcomer (account_id) VALUES ({value:String})',
    'SELECT {value:String}; INSERT INTO newcomer (account_id) VALUES ({value:String})',
    "SELECT {value:String} INTO OUTFILE '/tmp/stillwatch-outfile'",
    'SELECT {value:String}; SET readonly = 0; TRUNCATE TABLE newcomer',
  ]) {
    await expect(served.rows(statement('write', text), { value: 'a' })).rejects.toThrow()
  }
  expect(await store.rows(statement('none', 'SELECT account_id FROM newcomer'))).toEqual([])
})
