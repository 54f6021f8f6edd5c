import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { type CollectionSettings, sharingSchema } from '../../config/sharing.js'
import type { Marking } from '../../domain/indicator.js'
import { markingRef } from '../../feeds/stix/marking.js'
import { statement } from '../../store/sql.js'
import { type Kept, keptOf } from './envelope.js'
import { type Answering, answering, indicator, sha256, tokenOf } from './taxii.fixture.js'

const holder = testStore()
const OBJECTS = '/taxii2/api/collections/out/objects/'
const client = (name: string) => ({
  ...{ name, sha256: sha256(tokenOf(name)), read: ['out'], write: ['out'] },
})
const relay = sharingSchema.parse({
  collections: [{ id: randomUUID(), alias: 'out', title: 'Out', relay: true }],
  clients: ['crane', 'heron', 'reader'].map(client),
})
const into = relay.collections[0] as CollectionSettings

let door: Answering
beforeEach(async () => {
  await holder.store.run(statement('clear', 'TRUNCATE TABLE taxii_object'))
  door = await answering(holder.store, () => relay)
})
afterEach(() => door.close())

const marked = (marking: Marking, part: object = {}) =>
  indicator({ object_marking_refs: [markingRef(marking)], ...part })
const later = (object: object, marking: Marking = 'red', part: object = {}) => ({
  ...{ ...object, modified: '2099-01-01T00:00:00.000Z' },
  ...{ object_marking_refs: [markingRef(marking)], ...part },
})
const kept = (object: ReturnType<typeof indicator>): Kept => {
  const one = keptOf(object, Date.UTC(2026, 5, 1))
  if ('problem' in one) throw new Error(one.problem)
  return one
}
const post = async (as: string, ...objects: readonly object[]) =>
  (await door.ask(OBJECTS, { method: 'POST', body: { objects }, as })).body
const read = async (as = 'reader') => (await door.ask(OBJECTS, { as })).body.objects
const release = (...objects: readonly ReturnType<typeof indicator>[]) =>
  door.collections.add(into, objects.map(kept), 'share:5f0c')

test.each<Marking>(['red', 'green'])(
  'nobody puts a later version over a release, nor over its withdrawal, marked %s or not',
  async (marking) => {
    const told = marked('green')
    await release(told)
    expect(await post('heron', later(told, marking))).toMatchObject({ failure_count: 1 })
    expect(await read()).toEqual([told])
    const revoked = { ...told, modified: '2026-05-01T00:00:00.000Z', revoked: true }
    await release(revoked)
    expect(await read()).toEqual([revoked])
  },
)

test('a release is told also where another had its id first, and the other’s is told no more', async () => {
  const told = marked('green')
  await post('heron', told, later(told, 'green', { name: 'forged' }))
  expect(await read()).toMatchObject([{ name: 'forged' }])
  expect(await release(told)).toMatchObject([{ isNew: true, problem: '' }])
  expect(await read()).toEqual([told])
  await door.ask(`${OBJECTS}${told.id}/`, { method: 'DELETE', as: 'heron' })
  expect(await read()).toEqual([told])
})

test('who was first with an id has it, and nobody else learns which versions there are', async () => {
  const [green, red] = [marked('green'), marked('red')]
  await post('crane', green, red)
  const answers = []
  for (const one of [green, red]) {
    for (const sent of [later(one), { ...one, name: 'another' }]) {
      const { failures } = await post('heron', sent)
      answers.push((failures as readonly { readonly message: string }[])[0]?.message)
    }
  }
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/^Another has this id/)
  expect(await post('crane', later(green, 'green'))).toMatchObject({ success_count: 1 })
  expect(await post('heron', later(green, 'green'))).toMatchObject({ success_count: 1 })
  expect(await read()).toEqual([later(green, 'green')])
})

test('a client deletes what it put there itself, and learns of nothing else', async () => {
  const [green, red] = [marked('green'), marked('red')]
  await post('crane', green, red)
  const path = (id: string) => `${OBJECTS}${id}/`
  for (const id of [green.id, red.id, marked('green').id]) {
    const gone = await door.ask(path(id), { method: 'DELETE', as: 'heron' })
    expect([gone.status, gone.body.error_code]).toEqual([404, 'NOT_THERE'])
  }
  expect(await read('crane')).toEqual([green, red])
  expect((await door.ask(path(red.id), { method: 'DELETE', as: 'crane' })).status).toBe(200)
  expect(await read('crane')).toEqual([green])
})

test('nobody fills a relay: each holds half of what the others leave, and a release finds room', async () => {
  const small = { ...into, objects_max: 20 }
  const add = async (name: string, count: number) => {
    const some = Array.from({ length: count }, () => kept(marked('green')))
    const added = await door.collections.add(small, some, name)
    return added.filter(({ isNew }) => isNew).length
  }
  const held = async () => [await add('heron', 9), await add('heron', 20), await add('crane', 20)]
  expect(await held()).toEqual([9, 1, 5])
  expect(await add('heron', 20)).toBe(0)
  expect(await add('share:5f0c', 20)).toBe(5)
})

test('half of a relay is also that by bytes, also for whoever opens it anew', async () => {
  const small = { ...into, bytes_max: 1_000_000 }
  const add = (collections: typeof door.collections, name: string) =>
    collections.add(small, [kept(marked('green', { name: 'x'.repeat(300_000) }))], name)
  expect(await add(door.collections, 'heron')).toMatchObject([{ isNew: true }])
  const again = await answering(holder.store, () => relay)
  expect(await add(again.collections, 'heron')).toMatchObject([{ isNew: false }])
  expect(await add(again.collections, 'crane')).toMatchObject([{ isNew: true }])
  expect(await add(again.collections, 'share:5f0c')).toMatchObject([{ isNew: true }])
  await again.close()
})
