import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { EXAMPLE_SECRET } from '../../../test/example.js'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { openEntered } from './batch-memory.js'
import { createDecider } from './decider.js'
import { policyFile } from './policy.js'
import { publishDecisions } from './publish.js'

const holder = testStore()
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-batches-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HOUR_MS = 3_600_000
const NOW_MS = Date.parse('2026-03-02T00:00:00Z')
const HASH = '18446744073709551615'
const name = (id: string) => `deny\naccount\n${id}`
const policy = (accounts: readonly string[], rest: object = {}) =>
  policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: [
      {
        ...{ policy_id: 'deny', level: 'deny', mode: 'live', named: { accounts } },
        ...{ timing: { batch_hours: 6 }, reason_code: 'usage_review', appeal: 'Write to us.' },
      },
    ],
    ...rest,
  })
const path = join(folder, 'decisions.snapshot')
const publish = (accounts: readonly string[], nowMs: number, rest: object = {}) =>
  publishDecisions({
    ...{ store: holder.store, policy: policy(accounts, rest) },
    ...{ hashSecret: EXAMPLE_SECRET, path, nowMs },
  })
const startsOf = async () => [...(await openEntered(holder.store).known()).values()]

/** What the gate says at each of some instants. */
async function levels(account_id: string, ...instants: readonly number[]) {
  let nowMs = 0
  const now = () => nowMs
  const decider = await createDecider({
    ...{ snapshot: path, hashSecret: EXAMPLE_SECRET, now, pollMs: 1e6 },
  })
  const found = instants.map((one) => {
    nowMs = one
    return decider.decide({ account_id }).level
  })
  decider.close()
  return found
}

test('what is noted is known to whoever opens the store again, and the last row counts whatever the clock said', async () => {
  const memory = openEntered(holder.store)
  await memory.note({ entered: new Map([[name(HASH), NOW_MS + 5]]), left: [] }, NOW_MS)
  await memory.note({ entered: new Map([[name('2'), NOW_MS]]), left: [name(HASH)] }, NOW_MS - 1)
  const again = openEntered(holder.store)
  expect([...(await again.known())]).toEqual([[name('2'), NOW_MS]])
  await again.note({ entered: new Map([[name(HASH), NOW_MS + 7]]), left: [name('2')] }, NOW_MS - 9)
  expect([...(await openEntered(holder.store).known())]).toEqual([[name(HASH), NOW_MS + 7]])
  await holder.store.run(statement('clear', 'TRUNCATE TABLE policy_entered'))
})

test('the gate touches at the instant that was noted, for as long as the policy holds it, through restarts and an engine that is away', async () => {
  await publish(['a'], NOW_MS)
  const [startsMs = 0] = await startsOf()
  expect(startsMs).toBeGreaterThanOrEqual(NOW_MS)
  expect(startsMs).toBeLessThanOrEqual(NOW_MS + 12 * HOUR_MS)
  const later = startsMs + 100 * HOUR_MS
  expect(await levels('a', NOW_MS, startsMs - 1, startsMs, later)).toEqual([
    ...['pass', 'pass', 'deny', 'deny'],
  ])
  // Each time the store is read anew; the instant stays, and nothing is written twice.
  await publish(['a', 'b'], startsMs + HOUR_MS)
  expect(await levels('a', startsMs + HOUR_MS)).toEqual(['deny'])
  expect(await levels('b', startsMs + HOUR_MS, startsMs + 13 * HOUR_MS)).toEqual(['pass', 'deny'])
  await publish(['a', 'b'], startsMs + 2 * HOUR_MS)
  const [rows] = await holder.store.rows<{ count: string }>(
    statement('rows', 'SELECT toString(count()) AS count FROM policy_entered'),
  )
  expect(rows?.count).toBe('2')

  await publish(['b'], startsMs + 3 * HOUR_MS)
  expect(await levels('a', startsMs + 3 * HOUR_MS)).toEqual(['pass'])
  await publish(['a', 'b'], startsMs + 4 * HOUR_MS, { kill_switch: true })
  expect(await levels('b', startsMs + 14 * HOUR_MS)).toEqual(['pass'])
})

test('whom the store cannot note is not touched, and whoever is let go is let go all the same', async () => {
  await holder.store.run(statement('clear', 'TRUNCATE TABLE policy_entered'))
  await publish(['a'], NOW_MS)
  const memory = openEntered(holder.store)
  const full = { ...memory, note: async () => {} }
  const nowMs = NOW_MS + 20 * HOUR_MS
  await publishDecisions({
    ...{ store: holder.store, policy: policy(['b']), entered: full },
    ...{ hashSecret: EXAMPLE_SECRET, path, nowMs },
  })
  expect(await levels('a', nowMs)).toEqual(['pass'])
  expect(await levels('b', nowMs, nowMs + 100 * HOUR_MS)).toEqual(['pass', 'pass'])
})
