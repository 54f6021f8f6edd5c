import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALICE, BOB, desk, NOW_MS } from './enrolment.fixture.js'
import { endsOf } from './enrolment-ends.js'

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]

/** Granted until these instants. */
function granted(dues: readonly number[]) {
  const one = desk()
  for (const [place, due_ms] of dues.entries())
    one.see('granted', { application_id: `a-${place}`, account_id: `acct-${place}`, due_ms })
  return one
}
const daily = (count: number, fromMs = NOW_MS) =>
  Array.from({ length: count }, (_, place) => fromMs + place * DAY_MS)

describe('ends', () => {
  test('come an hour after the time, one by one', () => {
    const { state } = granted(daily(300))
    expect(endsOf(state, NOW_MS + HOUR_MS - 1).ending).toHaveLength(0)
    expect(endsOf(state, NOW_MS + HOUR_MS).ending).toHaveLength(1)
    expect(endsOf(state, NOW_MS + HOUR_MS)).toMatchObject({ held: 0 })
  })

  test('are held where a clock jumps ahead, until two people say that it is right', () => {
    const { state, act } = granted(daily(300))
    const reason = 'the clock was looked at'
    expect(act(ALICE, 'confirm_ends', { reason })).toMatchObject({ why: 'NOT_THERE' })
    const nowMs = NOW_MS + 100 * DAY_MS
    expect(endsOf(state, nowMs)).toEqual({ ending: [], held: 100 })
    expect(act(ALICE, 'confirm_ends', { reason }, { nowMs }).kind).toBe('proposed')
    expect(act(ALICE, 'confirm_ends', { reason }, { nowMs })).toMatchObject({ why: 'SAME_PERSON' })
    expect(act(BOB, 'confirm_ends', { reason }, { nowMs }).kind).toBe('done')
    expect(endsOf(state, nowMs)).toMatchObject({ held: 0 })
    expect(endsOf(state, nowMs).ending).toHaveLength(100)
    // What they said of one jump says nothing of the next.
    expect(endsOf(state, nowMs + 90 * DAY_MS)).toMatchObject({ held: 89 })
  })

  test('of a campaign that one run asked come all at once', () => {
    const { state } = granted([...Array<number>(500).fill(NOW_MS), ...daily(100, NOW_MS + DAY_MS)])
    expect(endsOf(state, NOW_MS + HOUR_MS).ending).toHaveLength(500)
  })

  test('are held or come, and none is forgotten; later none ends that did not before', () => {
    const due = fc.integer({ min: 0, max: 400 }).map((days) => NOW_MS + days * DAY_MS)
    fc.assert(
      fc.property(fc.array(due, { maxLength: 120 }), fc.nat(420), (dues, days) => {
        const { state } = granted(dues)
        const nowMs = NOW_MS + days * DAY_MS
        const { ending, held } = endsOf(state, nowMs)
        expect(ending.length + held).toBe(dues.filter((one) => one <= nowMs - HOUR_MS).length)
        for (const { due_ms } of ending) expect(due_ms ?? Infinity).toBeLessThan(nowMs)
      }),
      { numRuns: 50 },
    )
  })
})

test('a refusal of several names those it is about, of ten at the most, and nothing that was sent', () => {
  const { state, act, see } = granted(daily(30))
  const ids = [...state.enrolments.keys()]
  const grant = (enrolment_ids: readonly string[]) =>
    act(ALICE, 'grant_enrolments', { enrolment_ids, reason: 'as they applied' })
  expect(grant(ids)).toEqual({ kind: 'refused', why: 'SO_ALREADY', places: ids.slice(0, 10) })
  see('applied', { application_id: 'b', account_id: 'acct-b' })
  const waiting = [...state.enrolments.keys()].at(-1) ?? ''
  expect(grant([waiting, ids[3] ?? ''])).toMatchObject({ places: [ids[3]] })
  expect(grant([waiting, 'somebody', ids[3] ?? ''])).toEqual({
    ...{ kind: 'refused', why: 'NOT_THERE', places: ['enrolment_ids.1'] },
  })
  expect(grant([waiting]).kind).toBe('done')
})
