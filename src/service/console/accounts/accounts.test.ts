import { beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import type { ReadFrom } from '../../people/reading.js'
import type { AccountAnswer, AccountExchangesAnswer, AccountsAnswer } from './api.js'
import { ACCOUNTS_READINGS } from './readings.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-0000000000f1'
const AT = '2026-03-01 10:00:00.000'
const SENT = 120

const asked = async <Answer>(path: string, query: Record<string, string>) => {
  const reading = ACCOUNTS_READINGS.find((one) => one.path === path)
  const from = { reader: held.store, query: new URLSearchParams(query) }
  return (await reading?.read(from as unknown as ReadFrom)) as Answer
}
const foundBy = async (name: string) => {
  const { hits } = await asked<AccountsAnswer>('/accounts', { name })
  return hits.map(({ account_id, found_by }) => `${account_id} by ${found_by}`)
}

beforeAll(async () => {
  const { store } = held
  await store.insert('run', [
    { run_id: RUN, started_at: AT, finished_at: AT, window_start: AT, window_end: AT },
  ])
  const ids = ['one', 'one-two', ...Array.from({ length: 60 }, (_, at) => `many-${at}`)]
  await store.insert(
    'account_identity',
    ids.map((account_id) => ({
      account_id,
      entity_id: account_id === 'one' ? 'firm' : account_id,
    })),
  )
  await store.insert('campaign_member', [
    { run_id: RUN, campaign_id: 'camp', account_id: 'one-two', role: 'operator', membership: 0.9 },
  ])
  await store.insert(
    'exchange',
    Array.from({ length: SENT }, (_, at) => ({
      ...{ exchange_id: `e${at}`, account_id: 'one', api_key_id: 'key-1', prompt: 'secret words' },
      received_at: AT,
    })),
  )
})

test('an account is found by its id, the beginning of it, its organisation, key and campaign', async () => {
  expect(await foundBy('one')).toEqual(['one by account', 'one-two by beginning'])
  expect(await foundBy('firm')).toEqual(['one by organisation'])
  expect(await foundBy('key-1')).toEqual(['one by key'])
  expect(await foundBy('camp')).toEqual(['one-two by campaign'])
  expect(await foundBy('')).toEqual([])
  expect(await foundBy("'; DROP TABLE run")).toEqual([])
})

test('no more are told than somebody reads, and that there are more is said', async () => {
  const answer = await asked<AccountsAnswer>('/accounts', { name: 'many' })
  expect([answer.hits.length, answer.is_cut]).toEqual([50, true])
})

test('an account is told whole, and one that nobody saw is not there', async () => {
  const { account, would_change } = await asked<AccountAnswer>('/accounts/one', {
    account_id: 'one',
  })
  expect(account?.verdict.verdict).toBe('clear')
  expect(would_change.join()).toContain('Nothing ties it to another account')
  const nobody = await asked<AccountAnswer>('/accounts/one', { account_id: 'nobody' })
  expect(nobody.account).toBeNull()
})

test('every exchange is on one page, and none says what it holds', async () => {
  const seen = new Set<string>()
  for (let after: number | null = 0; after !== null; ) {
    const page: AccountExchangesAnswer = await asked('/accounts/exchanges', {
      ...{ account_id: 'one', after: `${after}` },
    })
    expect(JSON.stringify(page)).not.toContain('secret')
    for (const { exchange_id } of page.exchanges) seen.add(exchange_id)
    after = page.next
  }
  expect(seen.size).toBe(SENT)
})
