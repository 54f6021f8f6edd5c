import { describe, expect, test } from 'vitest'
import { type Person, ROLES, type Role } from '../domain/people.js'
import { type Acted, decideAct, remember } from './act.js'
import type { World } from './deed.js'
import {
  ENROLMENT_TIMES,
  type EnrolmentChange,
  type EnrolmentState,
  enrolmentAct,
  isChange,
} from './enrolment.js'
import { newState } from './state.js'

const NOW_MS = 1_800_000_000_000
const DAY_MS = 86_400_000
const person = (name: string, letter: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: letter.repeat(64),
})
const ALICE = person('alice', 'a')
const BOB = person('bob', 'b')
const CAROL = person('carol', 'c')
const guards = { isConnected: false, isKilled: false, neverTouch: new Set<string>(), company: [] }

/** What the service saw and people did, one after the other. */
function desk() {
  const state = newState()
  let ids = 0
  const newId = () => {
    ids += 1
    return `id-${ids}`
  }
  const see = (to: EnrolmentState, more: Partial<EnrolmentChange> = {}): boolean => {
    const change: EnrolmentChange = {
      ...{ application_id: 'a', account_id: 'acct', program: 'education', to, cause: 'assessed' },
      ...{ due_ms: null, asked: [], held: [], input_id: ids + 1, campaign_id: '', ...more },
    }
    if (!isChange(state, change)) return false
    const { subject: _, ...act } = enrolmentAct(state, change, newId)
    remember(state, { ...act, at_ms: NOW_MS })
    return true
  }
  const act = (by: Person, deed: string, input: object, at: Partial<World> = {}): Acted => {
    const world: World = {
      ...{ nowMs: NOW_MS, policies: [], restrictions: [], guards, canErase: true, ...at },
    }
    const people = [ALICE, BOB, CAROL]
    const acted = decideAct(state, { person: by, deed, input, world, people, id: newId() })
    if (acted.kind !== 'refused') remember(state, { ...acted.act, at_ms: world.nowMs })
    return acted
  }
  const one = () => {
    const found = state.enrolments.get(state.enrolmentOf.get('a') ?? '')
    if (found === undefined) throw new Error('there is none')
    return found
  }
  const all = (deed: string, by = ALICE, more: object = {}, at: Partial<World> = {}) =>
    act(by, deed, { enrolment_ids: [one().enrolment_id], reason: 'looked at', ...more }, at)
  return { state, see, act, one, all }
}

describe('what the service sees', () => {
  test('opens it once, and is judged by what came later alone', () => {
    const { see, one } = desk()
    expect(see('proof_asked', { input_id: 5 })).toBe(true)
    expect(see('granted', { input_id: 5 })).toBe(false)
    expect(see('granted', { input_id: 4 })).toBe(false)
    expect(one().state).toBe('proof_asked')
    expect(see('granted', { input_id: 6 })).toBe(true)
    expect(one()).toMatchObject({ state: 'granted', account_id: 'acct', program: 'education' })
  })

  test('never undoes what people decided', () => {
    const { see, one, all } = desk()
    see('granted')
    all('suspend_enrolments', ALICE)
    all('suspend_enrolments', BOB)
    expect(one().state).toBe('suspended')
    for (const to of ['granted', 'proof_asked', 'expired', 'step_up_asked'] as const) {
      expect(see(to, { input_id: 999 })).toBe(false)
    }
  })

  test('asks an operator anew once a campaign, and not again after it was answered or undone', () => {
    const { see, one, all } = desk()
    see('granted')
    const found = { input_id: 0, cause: 'operator', campaign_id: 'c1', held: ['mail'] as const }
    expect(see('step_up_asked', found)).toBe(true)
    expect(all('undo_enrolments').kind).toBe('done')
    expect(one().state).toBe('granted')
    expect(see('step_up_asked', found)).toBe(false)
    expect(see('step_up_asked', { ...found, campaign_id: 'c2' })).toBe(true)
  })

  test('learns the account that was made after it applied', () => {
    const { see, one } = desk()
    see('proof_asked', { account_id: '' })
    expect(one().account_id).toBe('')
    see('granted', { account_id: 'later' })
    expect(one().account_id).toBe('later')
  })
})

