import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { decide } from './recognition.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-000000000001'
const found = statement(
  'found',
  'SELECT account_id, campaign_id, weight_millibits FROM account_recognised ORDER BY account_id',
)

type Carried = readonly [trait: string, family: string, bits: number, tells: boolean]
type Row = { readonly account_id: string; readonly weight_millibits: number }

/** Who is recognised of newcomers that carry these traits. All have the same value of a trait. */
async function recognisedOf(newcomers: Readonly<Record<string, readonly Carried[]>>) {
  const rows = Object.entries(newcomers).flatMap(([account_id, traits]) =>
    traits.map(([trait, family, bits, tells]) => ({
      account_id,
      campaign_id: 'c',
      trait,
      family,
      tells,
      value_hash: 7,
      weight_millibits: bits * 1000,
      exchanges: 6,
    })),
  )
  await fill(held.store, { newcomer_trait: rows }, ['account_recognised'])
  await decide(held.store, RUN, new Date('2026-03-08T00:00:00Z'))
  return held.store.rows<Row>(found)
}

const recognisedBy = (traits: readonly Carried[]) => recognisedOf({ a: traits })

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
  const traits: readonly Carried[] = [
    ['client-fingerprint', 'client', 10, false],
    ['program-and-settings', 'settings', 12, false],
    ['signup-grammar', 'identity', 6, false],
  ]
  expect(await recognisedBy(traits)).toEqual([])
  expect(await recognisedBy([...traits, ['payment', 'money', 8, true]])).toHaveLength(1)
})

test('a program counts once, though its settings have it in them', async () => {
  const text: Carried = ['prompt-and-tools', 'content', 8, true]
  const program: Carried = ['client-fingerprint', 'client', 10, false]
  const settings: Carried = ['program-and-settings', 'settings', 12, false]
  expect(await recognisedBy([settings, text])).toHaveLength(1)
  const [row] = await recognisedBy([settings, program, text])
  expect(row?.weight_millibits).toBe(16_000)
  const [other] = await recognisedBy([settings, program, ['payment', 'money', 16, true]])
  expect(other?.weight_millibits).toBe(22_000)
})

const PROGRAM: readonly Carried[] = [
  ['client-fingerprint', 'client', 12, false],
  ['program-and-settings', 'settings', 10, false],
  ['signup-grammar', 'identity', 6, false],
]
const many = (name: string, count: number, traits: readonly Carried[]) =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [`${name}-${place}`, traits]))

const TOLD = many('told', 10, [...PROGRAM, ['asks', 'asks', 6, true]])

test('the company it keeps recognises a newcomer whose first exchanges are all cover', async () => {
  expect(await recognisedOf({ ...TOLD, ...many('cover', 20, PROGRAM) })).toHaveLength(30)
})

test('an SDK that strangers share is no company, though members of a pool use it too', async () => {
  expect(await recognisedOf({ ...TOLD, ...many('stranger', 21, PROGRAM) })).toHaveLength(10)
})

test('company by one family is a text or a fingerprint, and speaks for nobody', async () => {
  const half: readonly Carried[] = [
    ['client-fingerprint', 'client', 12, false],
    ['signup-day', 'time', 10, false],
  ]
  expect(await recognisedOf({ ...TOLD, one: half })).toHaveLength(10)
})

test('a text that few send who have anything else of the pool goes round, and tells nothing', async () => {
  const text: Carried = ['shingle', 'content', 12, true]
  const program: readonly Carried[] = [...PROGRAM, text]
  expect(
    await recognisedOf({ ...many('same', 2, program), ...many('other', 4, [text]) }),
  ).toHaveLength(2)
  expect(await recognisedOf({ ...many('same', 2, program), ...many('other', 5, [text]) })).toEqual(
    [],
  )
})

test('of a campaign that comes back less is asked of the next', async () => {
  const weak: readonly Carried[] = [
    ['payment', 'money', 12, true],
    ['client-fingerprint', 'client', 4, false],
  ]
  expect(await recognisedOf({ one: weak })).toEqual([])
  expect(await recognisedOf({ one: weak, ...TOLD })).toHaveLength(11)
})

test('a text that none of those sends who come back asks for as much as before', async () => {
  const weak: readonly Carried[] = [
    ['shingle', 'content', 12, true],
    ['client-fingerprint', 'client', 4, false],
  ]
  const without = many('told', 10, [
    ['payment', 'money', 12, true],
    ['program-and-settings', 'settings', 10, false],
  ])
  expect(await recognisedOf({ one: weak, ...without })).toHaveLength(10)
  const [text] = weak
  const sending = Object.fromEntries(
    Object.entries(without).map(([id, traits]) => [id, text ? [...traits, text] : traits]),
  )
  expect(await recognisedOf({ one: weak, ...sending })).toHaveLength(11)
})

test('a standing that no operator of the pool has is taken off whole', async () => {
  const traits: readonly Carried[] = [...PROGRAM, ['payment', 'money', 6, true]]
  expect(await recognisedBy(traits)).toHaveLength(1)
  expect(await recognisedBy([...traits, ['standing', 'standing', -5, false]])).toEqual([])
})

test('a verified organisation is one, whatever it has of a pool', async () => {
  const traits: readonly Carried[] = [...PROGRAM, ['payment', 'money', 16, true]]
  const identity = [{ account_id: 'a', entity_id: 'a', is_organization_verified: 1 }]
  await fill(held.store, { account_identity: identity }, [])
  try {
    expect(await recognisedOf({ a: traits, b: traits })).toMatchObject([{ account_id: 'b' }])
  } finally {
    await fill(held.store, {}, ['account_identity'])
  }
})
