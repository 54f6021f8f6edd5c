import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { createDecider } from './decider.js'
import { policyFile } from './policy.js'
import { publishDecisions } from './publish.js'

const SECRET = 'secret of the test'
const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-11-10T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-new-models-'))
const holder = testStore()

const daysAgo = (days: number) =>
  new Date(NOW_MS - days * DAY_MS).toISOString().replace('T', ' ').replace('Z', '')
const RELEASES = [
  ['heron-4', 300],
  ['heron-5', 40],
  ['heron-6*', 10],
  // Told anew, it is no newer.
  ['heron-6*', 1],
  ['heron-7', -5],
  ['x'.repeat(300), 1],
] as const

beforeAll(async () => {
  await holder.store.insert(
    'model_release',
    RELEASES.map(([model, days]) => ({ model, released_at: daysAgo(days), input_id: 1 })),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the gate is told, of a snapshot that was made once and is asked at any time. */
async function limitsUnder(part: object, more: readonly object[] = [], atMs = NOW_MS) {
  const one = {
    ...{ level: 'limit', mode: 'live', reason_code: 'usage_review', appeal: 'Write.' },
    ...{ policy_id: 'p', named: { accounts: ['a'] }, ...part },
  }
  const policies = [one, ...more.map((other) => ({ ...one, policy_id: 'other', ...other }))]
  const policy = policyFile.parse({ schema: 'stillwatch.policy/1', policies })
  const path = join(folder, 'decisions.snapshot')
  const { store } = holder
  await publishDecisions({ store, policy, hashSecret: SECRET, path, nowMs: NOW_MS })
  const decider = await createDecider({ snapshot: path, hashSecret: SECRET, now: () => atMs })
  const { limits, measures } = decider.decide({ account_id: 'a' })
  decider.close()
  return { limits, measures }
}

const spanOf = (released: number, days: number) => ({
  from_ms: NOW_MS - released * DAY_MS,
  until_ms: NOW_MS + (days - released) * DAY_MS,
})

describe('the releases that a snapshot is made with', () => {
  test('are those that are new or lie ahead, each from when until when', async () => {
    const { limits, measures } = await limitsUnder({ limits: { new_model_days: 30 } })
    expect(limits.new_models).toEqual([
      { model: 'heron-7', ...spanOf(-5, 30) },
      { model: 'heron-6*', ...spanOf(10, 30) },
    ])
    expect(measures).toContain('refuse-new-models')
  })

  test('are the same a week later, without another snapshot', async () => {
    const part = { limits: { new_model_days: 30 } }
    expect(await limitsUnder(part, [], NOW_MS + 7 * DAY_MS)).toEqual(await limitsUnder(part))
  })

  test('are each policy’s own', async () => {
    const longer = { named: { accounts: ['b'] }, limits: { new_model_days: 365 } }
    const { limits } = await limitsUnder({ limits: { new_model_days: 9 } }, [longer])
    expect(limits.new_models?.map(({ model }) => model)).toEqual(['heron-7'])
  })

  test('are none where no policy asks for them, or none is new: then nobody is looked into for it', async () => {
    expect((await limitsUnder({})).limits).toEqual({})
    await holder.store.run(statement('clear', 'TRUNCATE TABLE model_release'))
    const { limits, measures } = await limitsUnder({ limits: { new_model_days: 30 } })
    expect([limits, measures.includes('refuse-new-models')]).toEqual([{}, false])
  })
})
