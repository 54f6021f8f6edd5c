import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { FINDINGS_ALONE, NOW_MS, RUN_ID, TERMS, WAYS } from '../../../test/share-material.js'
import { testStore } from '../../../test/store.js'
import type { Params, Statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { makePreviews, type Previews } from './previews.js'

const holder = testStore()
let previews: Previews
/** Of which campaigns one was made, in that order. */
let made: string[]

beforeAll(async () => {
  const at = '2026-02-28 10:00:00.000'
  const window = { window_start: at, window_end: at, version: '0' }
  await holder.store.insert('run', [{ run_id: RUN_ID, started_at: at, finished_at: at, ...window }])
})

beforeEach(() => {
  made = []
  const store: Store = {
    ...holder.store,
    rows: <Row>(statement: Statement, params?: Params) => {
      if (statement.name === 'share_material') made.push(`${params?.campaign_id}`)
      return holder.store.rows<Row>(statement, params)
    },
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const sources = FINDINGS_ALONE
  const now = () => NOW_MS
  previews = makePreviews({ store, reader: holder.store, ways: () => WAYS, sources, now, log })
})

afterEach(() => previews.stop())

const ask = (id: string, by: string) => previews.ask(id, { ...TERMS, campaign_id: id }, by)
const asks = (by: string, count: number) => {
  for (let one = 0; one < count; one += 1) ask(`${by} ${one}`, by)
}
const isThere = (id: string) => previews.seen(id).state !== 'unknown'
const settled = (id: string) =>
  expect.poll(() => previews.seen(id).state, { timeout: 20_000 }).toBe('made')

test('whoever asks for many makes room of their own, and pushes out nobody else', () => {
  ask('first', 'bob')
  asks('alice', 16)
  expect(['first', 'alice 7', 'alice 8', 'alice 15'].map(isThere)).toEqual([
    ...[true, false, true, true],
  ])
})

test('nobody has more room for writing their name otherwise', () => {
  asks('alice', 7)
  for (const name of ['Alice', 'ALICE', 'ａｌｉｃｅ']) ask(name, name)
  expect(['alice 1', 'alice 2', 'Alice'].map(isThere)).toEqual([false, true, true])
})

test('where there is no room for so many people, those who have most give it up', () => {
  const many = ['a', 'b', 'c', 'd']
  for (const name of many) asks(name, 8)
  for (let one = 0; one < 4; one += 1) ask(`late ${one}`, `late ${one}`)
  expect(many.map((name) => isThere(`${name} 0`))).toEqual([false, false, false, false])
  expect(many.map((name) => isThere(`${name} 1`))).toEqual([true, true, true, true])
  expect([0, 1, 2, 3].map((one) => isThere(`late ${one}`))).toEqual([true, true, true, true])
})

test('whoever asks for one waits for one of whoever asked for many', async () => {
  asks('alice', 4)
  ask('bob 0', 'bob')
  await settled('alice 3')
  expect(made).toEqual(['alice 0', 'bob 0', 'alice 1', 'alice 2', 'alice 3'])
})

test('one that made room while it was made is not there again', async () => {
  asks('alice', 1)
  await expect.poll(() => made, { timeout: 20_000 }).toEqual(['alice 0'])
  for (let one = 1; one < 9; one += 1) ask(`alice ${one}`, 'alice')
  await settled('alice 8')
  expect(isThere('alice 0')).toBe(false)
})
