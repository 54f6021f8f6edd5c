import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  at,
  context,
  exit,
  found,
  held,
  left,
  population,
  program,
  rule,
  runAgain,
  tell,
  used,
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
/** People let go of these, or say since that they are of a campaign. */
const ruleOn = async (ids: readonly string[], conclusion = 'benign', ruling = 'r') => {
  for (const id of ids) await rule(id, conclusion, `${ruling} ${id}`)
}
const INNOCENTS = ['a', 'b', 'c']

/** As many as a partner may have in force, and of nobody. */
const many = (from: number): readonly IndicatorTold[] =>
  Array.from({ length: INDICATORS_MAX }, (_, place) => ({
    ...exit(`198.18.${(from + place) >> 8}.${(from + place) & 255}`, 'ebb'),
  }))

describe('what a partner was wrong about', () => {
  const innocent = exit('203.0.113.1')
  beforeEach(async () => {
    await population()
    await left('203.0.113.1', [...INNOCENTS, 'd'])
    await tell([innocent])
    await weighPartners(context())
  })

  test('stays counted when it tells and takes back as much as is compared', async () => {
    await ruleOn(INNOCENTS)
    await runAgain()
    expect(await wrong()).toBe(1)
    // One is in force all the time, so that of each ten thousand one is refused.
    for (const [day, from] of [0, INDICATORS_MAX, 2 * INDICATORS_MAX].entries()) {
      await tell(many(from), [], 'north', day)
      await withdraw(many(from))
    }
    await runAgain()
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1, trust_millis: 250 })
  })

  test('is nothing where a sender says that somebody is innocent and takes it back', async () => {
    for (const id of INNOCENTS) {
      await rule(id, 'benign', `q ${id}`, 7)
      await rule(id, 'campaign', `s ${id}`, 7)
    }
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
    await ruleOn(INNOCENTS)
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('stays counted when the history that showed it is gone', async () => {
    await ruleOn(INNOCENTS)
    await runAgain()
    await forgetHistory()
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('is found beside as many other matches of an account as are kept', async () => {
    const others = Array.from({ length: 70 }, (_, place) => exit(`198.51.100.${place}`, 'ebb'))
    for (const { pattern } of others) await left(String(pattern.network).slice(0, -3), INNOCENTS)
    await tell(others, [innocent.object_id])
    await ruleOn(INNOCENTS)
    await runAgain()
    // The seventy under one name, and what it took back.
    expect(await wrong()).toBe(2)
  })

  test('counts once, whatever it is called since', async () => {
    await ruleOn(INNOCENTS)
    await runAgain()
    await tell([{ ...innocent, campaign_name: 'neap' }])
    await runAgain()
    await rule('d', 'benign', 'q')
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('is struck where people say of the same accounts that they are of a campaign', async () => {
    await ruleOn(INNOCENTS)
    await runAgain()
    await ruleOn(INNOCENTS, 'campaign', 's')
    await runAgain()
    expect(await wrong()).toBe(0)
  })

  test('by proven customers is struck where more operators than they carry the same', async () => {
    await left('203.0.113.2', ['ref_1', 'ref_2', 'ref_3'])
    await tell([exit('203.0.113.2', 'ebb')])
    await runAgain()
    expect(await wrong()).toBe(1)
    await left('203.0.113.2', ['e', 'f', 'g', 'h'])
    // Of what else is told under the same name nothing follows.
    await left('203.0.113.3', ['i', 'j', 'k', 'l'])
    await tell([exit('203.0.113.3', 'ebb')])
    await runAgainAfter(['i', 'j', 'k', 'l'])
    expect(await wrong()).toBe(1)
    await runAgainAfter(['e', 'f', 'g', 'h'])
    expect(await wrong()).toBe(0)
  })

  test('counts no more where two people vouch for the partner, who know of it; what is found since does', async () => {
    await ruleOn(INNOCENTS)
    await runAgain()
    expect(await wrong()).toBe(1)
    await ask('vouch_for_partner', 1, { when: '2026-03-09 00:00:00.000' })
    await runAgain()
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 0, trust_millis: 600 })
    await left('203.0.113.2', ['ref_1', 'ref_2', 'ref_3'])
    await tell([exit('203.0.113.2', 'ebb')])
    at.end = '2026-03-10 00:00:00.000'
    await runAgain()
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1, trust_millis: 300 })
  })
})

