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
  mail,
  population,
  rowsOf,
  runAgain,
  signedUp,
  tell,
  weightOf,
} from '../../../test/weigh-partners.js'
import { indicatorId } from '../../domain/indicator.js'
import type { IndicatorTold } from '../../domain/told.js'
import { partnerMet } from '../../store/partners.js'
import { weighPartners } from './weigh.js'

// What a partner's word is worth rises by two people alone. Whatever it tells, hears back or repeats, and whatever others tell, earns
// and costs nothing; people see how it came to know what is met here.

const OPERATORS = ['a', 'b', 'c', 'd', 'e', 'f']
const [ours, theirs] = [exit('203.0.113.1'), mail('pool.example')]
const idOf = ({ kind, pattern }: IndicatorTold) => indicatorId(kind, pattern)

beforeEach(async () => {
  await population()
  await left('203.0.113.1', OPERATORS)
  await signedUp('pool.example', OPERATORS)
  await found(OPERATORS)
})

const trust = async (partner?: string) => (await weightOf(partner))?.trust_millis
/** Another run, that found the same operators. */
async function weighed(): Promise<void> {
  await weighPartners(context())
  await found(OPERATORS, 'act', 'ours', at.runId)
}
const met = () => partnerMet(held.store, at.runId, 'north')

describe('nothing is earned', () => {
  test('by what was told without a name, met, and told again under one with a cause more', async () => {
    await tell([{ ...ours, campaign_name: '' }])
    await weighPartners(context())
    await tell([ours, theirs], [], 'north', 1)
    at.lastRunId = at.runId
    await found(OPERATORS)
    await runAgain()
    await found(OPERATORS, 'act', 'ours', at.runId)
    expect(await trust()).toBe(500)
    expect(await met()).toMatchObject([
      { told_campaign: 'tide', patterns_met: 2, operators: 6, first_told: '2026-03-08T00:00:00Z' },
    ])
    expect((await met())[0]?.last_named).toBe('2026-03-09T00:00:00Z')
  })

  test('by a network of 65,536 addresses', async () => {
    await tell([{ ...ours, pattern: { network: '203.0.0.0/16', date: DAY } }, theirs])
    await weighed()
    expect(await trust()).toBe(500)
  })

  test('by a campaign that is told in full, nor by its name in a later bundle', async () => {
    await tell([ours, theirs].map((one) => ({ ...one, campaign_name: '' })))
    await tell([ours, theirs])
    await weighed()
    expect(await trust()).toBe(500)
  })
})

describe('what another tells first', () => {
  test.each([
    ['is shown to whoever may vouch', false, 2],
    ['is not where the other is paused', true, 0],
  ])('%s, and costs nothing', async (_, isPaused, patterns_echoed) => {
    await ask('vouch_for_partner', 1)
    await tell(
      [ours, theirs, mail('nobody.example')].map((one) => ({ ...one, campaign_name: '' })),
      [],
      'south',
    )
    if (isPaused) await ask('pause_partner', 2, { by: 'south' })
    await tell([ours, theirs], [], 'north', 1)
    await weighed()
    expect(await trust()).toBe(600)
    expect(await met()).toMatchObject([{ patterns_met: 2, patterns_echoed }])
  })

  test('had left here, and is counted so', async () => {
    const shared = { sha256: 'f'.repeat(64), shared_at: '2026-03-07 12:00:00.000' }
    await held.store.insert('indicator_shared', [{ ...shared, indicator_id: idOf(ours) }])
    await tell([ours, theirs])
    await weighed()
    expect(await met()).toMatchObject([{ patterns_met: 2, patterns_echoed: 1 }])
  })
})

test('of lot people see how much was told for what was met, and whom else it is of', async () => {
  await left('203.0.113.2', ['g', 'h'])
  await tell([
    ours,
    exit('203.0.113.2'),
    ...Array.from({ length: 98 }, (_, at) => exit(`198.18.0.${at}`)),
  ])
  await weighed()
  expect(await met()).toMatchObject([
    { kinds: ['network-day'], patterns_told: 100, patterns_met: 1, operators: 6, others: 2 },
  ])
})

test('a name holds for a pattern in whichever bundle it comes, and is not taken back by one that says none', async () => {
  const named = async () =>
    rowsOf(`SELECT DISTINCT told_campaign FROM indicator_match WHERE run_id = {run_id:UUID}`)
  await tell([{ ...ours, campaign_name: '' }])
  await tell([ours])
  await tell([{ ...ours, object_id: 'another', campaign_name: '' }])
  await weighed()
  expect(await named()).toEqual([{ told_campaign: 'tide' }])
})
