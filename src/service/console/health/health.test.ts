import { beforeEach, describe, expect, it } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { appendAudit } from '../../../records/audit.js'
import { statement } from '../../../store/sql.js'
import type { ReadFrom } from '../../people/reading.js'
import type { AuditNewestAnswer, HealthAnswer } from './api.js'
import { HEALTH_READINGS } from './readings.js'

const held = testStore()
const NOW_MS = Date.UTC(2026, 2, 9)

const asked = async <Answer>(path: string, query: Record<string, string> = {}) =>
  (await HEALTH_READINGS.find((one) => one.path === path)?.read({
    ...{ reader: held.store, query: new URLSearchParams(query), nowMs: NOW_MS },
  } as unknown as ReadFrom)) as Answer

const TABLES = ['run', 'input_file', 'exchange_rejected', 'audit', 'share', 'exchange_fingerprint']
beforeEach(async () => {
  for (const table of TABLES) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

const runOf = (n: number, hour: number, isFinished: boolean) => ({
  run_id: `00000000-0000-4000-8000-00000000000${n}`,
  started_at: `2026-03-08 0${hour}:00:00.000`,
  finished_at: isFinished ? `2026-03-08 0${hour}:10:00.000` : null,
  window_end: isFinished ? '2026-03-07 23:00:00.000' : '1970-01-01 00:00:00.000',
  version: '1.0.0',
})

describe('how the store does', () => {
  it('is told of a store that nothing came into', async () => {
    expect(await asked<HealthAnswer>('/health')).toMatchObject({
      runs: [],
      watermark_at: null,
      newest_at: null,
      intake: { files: 0, lines: 0, rejected: 0 },
      files: [],
      rejected: [],
    })
  })

  it('calls a run failed that has no end although another began after it', async () => {
    await held.store.insert('run', [
      runOf(1, 1, false),
      ...[runOf(2, 2, false), runOf(2, 2, true)],
      runOf(3, 3, false),
      runOf(4, 4, false),
    ])
    const { runs, watermark_at } = await asked<HealthAnswer>('/health')
    expect(runs.map(({ state }) => state)).toEqual(['begun', 'failed', 'finished', 'failed'])
    expect(watermark_at).toBe('2026-03-07T23:00:00.000Z')
  })

  it('names the files of which not all was taken first, and why lines were not', async () => {
    const file = { run_id: '', kind: 'exchange', source: 'native', fault: '', unknown_keys: {} }
    await held.store.insert('input_file', [
      { ...file, input_id: 1, file: 'torn', lines: 9, accepted: 7, rejected: 2, fault: 'cut off' },
      { ...file, input_id: 2, file: 'whole', lines: 5, accepted: 5, unknown_keys: { hue: 5 } },
    ])
    const line = { input_id: 1, file: 'torn', line_bytes: 10 }
    await held.store.insert('exchange_rejected', [
      { ...line, line_number: 3, reason: 'no account' },
      { ...line, line_number: 8, reason: 'no account' },
      { ...line, line_number: 9, reason: 'not JSON' },
    ])
    const { intake, files, rejected } = await asked<HealthAnswer>('/health')
    expect(intake).toEqual({ files: 2, files_at_fault: 1, lines: 14, accepted: 12, rejected: 2 })
    expect(files.map(({ file, unknown_keys }) => [file, unknown_keys])).toEqual([
      ['torn', []],
      ['whole', ['hue']],
    ])
    expect(rejected).toEqual([
      { reason: 'no account', lines: 2, newest_file: 'torn', newest_line: 8 },
      { reason: 'not JSON', lines: 1, newest_file: 'torn', newest_line: 9 },
    ])
  })
})

describe('the newest of the audit trail', () => {
  const entry = (actor: string, action: string) => ({
    ...{ actor, action, object: 'o', subject: 's', facts: { it: 'is' } },
  })

  it('comes newest first, a page after a page until the first entry, and each entry once', async () => {
    const entries = Array.from({ length: 7 }, (_, n) => entry('alice', `act_${n}`))
    await appendAudit(held.store, entries, NOW_MS)
    const seen: number[] = []
    let before: number | null = Number.MAX_SAFE_INTEGER
    while (before !== null) {
      const page: AuditNewestAnswer = await asked('/audit/newest', {
        ...{ limit: '3', before: `${before}` },
      })
      seen.push(...page.entries.map((one) => one.entry))
      before = page.before
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  it('may be of one actor and one action, and names all there are', async () => {
    await appendAudit(
      held.store,
      [entry('alice', 'rule'), entry('bob', 'rule'), entry('alice', 'appeal')],
      NOW_MS,
    )
    const page = await asked<AuditNewestAnswer>('/audit/newest', { actor: 'alice', action: 'rule' })
    expect(page.entries).toMatchObject([{ entry: 1, actor: 'alice', action: 'rule' }])
    expect(page.entries[0]?.at).toBe('2026-03-09T00:00:00.000Z')
    expect(page.before).toBeNull()
    expect(page.actors).toEqual([
      { name: 'alice', entries: 2 },
      { name: 'bob', entries: 1 },
    ])
    expect(page.actions.map(({ name }) => name)).toEqual(['rule', 'appeal'])
    const odd = await asked<AuditNewestAnswer>('/audit/newest', { actor: "' OR 1=1 --" })
    expect(odd.entries).toEqual([])
  })
})
