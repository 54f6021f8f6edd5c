import { expect, test } from 'vitest'
import { deathsAfter, isLoud, restartMs } from './restart.js'

const ill = Array.from({ length: 1000 }, (_, at) => at + 1)

test('what keeps dying is started ever later, for ever, and told loudly each fifth time', () => {
  expect(ill.reduce((deaths) => deathsAfter(deaths, 100), 0)).toBe(1000)
  expect(ill.slice(0, 8).map((deaths) => restartMs('engine', deaths))).toEqual([
    100, 200, 400, 800, 1600, 3200, 6400, 10_000,
  ])
  expect(restartMs('engine', 1000)).toBe(10_000)
  expect(restartMs('gate', 1000)).toBe(2000)
  expect(ill.slice(0, 6).map(isLoud)).toEqual([false, false, false, false, true, false])
})

test('one that was well begins anew', () => {
  expect(deathsAfter(9, 10_000)).toBe(0)
  expect(restartMs('gate', 0)).toBe(100)
  expect(isLoud(0)).toBe(false)
})
