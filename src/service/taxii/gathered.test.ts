import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeGathered } from './gathered.js'

/** A clock that only moves while somebody works or rests. */
function world(costMs: number) {
  let nowMs = 0
  const passes: {
    readonly all: readonly number[]
    readonly fromMs: number
    readonly toMs: number
  }[] = []
  const gathered = makeGathered<number, number>({
    work: async (all) => {
      const fromMs = nowMs
      await new Promise((resolve) => setImmediate(resolve))
      nowMs += costMs
      passes.push({ all, fromMs, toMs: nowMs })
      if (all.includes(13)) throw new Error('unlucky')
      return all.map((one) => one * 2)
    },
    clock: () => nowMs,
    sleep: async (ms) => {
      await new Promise((resolve) => setImmediate(resolve))
      nowMs += ms
    },
  })
  return { gathered, passes, later: (ms: number) => (nowMs += ms) }
}

test('whatever is asked for and when: each is told what became of it, once, and half of the time is rest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat(2)), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.integer({ min: 1, max: 500 }),
      async (steps, costMs) => {
        const { gathered, passes, later } = world(costMs)
        const told: Promise<unknown>[] = []
        for (const [one, pause] of steps) {
          told.push(gathered(one).catch(() => 'failed'))
          for (let time = 0; time < pause; time += 1) {
            await new Promise((resolve) => setImmediate(resolve))
            later(7)
          }
        }
        const results = await Promise.all(told)
        steps.forEach(([one], place) => {
          if (results[place] !== 'failed') expect(results[place]).toBe(2 * one)
        })
        expect(passes.flatMap(({ all }) => all)).toEqual(steps.map(([one]) => one))
        const failed = passes.filter(({ all }) => all.includes(13)).flatMap(({ all }) => all)
        expect(results.filter((one) => one === 'failed')).toHaveLength(failed.length)
        passes.slice(1).forEach(({ fromMs }, place) => {
          const before = passes[place]
          if (before === undefined) return
          expect(fromMs - before.toMs).toBeGreaterThanOrEqual(before.toMs - before.fromMs)
        })
      },
    ),
    { numRuns: 100 },
  )
})

test('all that wait are one pass', async () => {
  const { gathered, passes } = world(10)
  await Promise.all(Array.from({ length: 32 }, (_, one) => gathered(one + 20)))
  expect(passes.length).toBeLessThanOrEqual(2)
})
