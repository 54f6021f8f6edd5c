import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import type { RunContext } from '../stage.js'
import { collectFindings } from './findings.js'

const holder = testStore()
const run_id = '11111111-1111-4111-8111-111111111111'

/** A campaign of one operator, one customer and one victim, of a cluster with so many links. */
async function findingsOf(cluster: { readonly links: number; readonly rests_on: string }) {
  const roles = { a: 'operator', b: 'customer', v: 'victim' } as const
  const ids = Object.keys(roles) as (keyof typeof roles)[]
  const given = await fill(
    holder.store,
    {
      campaign: [{ run_id, campaign_id: 'k', cluster_id: 'c1', verdict: 'review', confidence: 70 }],
      campaign_member: ids.map((account_id) => ({
        run_id,
        campaign_id: 'k',
        account_id,
        role: roles[account_id],
      })),
      cluster: [{ run_id, cluster_id: 'c1', accounts: 3, ...cluster }],
      verdict: ids.map((subject_id) => ({
        run_id,
        subject_kind: 'account',
        subject_id,
        verdict: 'review',
        confidence: 70,
        reasons:
          subject_id === 'v'
            ? ['victim', 'c1', 'two-lives: of two']
            : ['operator', 'c1', 'linked: by links'],
      })),
      exchange: ids.map((id) => ({ exchange_id: id, account_id: id })),
      exchange_fingerprint: ids.map((id) => ({ exchange_id: id, account_id: id })),
      account_profile: ids.map((account_id) => ({ account_id, exchanges: 1 })),
    },
    ['cluster_member', 'campaign_evidence', 'campaign_taken', 'countermeasure_proposed'],
  )
  return collectFindings({
    ...given,
    store: holder.store,
    runId: run_id,
    version: '0',
    linkers: [],
    detectors: [],
    hashKey: given.hash_key,
    window: { start: given.window_start, end: given.window_end },
  } as unknown as RunContext)
}

test('a group that no link holds rests on likeness, and one of several ties on none', async () => {
  const alike = await findingsOf({ links: 0, rests_on: '' })
  expect(alike.campaigns[0]?.rests_on).toBe('likeness')
  const linked = await findingsOf({ links: 9, rests_on: '' })
  expect(linked.campaigns[0]?.rests_on).toBe('')
})

test('a member’s reasons begin with its role, and say what made it that', async () => {
  const { accounts } = await findingsOf({ links: 9, rests_on: '' })
  expect(Object.fromEntries(accounts.map((one) => [one.account_id, one.reasons]))).toEqual({
    a: ['operator', 'linked: by links'],
    b: ['customer', expect.stringMatching(/^took-nothing: /), 'linked: by links'],
    v: ['victim', 'two-lives: of two'],
  })
})
