import { describe, expect, it } from 'vitest'
import { addsTo, restrictionsOf } from './in-force.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'

const NOW_MS = 1_800_000_000_000
const subject = (part: Partial<SubjectRow>): SubjectRow => ({
  kind: 'account',
  hash: 1n,
  policy: 0,
  startMs: 0,
  endMs: NOW_MS + 1000,
  group: 'campaign a',
  reasons: [],
  ...part,
})
const rows = (subjects: readonly SubjectRow[], part: Partial<SnapshotRows> = {}): SnapshotRows => ({
  createdAtMs: NOW_MS,
  keyCheck: '',
  runId: null,
  killSwitch: false,
  policies: (['shape', 'observe'] as const).map((level) => ({
    policy_id: level,
    level,
    reason_code: 'usage_review',
    appeal: 'appeals@example.org',
    measures: [],
    limits: {},
    models: [],
    tenants: [],
  })),
  shingles: [],
  templateShinglesMin: 4,
  subjects,
  ...part,
})

describe('what a snapshot does to somebody', () => {
  it('is told by policy and group, each subject once, in whatever order they come', () => {
    const all = [
      subject({ hash: 1n }),
      subject({ hash: 2n, endMs: NOW_MS + 9000 }),
      subject({ hash: 2n }),
      subject({ kind: 'api_key', hash: 2n }),
      subject({ group: 'campaign b' }),
    ]
    const [a, b] = restrictionsOf(rows(all))
    expect(a).toMatchObject({
      policy_id: 'shape',
      group: 'campaign a',
      subjects: 3,
      until_ms: NOW_MS + 9000,
    })
    expect(b).toMatchObject({ group: 'campaign b', subjects: 1 })
    const turned = restrictionsOf(rows(all.toReversed()))
    expect(turned.find(({ group }) => group === 'campaign a')).toEqual(a)
    const others = restrictionsOf(rows([subject({ hash: 1n }), subject({ hash: 3n })]))
    const same = restrictionsOf(rows([subject({ hash: 1n }), subject({ hash: 2n })]))
    expect(others[0]?.subjects_digest).not.toBe(same[0]?.subjects_digest)
  })

  it('is nothing where it only observes, is over, is spared, or everything passes', () => {
    expect(restrictionsOf(rows([subject({ policy: 1 })]))).toEqual([])
    expect(restrictionsOf(rows([subject({ endMs: NOW_MS })]))).toEqual([])
    for (const kind of ['never_account', 'spared_account'] as const) {
      expect(restrictionsOf(rows([subject({}), subject({ kind, group: '' })]))).toEqual([])
    }
    expect(restrictionsOf(rows([subject({})], { killSwitch: true }))).toEqual([])
  })

  it('is told before it begins', () => {
    const soon = restrictionsOf(rows([subject({ startMs: NOW_MS + 500 })]))
    expect(soon).toMatchObject([{ from_ms: NOW_MS + 500, until_ms: NOW_MS + 1000 }])
  })

  it('says from when the last of a batch is touched, for as long as some are not', () => {
    const all = [subject({ hash: 1n }), subject({ hash: 2n, startMs: NOW_MS + 500 })]
    expect(restrictionsOf(rows(all))).toMatchObject([{ from_ms: 0, all_from_ms: NOW_MS + 500 }])
    const [later] = restrictionsOf(rows(all, { createdAtMs: NOW_MS + 500 }))
    expect(later).not.toHaveProperty('all_from_ms')
  })

  it('is more where somebody else is touched, and not where somebody is let go', () => {
    const before = rows([subject({ hash: 1n }), subject({ hash: 2n })])
    const known = { restrictions: restrictionsOf(before), rows: before }
    const fromTrail = { ...known, rows: undefined }
    expect(addsTo(known, before)).toBe(false)
    expect(addsTo(fromTrail, before)).toBe(false)
    expect(addsTo(known, rows([subject({ hash: 2n })]))).toBe(false)
    expect(addsTo(known, rows([]))).toBe(false)
    expect(addsTo(fromTrail, rows([]))).toBe(false)
    expect(addsTo(known, rows([subject({ hash: 1n }), subject({ hash: 3n })]))).toBe(true)
    expect(addsTo(fromTrail, rows([subject({ hash: 2n })]))).toBe(true)
    expect(addsTo(known, rows([subject({ group: 'campaign b' })]))).toBe(true)
    const policies = before.policies.map((one) => ({ ...one, limits: { parallel: 1 } }))
    expect(addsTo(known, { ...before, policies })).toBe(true)
  })
})
