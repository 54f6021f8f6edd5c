import { expect, test } from 'vitest'
import { afterDeath, isLoud, NO_DEATHS, restartMs } from './restart.js'

test('what keeps dying is started ever later, for ever, and told loudly each fifth time', () => {
  let deaths = NO_DEATHS
  const seen = Array.from({ length: 1000 }, () => {
    deaths = afterDeath(deaths, 100)
    return { ms: restartMs(deaths), isLoud: isLoud(deaths) }
  })
  expect(seen.slice(0, 10).map(({ ms }) => ms)).toEqual([
    100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000,
  ])
  expect(seen.at(-1)?.ms).toBe(30_000)
  expect(seen.slice(0, 6).map((one) => one.isLoud)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ])
})

test('one that was well for a minute begins anew', () => {
  const ill = Array.from({ length: 9 }).reduce(
    (deaths: typeof NO_DEATHS) => afterDeath(deaths, 1),
    NO_DEATHS,
  )
  expect(restartMs(afterDeath(ill, 60_000))).toBe(100)
  expect(isLoud(afterDeath(ill, 60_000))).toBe(false)
})
