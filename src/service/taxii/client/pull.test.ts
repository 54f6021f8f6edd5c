import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, microsOf } from '../instant.js'
import { indicator } from '../taxii.fixture.js'
import type { Heard } from './ask.js'
import { type Pull, pull } from './pull.js'

const NOW_MS = Date.UTC(2026, 5, 1)
const BEGAN = NOW_MS * 1000 - 1_000_000

interface There {
  readonly micros: number
  readonly object: ReturnType<typeof indicator>
}

/** A server as OASIS has its own: what came together has one instant, and a page ends within it. */
function server(there: readonly There[], { page, hasNext }: { page: number; hasNext: boolean }) {
  return async (query: Readonly<Record<string, string>>): Promise<Heard> => {
    const after = microsOf(query.added_after ?? '') ?? -1
    const from = there.filter(({ micros }) => micros > after)
    const start = Number(query.next ?? 0)
    const told = from.slice(start, start + page)
    const isMore = from.length > start + page
    return {
      kind: 'heard',
      body: {
        more: isMore,
        ...(isMore && hasNext ? { next: String(start + page) } : {}),
        objects: told.map(({ object }) => object),
      },
      firstMicros: told[0]?.micros,
      lastMicros: told.at(-1)?.micros,
    }
  }
}

describe('reading to the end', () => {
  test('however often it is broken off, all is taken, and the place never moves over what was not', async () => {
    const batches = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(2)), { maxLength: 8 })
    const breaks = fc.array(fc.nat(6), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(batches, breaks, fc.integer({ min: 1, max: 5 }), async (given, at, page) => {
        const there: There[] = []
        const taken = new Set<string>()
        let reachedMicros = -1
        let micros = BEGAN
        const visit = (breakAt: number | undefined) => {
          let pages = 0
          return pull({
            ask: server(there, { page, hasNext: true }),
            fromMicros: reachedMicros,
            nowMs: NOW_MS,
            take: async (objects) => {
              pages += 1
              if (pages === breakAt) return 'broken off'
              for (const { id } of objects) taken.add(id)
              return undefined
            },
            reached: async (to) => {
              expect(to).toBeGreaterThan(reachedMicros)
              const before = there.filter((one) => one.micros <= to)
              expect(before.every(({ object }) => taken.has(object.id))).toBe(true)
              reachedMicros = to
            },
          })
        }
        for (const [place, [count, later]] of given.entries()) {
          micros += later + 1
          for (let one = 0; one < count; one += 1) there.push({ micros, object: indicator() })
          await visit(at[place])
        }
        expect((await visit(undefined)).problem).toBeUndefined()
        expect(taken.size).toBe(there.length)
        const again = await visit(1)
        expect([again.objects, again.problem]).toEqual([0, undefined])
      }),
      { numRuns: 200 },
    )
  })

  test('a server that has no `next` is asked by the instant of the last', async () => {
    const there = Array.from({ length: 7 }, (_, at) => ({
      micros: BEGAN + at,
      object: indicator(),
    }))
    const taken: string[] = []
    const done = await reading(server(there, { page: 3, hasNext: false }), {
      take: async (objects) => {
        taken.push(...objects.map(({ id }) => id))
        return undefined
      },
    })
    expect([done.problem, taken]).toEqual([undefined, there.map(({ object }) => object.id)])
  })
})

const reading = (ask: Pull['ask'], more: Partial<Pull> = {}) =>
  pull({
    ask,
    fromMicros: -1,
    nowMs: NOW_MS,
    take: async () => undefined,
    reached: async () => undefined,
    ...more,
  })
const heard = (body: object, instants: object = {}): Heard => ({
  kind: 'heard',
  body: body as Readonly<Record<string, unknown>>,
  firstMicros: undefined,
  lastMicros: undefined,
  ...instants,
})

describe('a server that lies', () => {
  const one = indicator()
  test.each([
    ['says that there is more, for ever', { more: true, next: 'a', objects: [one] }],
    ['says that there is more of nothing', { more: true, next: 'a' }],
    ['says that there is more, and not where', { more: true, objects: [one] }],
    ['sends no list', { objects: {} }],
    ['sends what is no object', { objects: [null] }],
    ['sends an id of another type', { objects: [{ ...one, type: 'tool' }] }],
    ['sends a `more` that is a word', { more: 'yes', objects: [one] }],
    ['sends a `next` that is a list', { more: true, next: ['a'], objects: [one] }],
    ['sends a `next` without end', { more: true, next: 'a'.repeat(5000), objects: [one] }],
    ['sends more than it is asked for', { objects: Array(10_001).fill(one) }],
  ])('%s', async (_, body) => {
    let asked = 0
    const done = await reading(async () => {
      asked += 1
      return heard(body)
    })
    expect(done.problem).not.toBeUndefined()
    expect(asked).toBeLessThanOrEqual(2)
  })

  test.each([
    ['of next year', BEGAN, BEGAN + 366 * 86_400_000_000],
    ['in another order', BEGAN + 1, BEGAN],
  ])('says instants %s, and the place does not move', async (_, firstMicros, lastMicros) => {
    const reached: number[] = []
    const done = await reading(async () => heard({ objects: [one] }, { firstMicros, lastMicros }), {
      reached: async (micros) => void reached.push(micros),
    })
    expect([done.problem, reached]).toEqual(['instants that cannot be', []])
  })

  test('has new objects for ever, and is left after so many pages with what came so far', async () => {
    let at = BEGAN
    const reached: number[] = []
    const done = await reading(
      async () => {
        at += 1
        return heard(
          { more: true, next: instantOf(at), objects: [indicator()] },
          { firstMicros: at, lastMicros: at },
        )
      },
      { reached: async (micros) => void reached.push(micros) },
    )
    expect([done.pages, done.problem]).toEqual([500, undefined])
    expect(reached.at(-1)).toBe(at - 1)
  })
})
