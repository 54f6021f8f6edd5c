import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sharingSchema } from '../../config/sharing.js'
import { MARKINGS, type Marking } from '../../domain/indicator.js'
import { markingObject, markingRef } from '../../feeds/stix/marking.js'
import { statement } from '../../store/sql.js'
import { EVERYTHING, openCollections } from './collections.js'
import { type Kept, keptOf } from './envelope.js'
import { putBy, readBy, sentTo } from './sight.js'
import { answering, indicator, SHARING, sha256, tokenOf } from './taxii.fixture.js'

const holder = testStore()
const NOW_MS = Date.UTC(2026, 5, 1)
const kept = (object: ReturnType<typeof indicator>): Kept => {
  const one = keptOf(object, NOW_MS)
  if ('problem' in one) throw new Error(one.problem)
  return one
}
const clear = () => holder.store.run(statement('clear', 'TRUNCATE TABLE taxii_object'))

const WRITERS = ['share:5f0c', 'our sightings', 'reader', 'writer', 'server crane'] as const
const OURS: readonly string[] = WRITERS.slice(0, 2)
const step = fc.record({
  by: fc.constantFrom(...WRITERS),
  marking: fc.constantFrom<Marking | undefined>(...MARKINGS, undefined),
})
const strictness = (marking: Marking) => MARKINGS.indexOf(marking)

test('whoever put what there and however it is marked: nobody is told by one person’s will, and no marking is passed', async () => {
  const settings = fc.record({
    relay: fc.boolean(),
    takes: fc.constantFrom<Marking>(...MARKINGS),
    strictest: fc.constantFrom<Marking | undefined>(...MARKINGS, undefined),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 15 }),
      settings,
      async (steps, { relay, takes, strictest }) => {
        await clear()
        const parts = { reader: holder.store, writer: holder.store, now: () => NOW_MS }
        const collections = await openCollections(parts)
        const [collection] = sharingSchema.parse({
          collections: [{ ...SHARING.collections[0], relay, strictest: takes }],
        }).collections
        if (collection === undefined) throw new Error('no collection')
        const all = []
        for (const { by, marking } of steps) {
          const refs = marking === undefined ? undefined : [markingRef(marking)]
          const one = kept(indicator({ object_marking_refs: refs }))
          await collections.add(collection, [one], by)
          // What nobody marked is for whoever was told.
          all.push({ by, id: one.id, marking: marking ?? 'amber+strict' })
        }
        const seen = async (sight: Parameters<typeof collections.page>[2]) => {
          const query = { ...EVERYTHING, limit: 100 }
          const { places } = await collections.page(collection.id, query, sight)
          return places.map(({ object_id }) => object_id)
        }
        const isTold = ({ by, marking }: { by: string; marking: Marking }) => {
          const most = strictness(strictest ?? 'red')
          if (OURS.includes(by)) return strictness(marking) <= most
          // Whoever wrote it may have marked another's secret as free.
          const passedOn = Math.min(strictness(takes), strictness('amber'))
          return relay && strictness(marking) <= passedOn && passedOn <= most
        }
        const reader = { ...{ name: 'reader', sha256: '', read: [], write: [] }, strictest }
        expect(await seen(readBy(reader, collection))).toEqual(
          all.filter((one) => one.by === 'reader' || isTold(one)).map(({ id }) => id),
        )
        const server = { strictest } as Parameters<typeof sentTo>[0]
        expect(await seen(sentTo(server, collection))).toEqual(
          all.filter(isTold).map(({ id }) => id),
        )
        expect(await seen(putBy('reader'))).toEqual(
          all.filter(({ by }) => by === 'reader').map(({ id }) => id),
        )
      },
    ),
    { numRuns: 12 },
  )
}, 120_000)

