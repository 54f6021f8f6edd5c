import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-000000000001'
const recognise = sqlFile(import.meta.url, './account_recognised.sql', {
  family_run_id: 'UUID',
  now: 'DateTime64(3)',
  recognised_millibits_min: 'Int32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
})
const found = statement(
  'found',
  'SELECT account_id, campaign_id, weight_millibits FROM account_recognised',
)

/** Who is recognised of one newcomer that carries these traits, each with its family and bits. */
async function recognisedBy(
  traits: readonly (readonly [trait: string, family: string, bits: number, tells: boolean])[],
) {
  await fill(
    held.store,
    {
      newcomer: [{ account_id: 'a', exchanges: 6 }],
      newcomer_trait: traits.map(([trait, family, bits, tells]) => ({
        account_id: 'a',
        campaign_id: 'c',
        trait,
        family,
        tells,
        weight_millibits: bits * 1000,
      })),
    },
    ['account_recognised'],
  )
  await held.store.run(recognise, {
    family_run_id: RUN,
    now: '2026-03-08 00:00:00.000',
    recognised_millibits_min: 16_000,
    family_millibits_min: 3000,
    families_min: 2,
  })
  return held.store.rows<{ weight_millibits: number }>(found)
}

test('a newcomer with the text and the program of a pool is recognised, once', async () => {
  const [row, ...others] = await recognisedBy([
    ['template-family', 'content', 12, true],
    ['shingle', 'content', 9, true],
    ['client-fingerprint', 'client', 8, false],
  ])
  expect(row).toEqual({ account_id: 'a', campaign_id: 'c', weight_millibits: 16_000 })
  expect(others).toEqual([])
})

test('one family alone recognises nobody, however rare: a text that goes round', async () => {
  expect(await recognisedBy([['template-family', 'content', 20, true]])).toEqual([])
})

test('a program, its settings and a sign-up are what strangers have of one SDK', async () => {
  const traits = [
    ['client-fingerprint', 'client', 10, false],
    ['program-and-settings', 'settings', 12, false],
    ['signup-grammar', 'identity', 6, false],
  ] as const
  expect(await recognisedBy(traits)).toEqual([])
  expect(await recognisedBy([...traits, ['payment', 'money', 8, true]])).toHaveLength(1)
})