describe('people', () => {
  test('grant and ask by one, for a time; and refuse by two', () => {
    const { see, one, all } = desk()
    see('applied')
    expect(all('grant_enrolments').kind).toBe('done')
    expect(one()).toMatchObject({ state: 'granted', due_ms: NOW_MS + ENROLMENT_TIMES.programMs })
    expect(all('ask_enrolments', ALICE, { proofs: ['identity'] }).kind).toBe('done')
    expect(one()).toMatchObject({ state: 'step_up_asked', asked: ['identity'] })
    expect(one().due_ms).toBe(NOW_MS + ENROLMENT_TIMES.answerMs)
    expect(all('suspend_enrolments').kind).toBe('proposed')
    expect(one().state).toBe('step_up_asked')
    expect(all('suspend_enrolments')).toMatchObject({ why: 'SAME_PERSON' })
    expect(all('suspend_enrolments', BOB).kind).toBe('done')
    expect(one()).toMatchObject({ state: 'suspended', due_ms: null })
  })

  test('rule where they conclude that it is a campaign, and not else', () => {
    const plain = desk()
    plain.see('granted')
    for (const by of [ALICE, BOB]) plain.all('suspend_enrolments', by)
    expect([...plain.state.rulings.values()]).toEqual([])
    const { see, all, state } = desk()
    see('granted')
    for (const by of [ALICE, BOB]) all('suspend_enrolments', by, { conclusion: 'campaign' })
    expect([...state.rulings.values()]).toMatchObject([
      {
        subject_kind: 'account',
        subject_id: 'acct',
        conclusion: 'campaign',
        people: ['alice', 'bob'],
      },
    ])
  })

  test('agree on the same, in whichever order, and on nothing else', () => {
    const { see, act, state } = desk()
    see('applied')
    see('applied', { application_id: 'b' })
    const ids = [...state.enrolments.keys()]
    const suspend = (by: Person, enrolment_ids: readonly string[]) =>
      act(by, 'suspend_enrolments', { enrolment_ids, reason: 'one set' }).kind
    expect(suspend(ALICE, ids)).toBe('proposed')
    expect(suspend(BOB, ids.slice(0, 1))).toBe('proposed')
    expect(suspend(BOB, ids.toReversed())).toBe('done')
  })

  test('do to all of them or to none', () => {
    const { see, act, one, state } = desk()
    see('applied')
    const grant = (enrolment_ids: readonly string[]) =>
      act(ALICE, 'grant_enrolments', { enrolment_ids, reason: 'looked at' })
    expect(grant([one().enrolment_id, 'none'])).toMatchObject({ why: 'NOT_THERE' })
    expect(grant([one().enrolment_id, one().enrolment_id])).toMatchObject({ why: 'INPUT_INVALID' })
    expect(grant([])).toMatchObject({ why: 'INPUT_INVALID' })
    expect([...state.enrolments.values()].map((known) => known.state)).toEqual(['applied'])
  })

  test('touch nobody who is on the never-touch list', () => {
    const { see, act, all } = desk()
    see('granted')
    act(ALICE, 'protect', { kind: 'account', id: 'acct', reason: 'a partner' })
    expect(all('suspend_enrolments')).toMatchObject({ why: 'PROTECTED' })
  })

  test('undo the last step, and come back to a refusal by two alone', () => {
    const { see, one, all } = desk()
    expect(see('applied')).toBe(true)
    expect(all('undo_enrolments')).toMatchObject({ why: 'NOT_THERE' })
    for (const by of [ALICE, BOB]) all('suspend_enrolments', by)
    expect(all('undo_enrolments').kind).toBe('done')
    expect(one().state).toBe('applied')
    expect(all('undo_enrolments')).toMatchObject({ why: 'TAKES_TWO' })
    expect(one().steps.map(({ to }) => to)).toEqual(['applied', 'suspended', 'applied'])
  })

  test('note whose document it was, and whether others showed the same', () => {
    const { see, act, one, state } = desk()
    see('proof_asked')
    see('proof_asked', { application_id: 'b' })
    const sha256 = 'f'.repeat(64)
    const [first = '', second = ''] = state.enrolments.keys()
    const accept = (enrolment_id: string) =>
      act(ALICE, 'accept_proof', { enrolment_id, proof: 'documents', sha256, reason: 'a letter' })
    const shown = accept(first)
    if (shown.kind !== 'done') throw new Error('it was refused')
    expect(JSON.stringify(shown.act.facts)).not.toContain(sha256)
    expect(one().accepted).toMatchObject([{ proof: 'documents', sha256, by: 'alice' }])
    expect(accept(first)).toMatchObject({ why: 'SO_ALREADY' })
    expect(accept(second)).toMatchObject({ act: { facts: { told: { shown_by_others: '1' } } } })
  })
})

