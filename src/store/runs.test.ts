import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import { finishRun, lastFinishedRun, startRun } from './runs.js'

const held = testStore()
const window = { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' }
const at = (minute: number) => new Date(Date.UTC(2026, 2, 9, 10, minute))

describe('runs', () => {
  test('a store that nothing finished in has no last run', async () => {
    await startRun(held.store, { runId: randomUUID(), startedAt: at(0), version: '1' })
    expect(await lastFinishedRun(held.store)).toBeUndefined()
  })

  test('the newest that finished is the last, whatever began after it', async () => {
    const older = { runId: randomUUID(), startedAt: at(1), version: '1' }
    const newer = { runId: randomUUID(), startedAt: at(2), version: '2' }
    for (const start of [older, newer]) {
      await startRun(held.store, start)
      await finishRun(held.store, start, {
        finishedAt: new Date(start.startedAt.getTime() + 1500),
        window,
      })
    }
    await startRun(held.store, { runId: randomUUID(), startedAt: at(3), version: '3' })
    expect(await lastFinishedRun(held.store)).toEqual({
      run_id: newer.runId,
      started: '2026-03-09 10:02:00.000',
      finished: '2026-03-09 10:02:01.500',
      window_from: window.start,
      window_to: window.end,
      version: '2',
    })
  })
})
