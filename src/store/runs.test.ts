import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import { finishRun, forgetRuns, lastFinishedRun, startRun } from './runs.js'
import { statement } from './sql.js'

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

describe('what runs leave', () => {
  const shares = statement('shares', 'SELECT toString(run_id) AS run_id FROM share ORDER BY run_id')
  const kept = async () =>
    (await held.store.rows<{ run_id: string }>(shares)).map((row) => row.run_id)

  /** A run that wrote something, finished or not. */
  const ran = async (minute: number, isFinished: boolean) => {
    const start = { runId: randomUUID(), startedAt: at(minute), version: '1' }
    await startRun(held.store, start)
    await held.store.insert('share', [{ run_id: start.runId, feed: 'findings', document: '{}' }])
    if (isFinished) await finishRun(held.store, start, { finishedAt: at(minute + 1), window })
    return start.runId
  }

  test('of all but the last two that finished nothing stays', async () => {
    await ran(10, true)
    await ran(12, false)
    const last = [await ran(14, true), await ran(16, true)]
    await ran(18, false)
    expect(await forgetRuns(held.store, { isShared: false, held: [] })).toBe(3)
    expect(await kept()).toEqual([...last].sort())
    expect(await forgetRuns(held.store, { isShared: false, held: [] })).toBe(0)
  })

  test('those that a proposal names stay, until none does', async () => {
    const named = await ran(30, true)
    const last = [await ran(32, true), await ran(34, true)]
    await forgetRuns(held.store, { isShared: false, held: [named] })
    expect(await kept()).toEqual([...last, named].sort())
    await forgetRuns(held.store, { isShared: false, held: [] })
    expect(await kept()).toEqual([...last].sort())
  })

  test('where others write too, a run that may be under way is left alone', async () => {
    const last = [await ran(40, true), await ran(42, true)]
    const underWay = await ran(44, false)
    await forgetRuns(held.store, { isShared: true, held: [] })
    expect(await kept()).toEqual([...last, underWay].sort())
  })
})
