import { beforeAll, expect, test } from 'vitest'
import { fill, testStore } from '../../test/store.js'
import { campaignNamed } from './campaign-named.js'

const held = testStore()
const NAMES = ['campaign-3f2a', 'campaign-3f2b', 'campaign-3f', 'other']
const one = (campaign_id: string) => ({ kind: 'one', campaign_id })

beforeAll(async () => {
  const runs = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
  await fill(
    held.store,
    {
      campaign: runs.flatMap((run_id) => NAMES.map((campaign_id) => ({ run_id, campaign_id }))),
    },
    [],
  )
})

test('a campaign is named by its id or the beginning of it, and by no beginning that several have', async () => {
  const named = (text: string) => campaignNamed(held.store, text)
  expect(await named('campaign-3f2a')).toEqual(one('campaign-3f2a'))
  expect(await named('oth')).toEqual(one('other'))
  // One that is whole is itself, whatever begins so.
  expect(await named('campaign-3f')).toEqual(one('campaign-3f'))
  expect(await named('campaign-3f2')).toEqual({
    kind: 'several',
    campaign_ids: ['campaign-3f2a', 'campaign-3f2b'],
  })
  // What runs have forgotten is taken as it is.
  expect(await named('campaign-4')).toEqual(one('campaign-4'))
  expect(await named('')).toEqual(one(''))
  // The signs of a pattern are none.
  expect(await named('%')).toEqual(one('%'))
})

test('a whole id is asked of no store', async () => {
  const store = { rows: () => Promise.reject(new Error('away')) }
  const whole = '5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11'
  expect(await campaignNamed(store, whole)).toEqual(one(whole))
})
