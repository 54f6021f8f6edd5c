import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveSchema } from '../../config/serve.js'
import { openServed, servedSocket } from '../../store/served.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { snapshotPath } from '../gate/run.js'
import { makeLog } from '../log.js'
import type { Spool } from '../spool/model.js'
import { openSpool } from '../spool/spool.js'
import { type Engine, startEngine } from './engine.js'
import { readTold, toldPath } from './told.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-engine-'))
const state = join(root, 'state')
// A file where the folder of the store should be: the store is away.
const storePath = join(root, 'store')
const lines: string[] = []
const drained: number[] = []
let engine: Engine
let spool: Spool
let isHookIll = true
let store: Store | undefined
let compared: readonly { readonly account_id: string }[] = []

beforeAll(async () => {
  mkdirSync(join(state, 'snapshot'), { recursive: true })
  writeFileSync(storePath, '')
  spool = await openSpool({
    folder: join(state, 'spool'),
    bytesMax: 1e9,
    now: Date.now,
    sealAfterMs: 250,
  })
  engine = startEngine({
    readFile: () => ({
      serve: serveSchema.parse({ state, engine: { run_minutes: 0.05 } }),
      hashSecret: 'test',
      storePath,
      storeUrl: undefined,
      overrides: {},
    }),
    version: 'test',
    now: Date.now,
    clock: () => performance.now(),
    log: makeLog({
      process: 'engine',
      level: () => 'info',
      now: Date.now,
      write: (line) => lines.push(line),
    }),
    afterDrain: async (inputs, opened) => {
      store = opened.store
      compared = await opened.reader.rows(
        statement('compared', 'SELECT account_id FROM newcomer ORDER BY account_id'),
      )
      if (isHookIll) throw new Error('a secret text')
      drained.push(...inputs)
    },
  })
})

afterAll(async () => {
  await engine.stop()
  await spool.close()
  rmSync(root, { recursive: true, force: true })
})

const told = () => readTold(toldPath(state))

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let left = 300; !isSo(); left -= 1) {
    if (left === 0) throw new Error(`not in time: ${what}\n${lines.join('')}`)
    await sleep(100)
  }
}

const append = (id: string, account_id = 'acct-1', received_at = '2026-03-02T10:00:00Z') =>
  spool.append('exchange', [
    Buffer.from(
      JSON.stringify({
        exchange_id: id,
        account_id,
        received_at,
        messages: [{ role: 'user', content: 'a secret text' }],
      }),
    ),
  ])

describe('the engine', () => {
  test('while its store is away it tries again, and what comes in waits', async () => {
    await append('one')
    await until(
      'two attempts',
      () => lines.filter((line) => line.includes('STORE_UNUSABLE')).length > 1,
    )
    expect(told()).toMatchObject({ is_open: false, problem: 'open: STORE_UNUSABLE' })
    rmSync(storePath)
    await until('one taken', () => told()?.rows_taken === 1)
  })

  test('a hook that fails does not hold up the drain', async () => {
    await append('two')
    await until('two taken', () => told()?.rows_taken === 2)
    expect(told()).toMatchObject({ drain_failures_in_a_row: 0 })
    expect(lines.some((line) => line.includes('newcomers not looked at'))).toBe(true)
    isHookIll = false
    await append('three')
    await until('the hook', () => drained.length === 1)
  })

  test('a run is made and published, and what it leaves does not grow', async () => {
    await until('a run', () => (told()?.runs ?? 0) > 0)
    await until('a run of all', () => told()?.lag_seconds === 0 && told()?.rows_taken === 3)
    expect(told()).toMatchObject({
      watermark: '2026-03-02T10:00:00.000Z',
      run_failures: 0,
      problem: null,
    })
    await until('a snapshot', () => existsSync(snapshotPath(state)))
  })

  test('its store is read through the socket, and only read', async () => {
    expect(existsSync(servedSocket(storePath))).toBe(true)
    const served = openServed(storePath)
    const ask = (text: string, params = {}) => served.rows(statement('asked', text), params)
    expect(await ask('SELECT count() AS rows FROM exchange')).toEqual([{ rows: '3' }])
    expect(
      await ask('SELECT {a:UInt64} AS a, {b:Array(String)} AS b', { a: 7, b: ["o'clock"] }),
    ).toEqual([{ a: '7', b: ["o'clock"] }])
    const refused = { code: 'STATEMENT_FAILED' }
    await expect(ask('TRUNCATE TABLE exchange')).rejects.toMatchObject(refused)
    await expect(ask('WITH 1 AS a SELECT a SETTINGS readonly = 0')).rejects.toMatchObject(refused)
    await expect(ask("SELECT 1 INTO OUTFILE '/dev/null'")).rejects.toMatchObject(refused)
    await expect(ask('SELECT number FROM numbers(2000000)')).rejects.toMatchObject(refused)
    await expect(served.run(statement('asked', 'SELECT 1'))).rejects.toMatchObject({
      code: 'STORE_SERVED',
    })
  })

  test('a comparison that failed is made up by the next, though its accounts send no more', async () => {
    const rename = (from: string, to: string) =>
      store?.run(statement('rename', `RENAME TABLE ${from} TO ${to}`))
    const failed = () => lines.filter((line) => line.includes('newcomers not looked at')).length
    const before = failed()
    await rename('account_recognised', 'account_away')
    // Too long ago to be compared because a run has just ended.
    await append('four', 'acct-2', '2026-02-01T10:00:00Z')
    await until('a comparison that fails', () => failed() > before)
    await rename('account_away', 'account_recognised')
    await append('five', 'acct-3', '2026-02-01T10:00:00Z')
    await until('all five', () => told()?.rows_taken === 5)
    // What came by itself may be compared by itself first.
    const isCompared = (account: string) => compared.some((row) => row.account_id === account)
    await until('a comparison of both', () => isCompared('acct-2') && isCompared('acct-3'))
  })

  test('no text of a record is in its log or in what it tells', () => {
    expect(lines.join('')).not.toContain('secret')
    expect(readFileSync(toldPath(state), 'utf8')).not.toContain('acct-1')
  })
})
