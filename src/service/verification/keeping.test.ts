import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { StillwatchError } from '../../domain/errors.js'
import { openSpool } from '../spool/spool.js'
import { type Keeping, makeKeeper, UNDER_WAY_MAX } from './keeping.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-keeping-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const LINE = Buffer.from('{}')
const [SOON, WAITED] = [false, true].map((isDiskAwaited) => ({
  isDiskAwaited,
  requestId: 'r',
})) as [Keeping, Keeping]

/** A disk that takes what it is given when it is told to. */
function slowDisk() {
  const waiting: { readonly done: () => void; readonly fail: (error: Error) => void }[] = []
  const told: string[] = []
  let nowMs = 0
  const keeper = makeKeeper({
    spool: { append: () => new Promise((done, fail) => waiting.push({ done, fail })) },
    clock: () => nowMs,
    failed: (problem, requestId) => told.push(`${problem} of ${requestId}`),
  })
  return { ...keeper, waiting, told, pass: (ms: number) => (nowMs += ms) }
}
const full = () => new StillwatchError('SPOOL_FULL', { path: '/spool' })

describe('a record of an application', () => {
  test('is `keeping` where nobody waits for the disk', async () => {
    const { keep, waiting, figures } = slowDisk()
    expect(await keep(LINE, SOON)).toBe('keeping')
    expect(figures()).toMatchObject({ under_way: 1, unkept: 0 })
    waiting[0]?.done()
    await expect.poll(figures).toMatchObject({ under_way: 0, unkept: 0, is_losing: false })
  })

  test('is waited for where that is wanted, however long it takes', async () => {
    const { keep, waiting } = slowDisk()
    const kept = keep(LINE, WAITED)
    const first = await Promise.race([kept, new Promise((end) => setTimeout(end, 50, 'waits'))])
    expect(first).toBe('waits')
    waiting[0]?.done()
    expect(await kept).toBe('kept')
  })

  test('that fails after it was answered is counted, told and to be seen for ten minutes', async () => {
    const { keep, waiting, told, figures, pass } = slowDisk()
    expect(await keep(LINE, SOON)).toBe('keeping')
    waiting[0]?.fail(full())
    await expect.poll(figures).toEqual({ under_way: 0, unkept: 1, is_losing: true })
    expect(told).toEqual(['SPOOL_FULL of r'])
    pass(599_999)
    expect(figures().is_losing).toBe(true)
    pass(1)
    expect(figures()).toEqual({ under_way: 0, unkept: 1, is_losing: false })
  })

  test('waits for a disk that is behind: nobody is answered faster than it takes', async () => {
    const { keep, waiting } = slowDisk()
    const before = Array.from({ length: UNDER_WAY_MAX }, () => keep(LINE, SOON))
    expect(new Set(await Promise.all(before))).toEqual(new Set(['keeping']))
    const one = keep(LINE, SOON)
    expect(await Promise.race([one, new Promise((end) => setTimeout(end, 50, 'waits'))])).toBe(
      'waits',
    )
    for (const { done } of waiting) done()
    expect(await one).toBe('kept')
  })

  test('waits for the disk for ten minutes after one was lost, however soon it was answered before', async () => {
    const { keep, waiting, figures, pass } = slowDisk()
    expect(await keep(LINE, SOON)).toBe('keeping')
    waiting[0]?.fail(full())
    await expect.poll(figures).toMatchObject({ is_losing: true })
    const second = keep(LINE, SOON)
    await new Promise((end) => setTimeout(end, 20))
    waiting[1]?.fail(full())
    expect(await second).toBe('not_kept')
    pass(600_000)
    expect(await keep(LINE, SOON)).toBe('keeping')
  })

  test('is on disk once the spool is closed, though nobody waited for it', async () => {
    const folder = mkdtempSync(join(root, 's-'))
    const spool = await openSpool({ folder, bytesMax: 1e9, now: () => 0 })
    const failed = (problem: string) => expect(problem).toBe('')
    const { keep, figures } = makeKeeper({ spool, clock: () => 0, failed })
    const answers = Array.from({ length: 500 }, () => keep(LINE, SOON))
    await spool.close()
    await Promise.all(answers)
    expect(figures()).toEqual({ under_way: 0, unkept: 0, is_losing: false })
    expect(spool.stats().rows).toBe(500)
  })

  test('that finds no room is never said to be kept', async () => {
    const folder = mkdtempSync(join(root, 's-'))
    const spool = await openSpool({ folder, bytesMax: 1000, now: () => 0 })
    const { keep, figures } = makeKeeper({ spool, clock: () => 0, failed: () => {} })
    const answers = await Promise.all(Array.from({ length: 50 }, () => keep(LINE, WAITED)))
    const later = await keep(Buffer.from('x'.repeat(1000)), WAITED)
    expect(later).toBe('not_kept')
    const keptLines = answers.filter((answer) => answer === 'kept').length
    expect(spool.stats().rows).toBe(keptLines)
    expect(figures()).toMatchObject({ unkept: 51 - keptLines, is_losing: true })
    await spool.close()
  })
})