describe('a partner is wrong about no campaign', () => {
  const OPERATORS = ['g', 'h', 'i', 'j']
  beforeEach(async () => {
    await population()
    await left('203.0.113.2', OPERATORS)
    await found(OPERATORS)
  })

  test.each([[['v']], [['v', 'w', 'x']]])(
    'for %j, who were sent through an exit of its operators and let go',
    async (visitors) => {
      await left('203.0.113.2', visitors)
      await tell([exit('203.0.113.2')])
      await ruleOn(visitors)
      await weighPartners(context())
      expect(await wrong()).toBe(0)
    },
  )

  test('for one or two who were sent through an exit that nobody else came by, and let go', async () => {
    await left('203.0.113.3', ['v', 'w'])
    await tell([exit('203.0.113.2'), exit('203.0.113.3')])
    await ruleOn(['v', 'w'])
    await weighPartners(context())
    expect(await wrong()).toBe(0)
  })

  test('for a program that is common here: how many have one here another provider cannot know', async () => {
    const many = Array.from({ length: 30 }, (_, place) => `ref_${place}`)
    await used(many)
    await left('203.0.113.4', many)
    await tell([program()])
    await weighPartners(context())
    expect(await wrong()).toBe(0)
    await tell([exit('203.0.113.4')])
    await runAgain()
    expect(await wrong()).toBe(1)
  })

  test('for a program that more have whom nobody knows than proven customers', async () => {
    await used(['ref_1', 'ref_2', 'ref_3'])
    await left('203.0.113.5', ['g', 'h', 'i', 'j'])
    await used(['g', 'h', 'i', 'j'])
    await tell([program()])
    await weighPartners(context())
    expect(await wrong()).toBe(0)
  })

  test('but for a program that three proven customers have, which ties whoever has it', async () => {
    await used(['ref_1', 'ref_2', 'ref_3'])
    await tell([program()])
    await weighPartners(context())
    expect(await wrong()).toBe(1)
  })

  test('for what nobody carries but one that was let go, told alone: no group of ours is touched by it', async () => {
    for (const [place, id] of INNOCENTS.entries()) await left(`203.0.113.${10 + place}`, [id])
    await tell(INNOCENTS.map((name, place) => exit(`203.0.113.${10 + place}`, name)))
    await ruleOn(INNOCENTS)
    await weighPartners(context())
    expect(await wrong()).toBe(0)
  })
})

test.each([
  ['and nobody else', []],
  ['and operators with them', ['203.0.113.2']],
])(
  'it is wrong about three who were let go, each with an exit of its own, told as one campaign %s',
  async (_, more) => {
    await population()
    await left('203.0.113.2', ['g', 'h', 'i', 'j'])
    await found(['g', 'h', 'i', 'j'])
    for (const [place, id] of INNOCENTS.entries()) await left(`203.0.113.${10 + place}`, [id])
    const theirs = INNOCENTS.map((_, place) => exit(`203.0.113.${10 + place}`))
    await tell([...theirs, ...more.map((ip) => exit(ip))])
    await ruleOn(INNOCENTS)
    await weighPartners(context())
    expect(await wrong()).toBe(1)
  },
)

test('it is wrong about a campaign that people ruled benign', async () => {
  await population()
  await left('203.0.113.2', ['g', 'h', 'i', 'j'])
  await found(['g', 'h', 'i', 'j'])
  await tell([exit('203.0.113.2')])
  const ruling = { ruling_id: 'r', ruled_at: '2026-03-07 00:00:00', conclusion: 'benign' }
  await held.store.insert('ruling', [{ ...ruling, subject_kind: 'campaign', subject_id: 'ours' }])
  await weighPartners(context())
  expect(await wrong()).toBe(1)
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
  const innocentsOf = (place: number) => INNOCENTS.map((id) => `${id}${place}`)
  const of = (place: number) => exit(`203.0.113.${place}`, `tide ${place}`)
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 12, maxLength: 18 }), async (events) => {
      for (const table of ['indicator_received', 'exchange_origin', 'ruling', 'partner_wrong']) {
        await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
      }
      await population(300)
      for (const place of places) await left(`203.0.113.${place}`, innocentsOf(place))
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
          await ruleOn(innocentsOf(place))
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
