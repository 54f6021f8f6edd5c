import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { EVERYTHING, openCollections } from './collections.js'
import { type Kept, keptOf } from './envelope.js'
import { indicator, sharing } from './taxii.fixture.js'

const holder = testStore()
const [OUT] = sharing().collections
const into = OUT ?? { id: '', objects_max: 0, bytes_max: 0 }
const kept = (part: object = {}): Kept => {
  const one = keptOf(indicator(part), Date.UTC(2026, 5, 1))
  if ('problem' in one) throw new Error(one.problem)
  return one
}

test('whatever is added between two pages, each object that was there comes once, and what came later comes later', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('add', 'page', 'back'), fc.integer({ min: 1, max: 7 })), {
        minLength: 5,
        maxLength: 25,
      }),
      async (events) => {
        await holder.store.run(statement('clear', 'TRUNCATE TABLE taxii_object'))
        let nowMs = Date.UTC(2026, 5, 1)
        const parts = { reader: holder.store, writer: holder.store, now: () => nowMs }
        const collections = await openCollections(parts)
        const [added, read]: [string[], string[]] = [[], []]
        let afterMicros = -1
        const page = async (limit: number) => {
          const { places } = await collections.page(into.id, { ...EVERYTHING, limit, afterMicros })
          read.push(...places.map(({ object_id }) => object_id))
          afterMicros = places.at(-1)?.addedMicros ?? afterMicros
          return places.length
        }
        for (const [what, count] of events) {
          // A clock that is set back changes no order.
          if (what === 'back') nowMs -= count * 1000
          if (what === 'page') await page(count)
          if (what !== 'add') continue
          const some = Array.from({ length: count }, () => kept())
          added.push(...some.map(({ id }) => id))
          await collections.add(into, some, 'a')
        }
        while ((await page(3)) > 0);
        expect(read).toEqual(added)
      },
    ),
    { numRuns: 8 },
  )
})

test('two that add at once write the same version once', async () => {
  const parts = { reader: holder.store, writer: holder.store, now: Date.now }
  const collections = await openCollections(parts)
  const one = kept()
  const added = await Promise.all(
    ['a', 'b', 'c'].map((client) => collections.add(into, [one, kept()], client)),
  )
  expect(added.map(([first]) => first?.isNew)).toEqual([true, false, false])
  const found = await collections.page(into.id, { ...EVERYTHING, ids: [one.id], limit: 10 })
  expect(found.places).toHaveLength(1)
})

test('a page holds no more than 2 MiB, or one object', async () => {
  const parts = { reader: holder.store, writer: holder.store, now: Date.now }
  const collections = await openCollections(parts)
  const large = Array.from({ length: 5 }, () => kept({ name: 'x'.repeat(900_000) }))
  await collections.add(into, large, 'a')
  const ids = large.map(({ id }) => id)
  const query = { ...EVERYTHING, ids, limit: 100 }
  const page = await collections.page(into.id, query)
  expect([page.places.length, page.isMore]).toEqual([2, true])
  const texts = await collections.documents(into.id, page.places)
  expect(texts.map((text) => JSON.parse(text).id)).toEqual(ids.slice(0, 2))
})
