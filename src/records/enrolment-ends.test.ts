import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALICE, BOB, desk, NOW_MS } from './enrolment.fixture.js'
import { endOf, endsOf } from './enrolment-ends.js'

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
    expect(endsOf(state, NOW_MS + HOUR_MS)).toMatchObject({ held: [] })
  })

  const held = (count: number) => ({ ending: [], held: { length: count } })
  const clock = (ms: number) => ({ clock: new Date(ms).toISOString(), reason: 'it was looked at' })
  const nowMs = NOW_MS + 100 * DAY_MS

  test('are held where a clock jumps ahead, until two people say that it is right', () => {
    const { state, act } = granted(daily(300))
    expect(act(ALICE, 'confirm_ends', clock(NOW_MS))).toMatchObject({ why: 'NOT_THERE' })
    expect(endsOf(state, nowMs)).toMatchObject(held(100))
    expect(act(ALICE, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('proposed')
    const again = act(ALICE, 'confirm_ends', clock(nowMs), { nowMs })
    expect(again).toMatchObject({ why: 'SAME_PERSON' })
    expect(act(BOB, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('done')
    expect(endsOf(state, nowMs)).toMatchObject({ ending: { length: 100 }, held: [] })
    // What they said of one jump says nothing of the next.
    expect(endsOf(state, nowMs + 90 * DAY_MS).held).toHaveLength(90)
  })

  test('are confirmed by the clock by which they are held, and no other', () => {
    const { state, act } = granted(daily(300))
    const ahead = { nowMs: nowMs + DAY_MS, endsMs: nowMs - 1 }
    const refused = { why: 'NOT_AS_READ' }
    expect(act(ALICE, 'confirm_ends', clock(nowMs), ahead)).toMatchObject(refused)
    expect(act(ALICE, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('proposed')
    // By another clock others are held: that is another thing to want.
    const later = { nowMs: nowMs + 2 * DAY_MS }
    expect(act(BOB, 'confirm_ends', clock(later.nowMs), later).kind).toBe('proposed')
    expect(act(BOB, 'confirm_ends', clock(nowMs), later).kind).toBe('done')
    expect(endsOf(state, later.nowMs).ending.length).toBe(102)
    expect(endsOf(state, later.nowMs + 30 * DAY_MS)).toMatchObject({ held: { length: 32 } })
  })

  test('are agreed on one by one: where something became of one meanwhile, it is said anew', () => {
    const { state, act, see } = granted(daily(300))
    expect(act(ALICE, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('proposed')
    see('expired', { application_id: 'a-3', account_id: 'acct-3' })
    expect(act(BOB, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('proposed')
    expect(act(ALICE, 'confirm_ends', clock(nowMs), { nowMs }).kind).toBe('done')
    expect(endsOf(state, nowMs).ending).toHaveLength(99)
  })

  test('that were confirmed by a clock that was wrong are held again once they were undone', () => {
    const { state, act, see } = granted(daily(300))
    for (const by of [ALICE, BOB]) act(by, 'confirm_ends', clock(nowMs), { nowMs })
    const { ending } = endsOf(state, nowMs)
    for (const one of ending) {
      see('expired', endOf(one))
    }
    const enrolment_ids = ending.map(({ enrolment_id }) => enrolment_id)
    const undone = { enrolment_ids, reason: 'the clock was wrong' }
    expect(act(ALICE, 'undo_enrolments', undone, { nowMs: NOW_MS }).kind).toBe('done')
    expect(endsOf(state, NOW_MS)).toEqual({ ending: [], held: [] })
    expect(endsOf(state, nowMs)).toMatchObject(held(100))
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
        expect(ending.length + held.length).toBe(
          dues.filter((one) => one <= nowMs - HOUR_MS).length,
        )
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
