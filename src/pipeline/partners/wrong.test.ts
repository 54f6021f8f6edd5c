import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  at,
  context,
  exit,
  found,
  held,
  left,
  mail,
  population,
  rule,
  runAgain,
  signedUp,
  tell,
  weightOf,
} from '../../../test/weigh-partners.js'
import type { IndicatorTold } from '../../domain/told.js'
import { statement } from '../../store/sql.js'
import { INDICATORS_MAX } from './receive.js'
import { weighPartners } from './weigh.js'

const forgetHistory = () => held.store.run(statement('forget', 'TRUNCATE TABLE exchange_origin'))
const withdraw = (all: readonly IndicatorTold[]) =>
  tell(
    [],
    all.map(({ object_id }) => object_id),
  )
const wrong = async () => (await weightOf())?.campaigns_wrong

/** As many as a partner may have in force, and of nobody. */
const many = (from: number): readonly IndicatorTold[] =>
  Array.from({ length: INDICATORS_MAX }, (_, place) => ({
    ...exit(`198.18.${(from + place) >> 8}.${(from + place) & 255}`, 'ebb'),
  }))

describe('what a partner was wrong about', () => {
  const innocent = exit('203.0.113.1')
  beforeEach(async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await tell([innocent])
    await weighPartners(context())
  })

  test('stays counted when it tells and takes back as much as is compared', async () => {
    await rule('a', 'benign')
    await runAgain()
    expect(await wrong()).toBe(1)
    // One is in force all the time, so that of each ten thousand one is refused.
    for (const [day, from] of [0, INDICATORS_MAX, 2 * INDICATORS_MAX].entries()) {
      await tell(many(from), [], 'north', day)
      await withdraw(many(from))
    }
    await runAgain()
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1, trust_millis: 301 })
  })

  test('is nothing where a sender says that somebody is innocent and takes it back', async () => {
    await rule('a', 'benign', 'q', 7)
    await rule('a', 'campaign', 's', 7)
    await runAgain()
    expect(await wrong()).toBe(0)
  })

  test('is found when people rule later, whatever it told and took back meanwhile', async () => {
    await withdraw([innocent])
    for (const from of [0, INDICATORS_MAX]) {
      await tell(many(from))
      await withdraw(many(from))
    }
    await runAgain()
    await rule('a', 'benign')
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('stays counted when the history that showed it is gone', async () => {
    await rule('a', 'benign')
    await runAgain()
    await forgetHistory()
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('is found beside as many other matches of an account as are kept', async () => {
    const others = Array.from({ length: 70 }, (_, place) => exit(`198.51.100.${place}`, 'ebb'))
    for (const { pattern } of others) await left(String(pattern.network).slice(0, -3), ['a'])
    await tell(others, [innocent.object_id])
    await rule('a', 'benign')
    await runAgain()
    // The seventy under one name, and what it took back.
    expect(await wrong()).toBe(2)
  })

  test('counts once, whatever it is called since', async () => {
    await rule('a', 'benign')
    await runAgain()
    await tell([{ ...innocent, campaign_name: 'neap' }])
    await runAgain()
    await rule('b', 'benign', 'q')
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('is struck where people say of the same account that it is of a campaign', async () => {
    await rule('a', 'benign')
    await runAgain()
    await rule('a', 'campaign', 's')
    await runAgain()
    expect(await wrong()).toBe(0)
  })

  test('by proven customers is struck where more operators than they carry what had been told with it', async () => {
    await left('203.0.113.2', ['ref_1', 'ref_2', 'ref_3'])
    const proven = exit('203.0.113.2', 'ebb')
    await tell([proven])
    await runAgain()
    expect(await wrong()).toBe(1)
    await left('203.0.113.2', ['c', 'd', 'e', 'f'])
    // Of what is told later under the same name nothing follows.
    await left('203.0.113.3', ['g', 'h', 'i', 'j'])
    await tell([exit('203.0.113.3', 'ebb')])
    await runAgainAfter(['g', 'h', 'i', 'j'])
    expect(await wrong()).toBe(1)
    await runAgainAfter(['c', 'd', 'e', 'f'])
    expect(await wrong()).toBe(0)
  })
})

test('proven customers alone do not speak for ever against a campaign that is found here a run after it was told', async () => {
  await population()
  await left('203.0.113.2', ['ref_1', 'ref_2', 'ref_3'])
  await left('203.0.113.3', ['g', 'h', 'i', 'j'])
  await signedUp('pool.example', ['g', 'h', 'i', 'j'])
  await tell([exit('203.0.113.2'), exit('203.0.113.3'), mail('pool.example')])
  await weighPartners(context())
  expect(await wrong()).toBe(1)
  await runAgainAfter(['g', 'h', 'i', 'j'])
  expect(await weightOf()).toMatchObject({ campaigns_right: 1, campaigns_wrong: 0 })
})

/** Another run, after one that found these operators. */
async function runAgainAfter(operators: readonly string[]): Promise<void> {
  at.lastRunId = at.runId
  await found(operators)
  await runAgain()
}

test('in whatever order things are told, taken back, ruled, forgotten and weighed, a wrong that was found is counted', async () => {
  const places = [1, 2] as const
  const event = fc.record({
    what: fc.constantFrom('tell', 'tell', 'withdraw', 'rule', 'rule', 'run', 'run', 'forget'),
    place: fc.constantFrom(...places),
  })
  const of = (place: number) => exit(`203.0.113.${place}`, `tide ${place}`)
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 12, maxLength: 18 }), async (events) => {
      for (const table of ['indicator_received', 'exchange_origin', 'ruling', 'partner_wrong']) {
        await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
      }
      await population(300)
      for (const place of places) await left(`203.0.113.${place}`, [`a${place}`])
      const told = new Set<number>()
      const ruled = new Set<number>()
      const expected = new Set<number>()
      let isThere = true
      for (const { what, place } of [...events, { what: 'run', place: 1 }]) {
        if (what === 'tell') {
          await tell([of(place)])
          told.add(place)
        } else if (what === 'withdraw') await withdraw([of(place)])
        else if (what === 'rule') {
          await rule(`a${place}`, 'benign', `r${place}`)
          ruled.add(place)
        } else if (what === 'forget') {
          await forgetHistory()
          isThere = false
        } else {
          await runAgain()
          if (isThere) for (const one of told) if (ruled.has(one)) expected.add(one)
          expect(told.size === 0 ? 0 : await wrong()).toBe(expected.size)
        }
      }
    }),
    { numRuns: 6 },
  )
})
