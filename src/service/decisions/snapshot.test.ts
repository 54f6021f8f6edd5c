import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { createDecider } from './decider.js'
import { keyCheckOf } from './key-check.js'
import { hashKeyWords } from './siphash.js'
import { keyedHash } from './sketch.js'
import { buildSnapshot, type SnapshotRows } from './snapshot-encode.js'
import { readSnapshot, writeSnapshot } from './snapshot-file.js'

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-snapshot-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SECRET = 'test'
const key = hashKeyWords(hashKeyOf(SECRET))
const keyCheck = keyCheckOf(SECRET)
const rows: SnapshotRows = {
  createdAtMs: 1_800_000_000_000,
  keyCheck,
  runId: 'run-1',
  killSwitch: false,
  policies: [
    {
      policy_id: 'p',
      level: 'deny',
      reason_code: 'usage_review',
      appeal: 'appeals@example.org',
      measures: [],
      limits: {},
      models: [],
      tenants: [],
    },
  ],
  subjects: Array.from({ length: 50 }, (_, index) => ({
    kind: 'account',
    hash: keyedHash(key, `account-${index}`),
    policy: 0,
    startMs: 0,
    endMs: 8.64e15,
    group: `campaign ${index % 3}`,
    reasons: [`campaign ${index % 3}`],
  })),
  shingles: [],
  templateShinglesMin: 3,
}
const whole = buildSnapshot(rows)
const file = (name: string) => join(folder, name)
const refusal = async (bytes: Uint8Array, check = keyCheck) => {
  writeFileSync(file('given'), bytes)
  const read = await readSnapshot(file('given'), [check])
  return 'refused' in read ? read.refused : undefined
}

describe('a file', () => {
  test('the same rows in another order are the same bytes', () => {
    const turned = buildSnapshot({ ...rows, subjects: rows.subjects.toReversed() })
    expect(Buffer.from(turned).equals(whole)).toBe(true)
  })

  test('is for its owner alone, and leaves no other file', async () => {
    await writeSnapshot(file('decisions.snapshot'), whole)
    expect(statSync(file('decisions.snapshot')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('that is torn, changed, foreign or of another key is refused with a reason', async () => {
    expect(await refusal(whole)).toBeUndefined()
    expect(await refusal(new Uint8Array())).toMatch(/shorter than a header/)
    expect(await refusal(new TextEncoder().encode('{"json": true}'.repeat(20)))).toMatch(
      /no snapshot/,
    )
    expect(await refusal(whole, keyCheckOf('other'))).toMatch(/another hash_secret/)
    const newer = whole.slice()
    newer[8] = 9
    expect(await refusal(newer)).toMatch(/version 9/)
  })

  test('no byte of it can be changed or left out unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = whole.slice()
          changed[at] = (changed[at] ?? 0) ^ by
          expect(await refusal(changed)).toBeDefined()
          expect(await refusal(whole.slice(0, at))).toBeDefined()
        },
      ),
      { seed: 20261126, numRuns: 200 },
    )
  })
})

describe('a decider', () => {
  const denied = { account_id: 'account-7' }
  let nowMs = rows.createdAtMs + 1000
  const open = (name: string) =>
    createDecider({ snapshot: file(name), hashSecret: SECRET, now: () => nowMs, pollMs: 60_000 })

  test('passes without a file, takes one that comes, and keeps it when a torn one follows', async () => {
    const decider = await open('late')
    expect(decider.decide(denied).level).toBe('pass')
    expect(decider.state().refused).not.toBeNull()

    await writeSnapshot(file('late'), whole)
    await decider.refresh()
    expect(decider.decide(denied)).toMatchObject({ level: 'deny', snapshot_age_ms: 1000 })
    expect(decider.decide({ account_id: 'account-99' }).level).toBe('pass')

    writeFileSync(file('late'), whole.slice(0, 900))
    utimesSync(file('late'), 1, 1)
    await decider.refresh()
    nowMs += 5000
    expect(decider.decide(denied)).toMatchObject({ level: 'deny', snapshot_age_ms: 6000 })
    expect(decider.state().refused).toMatch(/checksum|shorter/)

    rmSync(file('late'))
    await decider.refresh()
    expect(decider.decide(denied).level).toBe('deny')
    expect(decider.state().refused).toMatch(/gone/)
    decider.close()
  })

  test('swaps whole snapshots: no answer mixes two', async () => {
    await writeSnapshot(file('swap'), whole)
    const decider = await open('swap')
    const lifted = buildSnapshot({ ...rows, subjects: [], createdAtMs: rows.createdAtMs + 500 })
    const swap = writeSnapshot(file('swap'), lifted).then(decider.refresh)
    const seen = new Set<string>()
    for (let step = 0; step < 200; step++) {
      const { level, snapshot_age_ms } = decider.decide(denied)
      seen.add(`${level} ${(snapshot_age_ms ?? 0) - (nowMs - rows.createdAtMs)}`)
      await new Promise(setImmediate)
    }
    await swap
    const { level, snapshot_age_ms } = decider.decide(denied)
    seen.add(`${level} ${(snapshot_age_ms ?? 0) - (nowMs - rows.createdAtMs)}`)
    expect([...seen].sort()).toEqual(['deny 0', 'pass -500'])
    decider.close()
  })
})
