import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StixObject } from '../envelope.js'
import { indicator } from '../taxii.fixture.js'
import type { Heard } from './ask.js'
import { type Push, push } from './push.js'

type Asked = Parameters<Push['ask']>[0]
const heard = (body: object): Heard => ({
  kind: 'heard',
  body: body as Readonly<Record<string, unknown>>,
  firstMicros: undefined,
  lastMicros: undefined,
})
const failed = (status: number | undefined): Heard => ({
  kind: 'failed',
  problem: `status ${status}`,
  status,
  retryMs: undefined,
})
const idsIn = (body = '{"objects":[]}') =>
  (JSON.parse(body).objects as readonly StixObject[]).map(({ id }) => id)
const complete = (ids: readonly string[], failures: readonly string[] = []) => ({
  ...{ id: 's', status: 'complete', total_count: ids.length },
  ...{ success_count: ids.length - failures.length, failure_count: failures.length },
  ...{ failures: failures.map((id) => ({ id, version: '' })), pending_count: 0 },
})

/** What waits, as a list. */
function waiting(objects: readonly StixObject[]) {
  let at = 0
  return {
    left: () => objects.length - at,
    queue: {
      next: async (most: number) => objects.slice(at, at + most),
      settled: async (batch: readonly StixObject[]) => {
        at += batch.length
      },
    },
  }
}
const run = (ask: Push['ask'], queue: Push['queue']) =>
  push({ ask, collection: 'c', queue, sleep: async () => undefined })

test('whatever fails between, each object is there in the end, and those that are not understood are named', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('fine', 'bad', 'long'), { minLength: 1, maxLength: 30 }),
      fc.array(fc.constantFrom('down', 'lost', 'fine'), { maxLength: 8 }),
      async (kinds, faults) => {
        const objects = kinds.map((kind) => indicator({ name: kind }))
        const there = new Set<string>()
        const { queue, left } = waiting(objects)
        const refused: string[] = []
        const ask = async ({ method, body }: Asked): Promise<Heard> => {
          if (method === 'GET') return heard({ max_content_length: 10_000_000 })
          const fault = faults.pop()
          if (fault === 'down') return failed(503)
          const given = JSON.parse(body ?? '').objects as readonly StixObject[]
          // As a server that refuses all for one.
          if (given.some(({ name }) => name === 'long')) return failed(413)
          const bad = given.filter(({ name }) => name === 'bad').map(({ id }) => id)
          for (const { id } of given) if (!bad.includes(id)) there.add(id)
          return fault === 'lost' ? failed(undefined) : heard(complete(idsIn(body), bad))
        }
        for (let visits = 0; left() > 0; visits += 1) {
          expect(visits).toBeLessThan(10)
          refused.push(...(await run(ask, queue)).refused)
        }
        const good = objects.filter(({ name }) => name === 'fine').map(({ id }) => id)
        expect([...there].sort()).toEqual([...good].sort())
        const bad = objects.filter(({ name }) => name !== 'fine')
        expect(refused).toEqual(bad.map(({ id, modified }) => `${id} ${modified}`))
      },
    ),
    { numRuns: 100 },
  )
})

/** A server that has these versions refused for good, and tells them as its own words for an instant. */
function refusing(bad: readonly StixObject[], tell: (version: string) => string = (one) => one) {
  const there = new Map<string, StixObject>()
  let batches = 0
  const nameOf = ({ id, modified }: StixObject) => `${id} ${modified}`
  const names = new Set(bad.map(nameOf))
  const ask = async ({ method, body }: Asked): Promise<Heard> => {
    if (method === 'GET') return heard({})
    batches += 1
    const given = JSON.parse(body ?? '').objects as readonly StixObject[]
    const refused = given.filter((one) => names.has(nameOf(one)))
    for (const one of given) if (!names.has(nameOf(one))) there.set(nameOf(one), one)
    const failures = refused.map(({ id, modified }) => ({ id, version: tell(`${modified}`) }))
    return heard({
      ...complete(idsIn(body), idsIn(JSON.stringify({ objects: refused }))),
      failures,
    })
  }
  return { ask, there, batches: () => batches }
}

describe('of two versions of one object of which one is refused', () => {
  const first = indicator({ modified: '2026-03-01T00:00:00.000Z' })
  const second = { ...first, modified: '2026-04-01T00:00:00.000Z' }
  const others = [indicator(), indicator()]
  const all = [others[0] ?? first, first, second, others[1] ?? first]

  test.each([
    ['names it by its version', (one: string) => one],
    ['says the same instant in other words', (one: string) => one.replace('.000Z', 'Z')],
    ['names another version than it was sent', () => '2026-11-27T09:00:00.000Z'],
  ])('the others go once, where the server %s', async (_, tell) => {
    const { queue, left } = waiting(all)
    const { ask, there, batches } = refusing([second], tell)
    const done = await run(ask, queue)
    expect([done.problem, left(), done.objects]).toEqual([undefined, 0, 3])
    expect(done.refused).toEqual([`${second.id} ${second.modified}`])
    expect(there.size).toBe(3)
    expect(batches()).toBeLessThan(12)
  })
})

test('a batch that is refused whole is halved, and each alone before it is given up', async () => {
  const objects = Array.from({ length: 40 }, () => indicator())
  const { queue, left } = waiting(objects)
  const [sizes, kept]: [number[], Set<string>] = [[], new Set()]
  // One that takes nothing of a batch in which it knows something.
  const bad = objects[17]?.id
  const done = await run(async ({ method, body }) => {
    if (method === 'GET') return heard({})
    const ids = idsIn(body)
    sizes.push(ids.length)
    if (bad !== undefined && ids.includes(bad)) return heard(complete(ids, ids))
    for (const id of ids) kept.add(id)
    return heard(complete(ids))
  }, queue)
  expect([done.problem, left(), kept.size]).toEqual([undefined, 0, 39])
  expect(done.refused).toEqual([`${bad} ${objects[17]?.modified}`])
  expect(sizes.length).toBeLessThan(20)
})

test('what is pending is asked for until it is complete, and is not settled before', async () => {
  const { queue, left } = waiting([indicator()])
  const asked: string[] = []
  let polls = 0
  const done = await run(async ({ method, path, body }) => {
    asked.push(`${method} ${path}`)
    if (path === '') return heard({})
    if (method === 'POST') return heard({ ...complete(idsIn(body)), id: 'st-1', status: 'pending' })
    expect(left()).toBe(1)
    polls += 1
    return heard({ ...complete(['x']), id: 'st-1', status: polls < 3 ? 'pending' : 'complete' })
  }, queue)
  expect([done.problem, done.objects, left()]).toEqual([undefined, 1, 0])
  expect(asked.filter((one) => one === 'GET status/st-1/')).toHaveLength(3)
})

test.each([
  ['says that it is pending for ever', { status: 'pending', id: 's' }],
  ['names a status somewhere else', { status: 'pending', id: '../../inner' }],
  ['says nothing', {}],
  ['counts other than what was sent', { ...complete(['a', 'b']) }],
  ['says that one failed, and not which', { ...complete(['a'], ['b']), total_count: 1 }],
])('a server that %s settles nothing', async (_, status) => {
  const { queue, left } = waiting([indicator()])
  let asked = 0
  const done = await run(async ({ path }) => {
    asked += 1
    return heard(path === '' ? {} : status)
  }, queue)
  expect(done.problem).not.toBeUndefined()
  expect([left(), asked < 12]).toEqual([1, true])
})
