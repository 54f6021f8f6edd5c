import fc from 'fast-check'
import { beforeAll, expect, it, test } from 'vitest'
import { EXAMPLE_SECRET, scanExample } from '../../../../test/example.js'
import { testStore } from '../../../../test/store.js'
import { type Case, newState } from '../../../records/state.js'
import { NOBODY } from '../../decisions/by-people.js'
import { readConclusions } from '../../decisions/conclusions.js'
import { policyFile } from '../../decisions/policy.js'
import type { ReadFrom } from '../../people/reading.js'
import type { CampaignRow } from '../campaigns/api.js'
import type { DeedsAnswer, QueueAnswer, RadiusAnswer } from './api.js'
import { QUEUE_READINGS, queueItems } from './readings.js'

const held = testStore()
const NOW_MS = Date.UTC(2026, 2, 20)
beforeAll(async () => {
  await scanExample(held.store)
})

async function read<Answer>(path: string, query = {}, more: object = {}): Promise<Answer> {
  const reading = QUEUE_READINGS.find((one) => one.path === path)
  const state = newState()
  const ledger = { state: () => state, proposals: () => [] }
  const from = { ledger, reader: held.store, nowMs: NOW_MS, ...more }
  const search = new URLSearchParams(query)
  return (await reading?.read({ ...from, query: search } as unknown as ReadFrom)) as Answer
}

const caseOf = (campaign_id: string, closed: string | null, claimed_by: string | null): Case => ({
  ...{ case_id: `case of ${campaign_id}`, campaign_id, opened_ms: 0, notes: [] },
  ...{ closed, claimed_by },
})

test('a campaign waits until its case is closed, the graver first, and a case outlives its campaign', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const row = fc.record({
    campaign_id: id,
    verdict: fc.constantFrom('act' as const, 'review' as const),
    exchanges_extracting: fc.nat(5),
  })
  const rows = fc.uniqueArray(row, { selector: ({ campaign_id }) => campaign_id })
  const one = fc.record({ id, isClosed: fc.boolean() })
  const cases = fc.uniqueArray(one, { selector: ({ id: of }) => of })
  fc.assert(
    fc.property(rows, cases, (campaigns, given) => {
      const items = queueItems(
        campaigns as unknown as CampaignRow[],
        given.map((known) => caseOf(known.id, known.isClosed ? 'done' : null, null)),
      )
      const closed = new Set(given.filter(({ isClosed }) => isClosed).map((known) => known.id))
      const open = given.filter(({ isClosed }) => !isClosed).map((known) => known.id)
      const waiting = campaigns.map(({ campaign_id }) => campaign_id).filter((c) => !closed.has(c))
      expect(new Set(items.map(({ campaign_id }) => campaign_id))).toEqual(
        new Set([...waiting, ...open]),
      )
      const weights = items.map(({ campaign }) =>
        campaign === null
          ? -1
          : Number(campaign.verdict === 'act') * 100 + campaign.exchanges_extracting,
      )
      expect(weights).toEqual([...weights].sort((a, b) => b - a))
    }),
  )
})

it('tells who has a case, the ruling that counts and what was lifted, of that campaign alone', async () => {
  const [first, second] = (await read<QueueAnswer>('/queue')).items
  if (first === undefined || second === undefined) throw new Error('the example has two campaigns')
  const { campaign_id } = first
  const state = newState()
  state.cases.set('1', caseOf(campaign_id, null, 'bob'))
  state.lifted.add(`slow\ncampaign ${campaign_id}`)
  state.rulings.set('r', {
    ...{ ruling_id: 'r', ruled_ms: 1, reason: 'A class.', expires_ms: null, people: ['alice'] },
    ...{ subject_kind: 'campaign', subject_id: campaign_id, conclusion: 'benign' },
  })
  const more = { ledger: { state: () => state, proposals: () => [] } }
  const queue = await read<QueueAnswer>('/queue', {}, more)
  expect(queue.items.map(({ claimed_by }) => claimed_by)).toEqual(['bob', null])
  expect(queue.free).toBe(1)
  expect(await read<DeedsAnswer>('/campaigns/deeds', { campaign_id }, more)).toMatchObject({
    case: { claimed_by: 'bob' },
    ruling: { conclusion: 'benign', people: ['alice'] },
    lifted: ['slow'],
  })
  const other = await read<DeedsAnswer>('/campaigns/deeds', second, more)
  expect(other).toMatchObject({ case: null, ruling: null, lifted: [] })
})

it('measures a policy, one campaign of it, and a ruling, and never touches whom people protected', async () => {
  const policy = policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: ['by-verdict', 'by-ruling'].map((policy_id) => ({
      ...{ policy_id, level: 'deny', mode: 'live', reason_code: 'review', appeal: 'Write.' },
      when: policy_id === 'by-ruling' ? { ruling: 'campaign' } : { verdict: 'review' },
    })),
  })
  const conclusions = await readConclusions(held.store, { policy, nowMs: NOW_MS })
  const inForce = { policy, conclusions, people: NOBODY, hashSecret: EXAMPLE_SECRET, nowMs: NOW_MS }
  const { items } = await read<QueueAnswer>('/queue')
  const campaign = items[0]
  const state = newState()
  const more = { inForce, ledger: { state: () => state, proposals: () => [] } }
  const radius = async (query: object) => {
    const answer = await read<RadiusAnswer>('/blast-radius', query, more)
    return {
      ...answer,
      accounts: (answer.policies ?? []).reduce((sum, one) => sum + one.accounts, 0),
    }
  }
  const whole = await radius({ policy_id: 'by-verdict' })
  const one = await radius({ policy_id: 'by-verdict', campaign_id: campaign?.campaign_id })
  expect(one.accounts).toBe(campaign?.campaign?.operators)
  expect(whole.accounts).toBeGreaterThan(one.accounts)
  expect((await radius({ policy_id: 'by-ruling' })).accounts).toBe(0)
  const ruled = await radius({ campaign_id: campaign?.campaign_id })
  const byRuling = ruled.policies?.find(({ policy_id }) => policy_id === 'by-ruling')
  expect(byRuling?.accounts).toBe(campaign?.campaign?.operators)
  const spared = one.policies?.[0]?.named[0]?.account_id ?? ''
  state.protected.set(`account\n${spared}`, { kind: 'account', id: spared })
  const without = await radius({ policy_id: 'by-verdict', campaign_id: campaign?.campaign_id })
  expect(without.accounts).toBe(one.accounts - 1)
  expect(without.protected).toEqual([spared])
  expect(JSON.stringify(without.policies)).not.toContain(spared)
})
