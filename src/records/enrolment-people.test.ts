import { describe, expect, test } from 'vitest'
import type { Person } from '../domain/people.js'
import { ALICE, BOB, CAROL, desk, NOW_MS } from './enrolment.fixture.js'
import { ENROLMENT_TIMES } from './enrolment.js'

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
    see('proof_asked', { application_id: 'b', account_id: 'other' })
    see('proof_asked', { application_id: 'more of b', account_id: 'other' })
    see('proof_asked', { application_id: 'more of a' })
    for (const application_id of ['c', 'd']) see('proof_asked', { application_id, account_id: '' })
    const sha256 = 'f'.repeat(64)
    const [first = '', second = '', third = '', own = '', c = '', d = ''] = state.enrolments.keys()
    const accept = (enrolment_id: string) =>
      act(ALICE, 'accept_proof', { enrolment_id, proof: 'documents', sha256, reason: 'a letter' })
    const shown = accept(first)
    if (shown.kind !== 'done') throw new Error('it was refused')
    expect(JSON.stringify(shown.act.facts)).not.toContain(sha256)
    expect(one().accepted).toMatchObject([{ proof: 'documents', sha256, by: 'alice' }])
    expect(accept(first)).toMatchObject({ why: 'SO_ALREADY' })
    const others = (enrolment_id: string) => {
      const said = accept(enrolment_id)
      return said.kind === 'done' && JSON.stringify(said.act.facts.told)
    }
    expect(others(second)).toBe('{"shown_by_others":"1"}')
    // Another application of one's own is no other, and of one account several are one.
    expect([others(third), others(own), others(c), others(d)]).toEqual(
      [1, 1, 2, 3].map((count) => `{"shown_by_others":"${count}"}`),
    )
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
    expect(decide(ALICE, 'upheld')).toMatchObject({ why: 'OWN_DECISION' })
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

describe('one person alone', () => {
  test('takes nothing away: not by undoing, nor by an appeal in the name of who was refused nothing', () => {
    const { see, act, one, all } = desk()
    see('proof_asked')
    see('granted', { input_id: 50 })
    expect(all('undo_enrolments')).toMatchObject({ why: 'TAKES_TWO' })
    const { enrolment_id } = one()
    const appeal = () => act(ALICE, 'appeal_enrolment', { enrolment_id, statement: 'no' })
    expect(appeal()).toMatchObject({ why: 'NOT_THERE' })
    const other = desk()
    other.see('proof_asked')
    const id = other.one().enrolment_id
    expect(
      other.act(ALICE, 'appeal_enrolment', { enrolment_id: id, statement: 'no' }),
    ).toMatchObject({ why: 'NOT_THERE' })
  })

  test('does not second what was proposed of somebody who was let go meanwhile', () => {
    const { see, act, one, all } = desk()
    see('granted')
    expect(all('suspend_enrolments', ALICE).kind).toBe('proposed')
    const later = { nowMs: NOW_MS + 1 }
    all('ask_enrolments', CAROL, { proofs: ['identity'] }, later)
    all('undo_enrolments', CAROL, {}, { nowMs: NOW_MS + 2 })
    expect(one().state).toBe('granted')
    expect(all('suspend_enrolments', BOB, {}, { nowMs: NOW_MS + 3 }).kind).toBe('proposed')
    const { account_id: subject_id } = one()
    act(ALICE, 'rule_benign', { subject_kind: 'account', subject_id, reason: 'a school' })
    expect(all('suspend_enrolments', ALICE)).toMatchObject({ why: 'RULED_BENIGN' })
  })

  test('lets go of a refusal and of its ruling, also where they refused: only a second no is somebody else\u2019s', () => {
    const { see, act, one, all, state } = desk()
    see('granted')
    for (const by of [ALICE, BOB]) all('suspend_enrolments', by, { conclusion: 'campaign' })
    all('undo_enrolments', ALICE)
    expect(one().state).toBe('granted')
    const last = () => [...state.rulings.values()].at(-1)?.conclusion
    expect(last()).toBe('undecided')
    for (const by of [ALICE, BOB]) all('suspend_enrolments', by, { conclusion: 'campaign' })
    const { enrolment_id } = one()
    act(ALICE, 'appeal_enrolment', { enrolment_id, statement: 'we are a school' })
    const decision = { enrolment_id, outcome: 'overturned', answer: 'they are' }
    expect(act(BOB, 'decide_enrolment_appeal', decision).kind).toBe('done')
    expect(last()).toBe('benign')
  })
})

test('an undoing comes back to what was asked and until when; what is held is not asked for', () => {
  const { see, one, all } = desk()
  see('granted', { held: ['mail'] })
  expect(all('ask_enrolments', ALICE, { proofs: ['mail'] })).toMatchObject({ why: 'SO_ALREADY' })
  all('ask_enrolments', ALICE, { proofs: ['identity'] })
  const due = one().due_ms
  all('grant_enrolments', BOB, { watch: true })
  expect(one().asked).toEqual([])
  all('undo_enrolments', BOB)
  expect(one()).toMatchObject({ state: 'step_up_asked', asked: ['identity'], due_ms: due })
})

test('an appeal against what ended is upheld to the same end', () => {
  const { see, act, one } = desk()
  see('proof_asked')
  see('expired', { input_id: 0, cause: 'unanswered' })
  const { enrolment_id } = one()
  act(ALICE, 'appeal_enrolment', { enrolment_id, statement: 'we were on holiday' })
  act(BOB, 'decide_enrolment_appeal', { enrolment_id, outcome: 'upheld', answer: 'apply anew' })
  expect(one().state).toBe('expired')
})
