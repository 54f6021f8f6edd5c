import { expect, test } from 'vitest'
import type { Doing, World } from './deed.js'
import { decideAppeal } from './deeds/appeals.js'
import { ruleBenign } from './deeds/rulings.js'
import type { Share } from './share.js'
import { newState } from './state.js'

const NOW_MS = 1_800_000_000_000
const share = (share_id: string, given: Partial<Share> = {}): Share => ({
  ...{ share_id, campaign_id: 'pool', sha256: 'a'.repeat(64), form: 'plain', marking: 'amber' },
  ...{ to: ['acme'], people: ['alice', 'bob'], released_ms: 0, expires_ms: NOW_MS + 1 },
  withdrawn_ms: null,
  ...given,
})

function known() {
  const state = newState()
  for (const one of [
    share('standing'),
    share('of what it goes on from', { campaign_id: 'before' }),
    share('of others', { campaign_id: 'other' }),
    share('over', { expires_ms: NOW_MS }),
    share('withdrawn', { withdrawn_ms: 1 }),
  ]) {
    state.shares.set(one.share_id, one)
  }
  state.appeals.set('appeal', {
    ...{ appeal_id: 'appeal', account_id: 'acct', policy_id: 'found', statement: 'No.' },
    ...{ opened_ms: 0, claimed_by: null, outcome: null, decided_by: null, decided_ms: null },
    ...{ answer: '', restitution: '' },
  })
  return state
}
const world = { nowMs: NOW_MS, line: { campaigns: ['before', 'pool'] } } as unknown as World
const doing = (told: Doing['told'] = {}): Doing => ({
  ...{ by: 'carol', at_ms: NOW_MS, id: 'ruling', people: ['carol'], told },
})

test.each([
  [
    'a ruling on the account',
    ruleBenign,
    { subject_kind: 'account', subject_id: 'acct', reason: 'It is a class.' },
  ],
  [
    'an appeal that is won',
    decideAppeal,
    { appeal_id: 'appeal', outcome: 'overturned', answer: 'It is a class.', restitution: 'none' },
  ],
] as const)(
  '%s names the shares in force of the campaigns of the account, and withdraws none',
  (_, deed, input) => {
    const state = known()
    const told = deed.told?.(input as never, world, state, []) ?? {}
    expect(told).toEqual({ shares_standing: 'standing\nof what it goes on from' })
    deed.done(state, input as never, doing(told))
    expect(state.rulings.get('ruling')?.shares_standing).toEqual([
      'standing',
      'of what it goes on from',
    ])
    expect(state.shares.get('standing')?.withdrawn_ms).toBeNull()
  },
)

test('an appeal that is lost names none', () => {
  const input = { appeal_id: 'appeal', outcome: 'upheld', answer: 'No.', restitution: 'none' }
  expect(decideAppeal.told?.(input as never, world, known(), [])).toEqual({})
})