describe('an appeal', () => {
  const refused = () => {
    const made = desk()
    made.see('granted')
    for (const by of [ALICE, BOB]) made.all('suspend_enrolments', by, { conclusion: 'campaign' })
    const enrolment_id = made.one().enrolment_id
    const appeal = () =>
      made.act(ALICE, 'appeal_enrolment', { enrolment_id, statement: 'We are a school.' })
    const decide = (by: Person, outcome: string) =>
      made.act(by, 'decide_enrolment_appeal', { enrolment_id, outcome, answer: 'we looked' })
    return { ...made, appeal, decide }
  }

  test('is decided by whoever refused nothing, and holds all else up', () => {
    const { one, all, appeal, decide } = refused()
    expect(decide(CAROL, 'upheld')).toMatchObject({ why: 'NOT_THERE' })
    expect(appeal().kind).toBe('done')
    expect(one()).toMatchObject({ state: 'appealed', statement: 'We are a school.' })
    expect(appeal()).toMatchObject({ why: 'SO_ALREADY' })
    for (const deed of ['grant_enrolments', 'suspend_enrolments', 'undo_enrolments']) {
      expect(all(deed, CAROL)).toMatchObject({ why: 'APPEALED' })
    }
    expect(decide(ALICE, 'overturned')).toMatchObject({ why: 'OWN_DECISION' })
    expect(decide(BOB, 'upheld')).toMatchObject({ why: 'OWN_DECISION' })
    expect(decide(CAROL, 'upheld').kind).toBe('done')
    expect(one().state).toBe('suspended')
  })

  test('that is upheld is not upheld by the same person again', () => {
    const { appeal, decide } = refused()
    appeal()
    decide(CAROL, 'upheld')
    appeal()
    expect(decide(CAROL, 'upheld')).toMatchObject({ why: 'OWN_DECISION' })
  })

  test('that is overturned grants it and rules the account benign, over what was ruled before', () => {
    const { one, state, appeal, decide } = refused()
    appeal()
    expect(decide(CAROL, 'overturned').kind).toBe('done')
    expect(one().state).toBe('granted')
    expect([...state.rulings.values()].map(({ conclusion }) => conclusion)).toEqual([
      'campaign',
      'benign',
    ])
  })
})

test('what is over its time is over by the clock, and may be asked for anew', () => {
  const { see, one } = desk()
  see('granted', { due_ms: NOW_MS + DAY_MS })
  expect(see('expired', { input_id: 0, cause: 'over' })).toBe(true)
  expect(see('expired', { input_id: 0, cause: 'over' })).toBe(false)
  expect(one()).toMatchObject({ state: 'expired', due_ms: null })
  expect(see('granted', { input_id: 999 })).toBe(true)
})
