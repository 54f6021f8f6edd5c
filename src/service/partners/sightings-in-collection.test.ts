import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { type CollectionSettings, sharingSchema } from '../../config/sharing.js'
import type { Sighting } from '../../domain/told.js'
import { EVERYTHING, openCollections } from '../taxii/collections.js'
import { keptOf, type StixObject } from '../taxii/envelope.js'
import { intoCollection } from './sightings-in-collection.js'

const holder = testStore()
const NOW_MS = Date.UTC(2026, 5, 1)
const producer = { name: 'Ours', identity_id: `identity--${randomUUID()}` }
const told = `indicator--${randomUUID()}`
const sighting: Sighting = {
  ...{ partner_id: 'north', object_id: told, indicator_id: 'i1', marking: 'green', accounts: 3 },
  ...{ first_seen_at: '2026-05-20 00:00:00', last_seen_at: '2026-05-22 00:00:00' },
}

test('what a partner says in our name is neither taken back nor told again, and does not hide what is ours', async () => {
  const { collections: settings } = sharingSchema.parse({
    collections: [{ id: randomUUID(), alias: 'met', title: 'Met' }],
  })
  const into = settings[0] as CollectionSettings
  const parts = { reader: holder.store, writer: holder.store, now: () => NOW_MS }
  const collections = await openCollections(parts)
  const tell = (met: readonly Sighting[], minutes: number) => {
    const telling = {
      ...{ partner: { id: 'north' }, run: { run_id: 'r', finished: '' } },
      ...{ met, producer, nowMs: NOW_MS + minutes * 60_000 },
    } as unknown as Parameters<typeof intoCollection>[1]
    return intoCollection(into, telling, collections)
  }
  const stored = async () => {
    const { places } = await collections.page(into.id, { ...EVERYTHING, limit: 100 })
    const texts = await collections.documents(into.id, places)
    return texts.map((text) => JSON.parse(text) as StixObject)
  }
  expect(await tell([sighting], 0)).toEqual({ kind: 'told', sightings: 1 })
  const ours = (await stored()).find(({ type }) => type === 'sighting')
  if (ours === undefined) throw new Error('nothing was told')
  const later: StixObject = {
    ...ours,
    modified: '2099-01-01T00:00:00.000Z',
    description: 'not ours',
  }
  const forged = [later, { ...later, id: `sighting--${randomUUID()}` }].map((one) => {
    const kept = keptOf(one, NOW_MS)
    if ('problem' in kept) throw new Error(kept.problem)
    return kept
  })
  expect((await collections.add(into, forged, 'crane')).map(({ isNew }) => isNew)).toEqual([
    true,
    true,
  ])
  for (const minutes of [1, 2]) {
    expect(await tell([sighting], minutes)).toEqual({ kind: 'told', sightings: 0 })
  }
  expect(await tell([], 3)).toEqual({ kind: 'told', sightings: 1 })
  expect(await tell([], 4)).toEqual({ kind: 'told', sightings: 0 })
  const taken = (await stored()).filter(({ revoked }) => revoked === true)
  expect(taken).toMatchObject([{ id: ours.id, modified: '2026-06-01T00:03:00.000Z' }])
  expect(taken[0]).not.toHaveProperty('description')
})
