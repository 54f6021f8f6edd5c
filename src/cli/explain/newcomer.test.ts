import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { newcomerOf } from '../../explain/newcomer.js'
import { newcomerLines } from './newcomer-text.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-000000000001'
const trait = (campaign_id: string, id: string, bits: number, tells = false) => ({
  account_id: 'a',
  campaign_id,
  trait: id,
  family: id,
  tells,
  weight_millibits: bits * 1000,
  exchanges: 4,
})
const TERMINAL = {
  columns: 80,
  ink: { strong: (text: string) => text, faint: (text: string) => text },
}
const told = () => newcomerOf(held.store, { run_id: RUN, account_id: 'a' }, [])
const TRAITS = [
  trait('near', 'asks', 6, true),
  trait('near', 'standing', -2),
  trait('far', 'shingle', 3),
]

test('a newcomer who is recognised is told with its campaign, its traits and what frees it', async () => {
  await fill(
    held.store,
    {
      newcomer_trait: TRAITS,
      account_recognised: [
        {
          run_id: RUN,
          account_id: 'a',
          campaign_id: 'near',
          recognised_at: '2026-03-08 00:30:00.000',
          exchanges: 4,
          weight_millibits: 16_500,
          traits: ['asks: 6 bits', 'asks: 10 of 12 who carry it'],
        },
      ],
    },
    [],
  )
  const newcomer = await told()
  expect(newcomer).toMatchObject({ campaign_id: 'near', is_recognised: true, weight_bits: 16.5 })
  expect(newcomer?.traits.map(({ weight_bits }) => weight_bits)).toEqual([6, -2])
  expect(newcomer?.company).toEqual(['asks: 10 of 12 who carry it'])
  const text = newcomer === undefined ? '' : newcomerLines(newcomer, TERMINAL as never).join('\n')
  expect(text).toContain('ruling of `benign`')
})

test('one who is not is told what it comes nearest to, and who was not compared is told nothing', async () => {
  await fill(held.store, { newcomer_trait: TRAITS }, ['account_recognised'])
  expect(await told()).toMatchObject({ campaign_id: 'near', is_recognised: false, exchanges: 4 })
  await fill(held.store, {}, ['newcomer_trait'])
  expect(await told()).toBeUndefined()
})
