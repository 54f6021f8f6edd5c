import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  at,
  context,
  DAY,
  exit,
  found,
  held,
  left,
  linkersOfPartners,
  mail,
  matches,
  population,
  rule,
  runAgain,
  signedUp,
  tell,
  weightOf,
} from '../../../test/weigh-partners.js'
import { takeIn } from './receive.js'
import { weighPartners } from './weigh.js'

describe('what is told is weighed by our own history', () => {
  test('what none of the reference carries is worth eight bits, whoever tells it', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    const found = await matches()
    expect(found.map(({ account_id }) => account_id)).toEqual(['a', 'b'])
    expect(found[0]?.bits).toBe(8)
  })

  test('what one in fifty of the reference carries is worth nothing, and costs whoever told it', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b', ...Array.from({ length: 21 }, (_, at) => `ref_${at}`)])
    await left('203.0.113.2', ['a', 'b'])
    await tell([exit('203.0.113.1'), exit('203.0.113.2')])
    await weighPartners(context())
    expect((await matches()).map(({ bits }) => bits)).toEqual([8, 8])
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1, trust_millis: 250 })
  })

  test('a value that is new here and that many carry is worth four bits', async () => {
    await population()
    await left(
      '203.0.113.1',
      Array.from({ length: 21 }, (_, at) => `a${at}`),
    )
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    expect(new Set((await matches()).map(({ bits }) => bits))).toEqual(new Set([4]))
  })

  test('where hardly anybody is proven, what many carry is worth nothing', async () => {
    await population(20)
    await left(
      '203.0.113.1',
      Array.from({ length: 21 }, (_, at) => `a${at}`),
    )
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    expect(await matches()).toEqual([])
  })

  test('one thing under ten thousand names is one thing', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    const one = exit('203.0.113.1')
    await tell(
      Array.from({ length: 9000 }, (_, at) => ({
        ...one,
        object_id: `o${at}`,
        campaign_name: `c${at}`,
      })),
    )
    await weighPartners(context())
    expect(await matches()).toHaveLength(2)
  })

  test('what was withdrawn adds nothing, and is remembered where it was wrong', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b', 'c'])
    await tell([exit('203.0.113.1')])
    for (const id of ['a', 'b', 'c']) await rule(id, 'benign', id)
    await tell([], ['indicator--203.0.113.1'])
    await weighPartners(context())
    expect((await matches()).map(({ bits }) => bits)).toEqual([0, 0, 0])
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1 })
  })

  test('whoever carries it after it expired is somebody else', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await takeIn(held.store, {
      ...{ partner_id: 'north', at_ms: Date.parse('2026-03-04T00:00:00Z') },
      told: {
        ...{ withdrawn: [], refused: [] },
        indicators: [
          {
            ...exit('203.0.113.1'),
            valid_from: '2026-03-03T00:00:00Z',
            valid_until: `${DAY}T09:00:00Z`,
          },
        ],
      },
    })
    await weighPartners(context())
    expect(await matches()).toEqual([])
  })
})

describe('the word of a partner', () => {
  beforeEach(async () => {
    await population()
    await left('203.0.113.1', ['a', 'b', 'c'])
    await signedUp('pool.example', ['a', 'b', 'c'])
    await tell([exit('203.0.113.1'), mail('pool.example')])
  })

  test('makes a linker of its own, with half of the bits to begin with', async () => {
    await weighPartners(context())
    const [linker, ...others] = await linkersOfPartners()
    expect(others).toEqual([])
    expect(linker).toMatchObject({ id: 'partner-indicator:north', bits_max: 4, m: 0.15 })
    expect(linker?.statement).toContain('the partner north told')
  })

  test('is worth no more where operators of ours carry what it told, and people are told of it', async () => {
    await found(['a', 'b'])
    await weighPartners(context())
    expect(await weightOf()).toEqual({ campaigns_right: 1, campaigns_wrong: 0, trust_millis: 500 })
  })

  test('is worth more from the next run on where two people vouch for it, until it is paused', async () => {
    await ask('vouch_for_partner', 1)
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({ trust_millis: 600 })
    await ask('pause_partner', 2)
    await ask('resume_partner', 3)
    await runAgain()
    expect(await weightOf()).toMatchObject({ trust_millis: 500 })
  })

  test('is vouched for by people alone, and for each partner apart', async () => {
    await tell([exit('203.0.113.1', 'ebb')], [], 'south')
    await ask('vouch_for_partner', 1, { by: 'south' })
    await held.store.insert('audit', [
      { seq: 2, actor: 'service', action: 'vouch_for_partner', object: 'partner north' },
    ])
    await weighPartners(context())
    expect(await weightOf('south')).toMatchObject({ trust_millis: 600 })
    expect(await weightOf('north')).toMatchObject({ trust_millis: 500 })
  })

  test('falls in the next run after people found those innocent whom it told of', async () => {
    await found(['a', 'b', 'c'])
    for (const id of ['a', 'b', 'c']) await rule(id, 'benign', id)
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({
      campaigns_right: 0,
      campaigns_wrong: 1,
      trust_millis: 250,
    })
  })

  test('counts for nothing while it is paused', async () => {
    await ask('pause_partner', 1)
    await weighPartners(context())
    expect(await linkersOfPartners()).toEqual([])
    await ask('propose', 2)
    at.runId = randomUUID()
    await weighPartners(context())
    expect(await linkersOfPartners()).toEqual([])
    await ask('resume_partner', 3)
    at.runId = randomUUID()
    await weighPartners(context())
    expect(await linkersOfPartners()).toHaveLength(1)
  })

  test('is heard with that of another apart from it', async () => {
    await tell([exit('203.0.113.1', 'ebb')], [], 'south')
    await weighPartners(context())
    expect((await linkersOfPartners()).map(({ id }) => id)).toEqual([
      'partner-indicator:north',
      'partner-indicator:south',
    ])
  })
})
