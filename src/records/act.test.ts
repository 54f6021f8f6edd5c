import { describe, expect, test } from 'vitest'
import { type Person, ROLES, type Role } from '../domain/people.js'
import { type Acted, decideAct, PROPOSAL_MS_MAX, remember } from './act.js'
import type { World } from './deed.js'
import { newState } from './state.js'

const NOW_MS = 1_800_000_000_000
const HOUR_MS = 3_600_000
const person = (name: string, sha256: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: sha256.repeat(64),
})
const ALICE = person('alice', 'a')
const BOB = person('bob', 'b')
const guards = { isConnected: true, isKilled: false, neverTouch: new Set<string>(), company: [] }
const POLICY = {
  ...{ policy_id: 'found', digest: 'd'.repeat(64), level: 'deny', mode: 'live' },
  ...{ reason_code: 'code', appeal: 'Write to us.', measures: {} },
  measures: {},
}

/** What people may do one after the other, each at a time and with those in the settings of then. */
function trail() {
  const state = newState()
  let ids = 0
  return (
    by: Person,
    deed: string,
    input: object,
    { people = [ALICE, BOB], ...at }: { people?: readonly Person[] } & Partial<World> = {},
  ): Acted => {
    const world = {
      nowMs: NOW_MS,
      policies: [POLICY],
      restrictions: [],
      guards,
      canErase: true,
      ...at,
    }
    ids += 1
    const acted = decideAct(state, { person: by, deed, input, world, people, id: `id-${ids}` })
    if (acted.kind !== 'refused') remember(state, { ...acted.act, at_ms: world.nowMs })
    return acted
  }
}
const approve = { policy_id: 'found', digest: 'd'.repeat(64), reason: 'looked at it' }
const APPROVE = 'approve_policy'

describe('what one person proposed', () => {
  test.each([
    ['for three days', PROPOSAL_MS_MAX - 1, undefined, 'done'],
    ['and no longer', PROPOSAL_MS_MAX, undefined, 'proposed'],
    ['for as long as the settings say', 5 * HOUR_MS - 1, 5 * HOUR_MS, 'done'],
    ['which may be shorter', 5 * HOUR_MS, 5 * HOUR_MS, 'proposed'],
    ['also where the clock was set back a little', -HOUR_MS, undefined, 'done'],
    ['and not where it was years ahead', -9000 * HOUR_MS, undefined, 'proposed'],
  ])('waits for a second %s', (_, laterMs, proposalMs, kind) => {
    const act = trail()
    expect(act(ALICE, APPROVE, approve).kind).toBe('proposed')
    expect(act(BOB, APPROVE, approve, { nowMs: NOW_MS + laterMs, proposalMs }).kind).toBe(kind)
  })

  test('counts no more once they lost the role, the token or the name by which they did', () => {
    for (const now of [
      person('alice', 'a', ['viewer']),
      person('alice', 'c'),
      person('anna', 'a'),
    ]) {
      const act = trail()
      act(ALICE, APPROVE, approve)
      expect(act(BOB, APPROVE, approve, { people: [now, BOB] }).kind).toBe('proposed')
    }
  })
})

describe('one person', () => {
  test.each(['Alice', 'ALICE', 'ａlice'])('is not two for being called %s as well', (name) => {
    const other = person(name, 'c')
    const act = trail()
    act(ALICE, APPROVE, approve, { people: [ALICE, other] })
    expect(act(other, APPROVE, approve, { people: [ALICE, other] })).toMatchObject({
      why: 'SAME_PERSON',
    })
  })

  test('who approved a policy decides on no appeal against it under another spelling either', () => {
    const act = trail()
    act(ALICE, APPROVE, approve)
    act(BOB, APPROVE, approve)
    const statement = { account_id: 'acct', policy_id: 'found', statement: 'We are a school.' }
    const people = [person('Alice', 'a'), person('carol', 'c')]
    const appeal = act(person('carol', 'c'), 'open_appeal', statement, { people })
    if (appeal.kind !== 'done') throw new Error(appeal.kind)
    const decision = { appeal_id: appeal.id, outcome: 'upheld', answer: 'No.' }
    const [again, carol] = people as [Person, Person]
    expect(act(again, 'decide_appeal', decision, { people })).toMatchObject({ why: 'OWN_DECISION' })
    expect(act(carol, 'decide_appeal', decision, { people }).kind).toBe('done')
  })
})

describe('who said no to an appeal', () => {
  const statement = 'We are a school.'
  const appeal = { account_id: 'acct_1', policy_id: 'found', statement }
  const decide = (outcome: string, appeal_id: string) => ({
    ...{ appeal_id, outcome, answer: 'because' },
  })

  test('does not say it again to the same account under the same policy, and may say yes', () => {
    const act = trail()
    const opened = () => {
      const acted = act(ALICE, 'open_appeal', appeal)
      return acted.kind === 'refused' ? '' : acted.id
    }
    const first = opened()
    expect(act(ALICE, 'decide_appeal', decide('upheld', first)).kind).toBe('done')
    const second = opened()
    const again = act(ALICE, 'decide_appeal', decide('upheld', second))
    expect(again).toMatchObject({ kind: 'refused', why: 'OWN_DECISION' })
    expect(act(BOB, 'decide_appeal', decide('upheld', second)).kind).toBe('done')
    const third = opened()
    expect(act(BOB, 'decide_appeal', decide('overturned', third)).kind).toBe('done')
    const other = act(BOB, 'open_appeal', { ...appeal, account_id: 'acct_2' })
    const id = other.kind === 'refused' ? '' : other.id
    expect(act(ALICE, 'decide_appeal', decide('upheld', id)).kind).toBe('done')
  })
})
