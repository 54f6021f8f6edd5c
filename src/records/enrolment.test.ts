import { describe, expect, test } from 'vitest'
import { ALICE, BOB, desk, NOW_MS } from './enrolment.fixture.js'
import { isHeldBack, isLapsed } from './enrolment.js'

const DAY_MS = 86_400_000

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

test('what is over its time is over by the clock, and may be asked for anew', () => {
  const { see, one } = desk()
  see('granted', { due_ms: NOW_MS + DAY_MS })
  expect(see('expired', { input_id: 0, cause: 'over' })).toBe(true)
  expect(see('expired', { input_id: 0, cause: 'over' })).toBe(false)
  expect(one()).toMatchObject({ state: 'expired', due_ms: null })
  expect(see('granted', { input_id: 999 })).toBe(true)
})

test('whose time to answer ran out is lapsed however often it is sent again, until a person decides', () => {
  const { see, one, all } = desk()
  see('granted')
  see('step_up_asked', { campaign_id: 'c', asked: ['identity'], due_ms: NOW_MS + DAY_MS })
  see('expired', { input_id: 0, cause: 'over' })
  expect(isLapsed(one())).toBe(true)
  for (let sent = 0; sent < 30; sent++) see('applied', { input_id: 1000 + sent })
  expect(isLapsed(one())).toBe(true)
  expect(isHeldBack(one())).toBe(true)
  all('grant_enrolments')
  expect(one().state).toBe('granted')
  expect(isLapsed(one())).toBe(false)
})
