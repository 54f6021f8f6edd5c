import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../store/open.js'
import { type Collections, EVERYTHING, openCollections } from './collections.js'
import { type Kept, keptOf } from './envelope.js'
import { indicator, sharing } from './taxii.fixture.js'

const [OUT] = sharing().collections
const into = OUT ?? { id: '', objects_max: 0, bytes_max: 0 }
const kept = (part: object = {}): Kept => {
  const one = keptOf(indicator(part), Date.UTC(2026, 5, 1))
  if ('problem' in one) throw new Error(one.problem)
  return one
}

function filesWith(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(words))
}

test('what is deleted or over its time is gone from answers and from the disk', async () => {
  const path = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  const store = await openStore({ path })
  try {
    let nowMs = Date.UTC(2026, 5, 1)
    const collections = await openCollections({ reader: store, writer: store, now: () => nowMs })
    // Ids that have no four signs in common: so they stand in the files as they are.
    const words = [
      ...['3f1b8c52-90d7-4e6a-b2f4-5c7d81a9e063', 'c8e2a705-1dbb-43f9-96a1-07fe52d4b8c3'],
      '6b0f4d2e-8a17-4c95-bd3e-e92b06f1a7d4',
    ]
    const [deleted, left, over] = [
      kept({ id: `indicator--${words[0]}` }),
      kept({ id: `indicator--${words[2]}` }),
      kept({ valid_until: '2026-06-02T00:00:00.000Z', id: `indicator--${words[1]}` }),
    ]
    const isOnDisk = (place: number) => filesWith(path, words[place] ?? '').length > 0
    const all = { ...EVERYTHING, limit: 10 }
    const ids = async (of: Collections) =>
      (await of.page(into.id, all)).places.map(({ object_id }) => object_id)
    await collections.add(into, [deleted, left, over], 'a')
    expect(await ids(collections)).toEqual([deleted, left, over].map(({ id }) => id))
    expect([isOnDisk(0), isOnDisk(1)]).toEqual([true, true])
    expect(
      await collections.remove({
        collection_id: into.id,
        ids: [deleted.id],
        versions: EVERYTHING.versions,
      }),
    ).toBe(1)
    expect(await ids(collections)).toEqual([left.id, over.id])
    expect(isOnDisk(0)).toBe(false)
    nowMs = Date.UTC(2026, 5, 2)
    expect(await ids(collections)).toEqual([left.id])
    expect(await collections.sweep()).toBe(1)
    expect(isOnDisk(1)).toBe(false)
    // It is all there for whoever opens it anew.
    const again = await openCollections({ reader: store, writer: store, now: () => 0 })
    expect(await ids(again)).toEqual([left.id])
  } finally {
    await store.close()
    rmSync(path, { recursive: true, force: true })
  }
})
