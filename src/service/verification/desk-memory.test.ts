import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { hasApplications, tellApplications, tellNewer, toldApplications } from './desk-memory.js'

const store = testStore()
const state = mkdtempSync(join(tmpdir(), 'stillwatch-desk-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

const row = (application_id: string, input_id: number, proofs: readonly string[] = []) => ({
  ...{ application_id, input_id, proofs, program: 'education' },
  applied_at: `2026-03-10 12:00:0${input_id}.000`,
})
const nowMs = Date.parse('2026-03-11T00:00:00Z')
const told = async () => {
  const all: string[] = []
  for await (const one of toldApplications(state)) all.push(one.application_id)
  return all
}

test('a gate that begins anew is told of all who applied, and between two runs of those since', async () => {
  expect(hasApplications(state)).toBe(false)
  await fill(store.store, { application: [row('a', 1), row('b', 2)] }, ['application'])
  expect(await tellApplications(store.store, state, nowMs)).toBe(2)
  expect(await told()).toEqual(['a', 'b'])
  // Nothing new is no file.
  expect(await tellNewer(store.store, state, { after: 2, nowMs })).toBe(2)
  await store.store.insert('application', [row('c', 3)])
  expect(await tellNewer(store.store, state, { after: 2, nowMs })).toBe(3)
  expect(await told()).toEqual(['a', 'b', 'c'])
  await store.store.insert('application', [row('d', 4), row('a', 4, ['phone'])])
  expect(await tellNewer(store.store, state, { after: 2, nowMs })).toBe(4)
  expect((await told()).sort()).toEqual(['a', 'a', 'b', 'c', 'd'])
  expect(await tellApplications(store.store, state, nowMs)).toBe(4)
  expect((await told()).sort()).toEqual(['a', 'b', 'c', 'd'])
})

test('where only those since were told, they are read; what cannot be read is told as such', async () => {
  const [only, broken] = [join(state, 'only'), join(state, 'broken')]
  await tellNewer(store.store, only, { after: 3, nowMs })
  expect(hasApplications(only)).toBe(true)
  await tellNewer(store.store, broken, { after: 3, nowMs })
  writeFileSync(join(broken, 'desk', 'applications-newer.jsonl.gz'), 'no gzip')
  await expect(toldApplications(broken).next()).rejects.toThrow()
})

test('one application that is dated far ahead makes the gate forget nobody, and came when it was told of', async () => {
  const ahead = { ...row('ahead', 5), applied_at: '2027-06-01 00:00:00.000' }
  await store.store.insert('application', [ahead])
  const dated = async () => {
    const all: (readonly [string, string])[] = []
    for await (const { application_id, applied_at } of toldApplications(state))
      all.push([application_id, applied_at])
    return all
  }
  await tellApplications(store.store, state, nowMs)
  const all = await dated()
  expect(all.map(([id]) => id).sort()).toEqual(['a', 'ahead', 'b', 'c', 'd'])
  expect(all.at(-1)).toEqual(['ahead', '2026-03-11T00:00:00.000Z'])
  await store.store.insert('application', [row('e', 6)])
  await tellNewer(store.store, state, { after: 5, nowMs })
  expect((await dated()).map(([id]) => id)).toContain('e')
})
