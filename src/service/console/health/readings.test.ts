import { beforeEach, expect, it } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { statement } from '../../../store/sql.js'
import type { ReadFrom } from '../../people/reading.js'
import type { HealthAnswer } from './api.js'
import { HEALTH_READINGS } from './readings.js'

const held = testStore()
const FINISHED = '00000000-0000-4000-8000-0000000000f1'
const FAILED = '00000000-0000-4000-8000-0000000000f2'

const health = (more: Partial<ReadFrom> = {}) =>
  HEALTH_READINGS[0]?.read({
    ...{ reader: held.store, nowMs: 0, ledger: { state: () => ({ killSwitch: false }) } },
    ...more,
  } as unknown as ReadFrom) as Promise<HealthAnswer>

beforeEach(async () => {
  for (const table of ['run', 'input_file', 'exchange_rejected', 'share']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

it('says of an empty store that nothing ran and nothing came in', async () => {
  const answer = await health()
  expect(answer).toMatchObject({
    run: null,
    runs: [],
    runs_began: 0,
    runs_finished: 0,
    engine: null,
  })
  expect(answer.inputs_all).toEqual({
    ...{ files: 0, files_at_fault: 0, lines: 0, accepted: 0, rejected: 0 },
  })
})

it('tells a run that ended apart from one that only began', async () => {
  const began = { version: '1', window_start: '2026-02-01 00:00:00.000' }
  await held.store.insert('run', [
    { ...began, run_id: FINISHED, started_at: '2026-02-28 00:00:00.000' },
    {
      ...{ ...began, run_id: FINISHED, started_at: '2026-02-28 00:00:00.000' },
      finished_at: '2026-02-28 00:01:30.500',
    },
    { ...began, run_id: FAILED, started_at: '2026-02-28 01:00:00.000' },
  ])
  const { runs, run, runs_began, runs_finished } = await health()
  expect(runs.map(({ run_id, finished_at, seconds }) => [run_id, finished_at, seconds])).toEqual([
    [FAILED, null, null],
    [FINISHED, '2026-02-28T00:01:30.500Z', 90.5],
  ])
  expect([runs_began, runs_finished, run?.run_id]).toEqual([2, 1, FINISHED])
})

it('counts what was read of all files, and why lines were not taken, the commonest first', async () => {
  const file = { kind: 'exchanges', source: 'plain', run_id: FINISHED }
  await held.store.insert('input_file', [
    { ...file, input_id: 1, file: 'a', lines: 10, accepted: 7, rejected: 3 },
    { ...file, input_id: 2, file: 'b', lines: 5, accepted: 5, fault: 'torn' },
  ])
  await held.store.insert(
    'exchange_rejected',
    ['no_account', 'no_time', 'no_time'].map((reason, at) => ({
      ...{ input_id: 1, file: 'a', line_number: at + 1, reason, line_bytes: 9 },
    })),
  )
  const { inputs, inputs_all, rejected } = await health()
  expect(inputs.map(({ file, fault }) => [file, fault])).toEqual([
    ['b', 'torn'],
    ['a', ''],
  ])
  expect(inputs_all).toEqual({
    ...{ files: 2, files_at_fault: 1, lines: 15, accepted: 12, rejected: 3 },
  })
  expect(rejected).toEqual([
    { reason: 'no_time', lines: 2 },
    { reason: 'no_account', lines: 1 },
  ])
})

it('passes on what the engine says of itself', async () => {
  const said = { lag_seconds: 12 } as HealthAnswer['engine']
  expect((await health({ engine: () => said ?? undefined })).engine).toBe(said)
})