test.each([
  ['no marking', {}, 'amber+strict'],
  ['two', { object_marking_refs: [markingRef('green'), markingRef('red')] }, 'red'],
  [
    'TLP 1',
    { object_marking_refs: ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'] },
    'red',
  ],
  ['terms of others', { object_marking_refs: ['marking-definition--x'] }, 'red'],
  [
    'a part that is stricter',
    {
      object_marking_refs: [markingRef('green')],
      granular_markings: [{ marking_ref: markingRef('amber+strict'), selectors: ['name'] }],
    },
    'amber+strict',
  ],
  ['no list', { object_marking_refs: 'clear', granular_markings: [null, 7, {}] }, 'amber+strict'],
])('an object with %s is as strict as the strictest of it', (_, part, marking) => {
  expect(kept(indicator({ object_marking_refs: undefined, ...part })).marking).toBe(marking)
})

const TLP_1_RED = {
  ...{ type: 'marking-definition', spec_version: '2.1', created: '2017-01-20T00:00:00.000Z' },
  ...{ id: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', name: 'TLP:RED' },
  ...{ definition_type: 'tlp', definition: { tlp: 'red' } },
}

test.each([
  ['TLP 2', markingObject('red')],
  ['TLP 1', TLP_1_RED],
])('a marking of %s itself anybody may have, and none that was forged', (_, published) => {
  const one = keptOf(published, NOW_MS)
  expect('problem' in one ? one.problem : one.marking).toBe('clear')
  const forged = [
    { name: 'TLP:CLEAR' },
    { modified: '2099-01-01T00:00:00.000Z' },
    { object_marking_refs: [markingRef('red')] },
    { description: 'a secret' },
  ]
  for (const part of forged) {
    expect(keptOf({ ...published, ...part }, NOW_MS)).toMatchObject({
      problem: expect.stringContaining('published'),
    })
  }
})

describe('what others put into a relay', () => {
  const OBJECTS = '/taxii2/api/collections/out/objects/'
  const marked = (marking: Marking, part: object = {}) =>
    indicator({ object_marking_refs: [markingRef(marking)], ...part })

  test('is told of nowhere where it is marked too strictly, and to whoever put it there all the same', async () => {
    await clear()
    const door = await answering(holder.store)
    const [red, amber] = [marked('red'), marked('amber')]
    await door.ask(OBJECTS, { method: 'POST', body: { objects: [red, amber] } })
    const ids = async (path: string, as: string) =>
      (await door.ask(path, { as })).body.objects?.map(({ id }) => id)
    for (const path of [OBJECTS, OBJECTS.replace('objects', 'manifest')]) {
      expect(await ids(path, 'reader')).toEqual([amber.id])
      expect(await ids(path, 'both')).toEqual([red.id, amber.id])
    }
    for (const path of [`${OBJECTS}${red.id}/`, `${OBJECTS}${red.id}/versions/`]) {
      expect((await door.ask(path, { as: 'reader' })).status).toBe(404)
      expect((await door.ask(path)).status).toBe(200)
    }
    await door.close()
  })

  test('is not told by an older version that was marked more freely', async () => {
    await clear()
    const door = await answering(holder.store)
    const first = marked('green', { modified: '2026-03-01T00:00:00.000Z' })
    const second = marked('red', {
      ...{ id: first.id, created: first.created, modified: '2026-04-01T00:00:00.000Z' },
    })
    await door.ask(OBJECTS, { method: 'POST', body: { objects: [first, second] } })
    expect((await door.ask(OBJECTS, { as: 'reader' })).body.objects).toBeUndefined()
    await door.close()
  })

  test.each([
    ['amber', 'green', []],
    ['amber', undefined, ['clear', 'green', 'amber']],
    ['green', 'green', ['clear', 'green']],
    ['green', undefined, ['clear', 'green']],
    ['clear', 'clear', ['clear']],
  ] as const)(
    'and marked as free is told as what the collection takes: %s, to a reader of %s',
    async (takes, strictest, told) => {
      await clear()
      const [out, ...others] = SHARING.collections
      const clients = SHARING.clients.map((one) =>
        one.name === 'reader' && strictest !== undefined ? { ...one, strictest } : one,
      )
      const collections = [{ ...out, strictest: takes }, ...others]
      const sharing = sharingSchema.parse({ ...SHARING, clients, collections })
      const door = await answering(holder.store, () => sharing)
      const objects = MARKINGS.map((one) => marked(one, { name: one }))
      await door.ask(OBJECTS, { method: 'POST', body: { objects } })
      const { body } = await door.ask(OBJECTS, { as: 'reader' })
      expect((body.objects ?? []).map(({ name }) => name)).toEqual(told)
      await door.close()
    },
  )

  test('ends at what a reader may be told, and a release is nobody’s to delete', async () => {
    await clear()
    const clients = SHARING.clients.map((one) =>
      one.name === 'reader' ? { ...one, strictest: 'green' } : one,
    )
    const sharing = sharingSchema.parse({ ...SHARING, clients })
    const door = await answering(holder.store, () => sharing)
    const [into] = sharing.collections
    if (into === undefined) throw new Error('no collection')
    const [green, amber] = [marked('green'), marked('amber')]
    await door.collections.add(into, [green, amber].map(kept), 'share:5f0c')
    const { body } = await door.ask(OBJECTS, { as: 'reader' })
    expect(body.objects?.map(({ id }) => id)).toEqual([green.id])
    const gone = await door.ask(`${OBJECTS}${green.id}/`, { method: 'DELETE' })
    expect([gone.status, (await door.ask(OBJECTS)).body.objects?.length]).toEqual([404, 2])
    await door.close()
  })
})

test('a collection that was a relay tells no more of what others put there', async () => {
  await clear()
  let isRelay = true
  const settings = () => {
    const [out, ...others] = SHARING.collections
    const clients = [
      { name: 'reader', sha256: sha256(tokenOf('reader')), read: ['out'], write: [] },
      ...(isRelay
        ? [{ name: 'writer', sha256: sha256(tokenOf('writer')), read: [], write: ['out'] }]
        : []),
    ]
    return sharingSchema.parse({
      ...SHARING,
      collections: [{ ...out, relay: isRelay }, ...others],
      clients,
    })
  }
  const door = await answering(holder.store, settings)
  const path = '/taxii2/api/collections/out/objects/'
  await door.ask(path, { method: 'POST', body: { objects: [indicator()] }, as: 'writer' })
  expect((await door.ask(path, { as: 'reader' })).body.objects).toHaveLength(1)
  isRelay = false
  expect((await door.ask(path, { as: 'reader' })).body.objects).toBeUndefined()
  await door.close()
})
