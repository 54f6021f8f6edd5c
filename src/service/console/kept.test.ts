import { expect, it } from 'vitest'
import type { Store } from '../../store/store.js'
import { keptByRun } from './kept.js'

const [one, other] = [{}, {}] as [Store, Store]

it('asks once a run and store, and anew for another run', async () => {
  const asked: string[] = []
  const kept = keptByRun(async (_, runId) => asked.push(runId))
  expect(await Promise.all([kept(one, 'a'), kept(one, 'a')])).toEqual([1, 1])
  expect(await kept(other, 'a')).toBe(2)
  expect(await kept(one, 'b')).toBe(3)
  expect(asked).toEqual(['a', 'a', 'b'])
})

it('asks again after a failure', async () => {
  let tries = 0
  const kept = keptByRun(async () => {
    tries += 1
    if (tries === 1) throw new Error('no')
    return tries
  })
  await expect(kept(one, 'a')).rejects.toThrow('no')
  expect(await kept(one, 'a')).toBe(2)
})
