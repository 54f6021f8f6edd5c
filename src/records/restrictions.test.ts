import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testStore } from '../../test/store.js'
import { appendAudit } from './audit.js'
import {
  type OpenRestriction,
  openRestrictions,
  type Restriction,
  restrictionEntries,
} from './restrictions.js'

const holder = testStore()
const NOW_MS = 1_800_000_000_000
const HOUR_MS = 3_600_000
const one = (part: Partial<OpenRestriction> = {}): OpenRestriction => ({
  restriction_id: 'restriction-1',
  policy_id: 'p',
  group: 'campaign a',
  level: 'shape',
  measures: ['refuse-prefill'],
  limits: {},
  models: [],
  tenants: [],
  reason_code: 'usage_review',
  appeal: 'appeals@example.org',
  subjects: 3,
  subjects_digest: 'abc',
  from_ms: NOW_MS,
  until_ms: NOW_MS + 10 * HOUR_MS,
  ...part,
})
const LIVE = new Set(['p'])
const told = (before: readonly OpenRestriction[], now: readonly Restriction[], nowMs = NOW_MS) =>
  restrictionEntries({ before, now, nowMs, isKilled: false, live: LIVE }).map(
    ({ action, subject, facts }) => [action, subject, facts.cause] as const,
  )

describe('what is written down of restrictions', () => {
  it('is when one opens, and how it ends', () => {
    expect(told([], [one()])).toEqual([['restriction_opened', 'campaign a', undefined]])
    expect(told([one()], [])).toEqual([['restriction_ended', 'campaign a', 'conclusion']])
    expect(told([one({ policy_id: 'q' })], [])).toEqual([
      ['restriction_ended', 'campaign a', 'policy'],
    ])
    expect(told([one()], [], NOW_MS + 10 * HOUR_MS)).toEqual([
      ['restriction_ended', 'campaign a', 'expired'],
    ])
    const killed = restrictionEntries({
      before: [one()],
      now: [],
      nowMs: NOW_MS,
      isKilled: true,
      live: LIVE,
    })
    expect(killed).toMatchObject([{ facts: { cause: 'kill_switch' } }])
    const over = { before: [one({ until_ms: NOW_MS })], now: [], nowMs: NOW_MS, live: LIVE }
    const killedAfter = restrictionEntries({ ...over, isKilled: true, isLifted: () => true })
    expect(killedAfter).toMatchObject([{ facts: { cause: 'expired' } }])
    expect(told([one()], [one({ level: 'deny' })])).toEqual([
      ['restriction_ended', 'campaign a', 'changed'],
      ['restriction_opened', 'campaign a', undefined],
    ])
  })

  it('is not each renewal, but an end that was written is never past while it is in force', () => {
    let known = one()
    let written = 0
    for (let minute = 0; minute < 72 * 60; minute += 3) {
      const nowMs = NOW_MS + minute * 60_000
      const now = one({ until_ms: nowMs + 10 * HOUR_MS })
      const entries = restrictionEntries({
        before: [known],
        now: [now],
        nowMs,
        isKilled: false,
        live: LIVE,
      })
      written += entries.length
      if (entries.length > 0) known = now
      expect(known.until_ms).toBeGreaterThan(nowMs)
    }
    expect(written).toBeLessThan(20)
    const renewed = [['restriction_renewed', 'campaign a', undefined]]
    expect(told([one()], [one({ subjects_digest: 'others' })])).toEqual(renewed)
    expect(told([one()], [one({ until_ms: NOW_MS + HOUR_MS })])).toEqual(renewed)
    expect(told([one()], [one()])).toEqual([])
    expect(told([one()], [one({ limits: { parallel: 1 } })])).toHaveLength(2)
  })

  it('is read back as what is in force', async () => {
    const { store } = holder
    const write = async (before: readonly OpenRestriction[], now: readonly Restriction[]) =>
      appendAudit(
        store,
        restrictionEntries({ before, now, nowMs: NOW_MS, isKilled: false, live: LIVE }),
        NOW_MS,
      )
    await write([], [one(), one({ group: 'campaign b' })])
    await write(await openRestrictions(store), [one({ subjects: 9, subjects_digest: 'nine' })])
    const restriction_id = expect.stringMatching(/^restriction-[0-9a-f]{20}$/)
    expect(await openRestrictions(store)).toEqual([
      one({ subjects: 9, subjects_digest: 'nine', restriction_id }),
    ])
    await write(await openRestrictions(store), [])
    expect(await openRestrictions(store)).toEqual([])
  })

  it('has an id of its own from when it opens until it ends, whatever comes in between', () => {
    const state = fc.record({
      group: fc.constantFrom('campaign a', 'campaign b'),
      level: fc.constantFrom('shape', 'deny'),
      subjects_digest: fc.constantFrom('one', 'two'),
    })
    const states = fc.array(fc.uniqueArray(state, { selector: ({ group }) => group }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(states, (all) => {
        const open = new Map<string, OpenRestriction>()
        const ever = new Set<string>()
        for (const [place, given] of all.entries()) {
          const now = given.map((part) => one({ ...part, restriction_id: '' }))
          const before = [...open.values()]
          const nowMs = NOW_MS + place
          const change = { before, now, nowMs, isKilled: false, live: LIVE }
          for (const { action, subject, facts } of restrictionEntries(change)) {
            const id = `${facts.restriction_id}`
            if (action === 'restriction_opened') expect(ever.has(id)).toBe(false)
            else expect(id).toBe(open.get(subject)?.restriction_id)
            ever.add(id)
            if (action === 'restriction_ended') open.delete(subject)
            else open.set(subject, { ...one(), ...facts, group: subject } as OpenRestriction)
          }
        }
      }),
    )
  })
})
