import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serveSchema } from '../../config/serve.js'
import { NO_REQUESTS } from '../connector/figures.js'
import { engineMind, toldOf } from '../engine/mind.js'
import { type BesideTold, readTold, toldPath, writeTold } from '../engine/told.js'
import { type EngineWatch, watchEngine } from './engine-watch.js'

let state: string
let watch: EngineWatch
let clockMs: number
const MARCH = Date.UTC(2026, 2, 9)
const { engine } = serveSchema.parse({})

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'stillwatch-watch-'))
  clockMs = 0
  watch = watchEngine({ state, now: () => MARCH, clock: () => clockMs })
})
afterEach(() => {
  watch.close()
  rmSync(state, { recursive: true, force: true })
})

const beside: BesideTold = {
  ...{ publish_failures_in_a_row: 0, is_only_releasing: false, ...NO_REQUESTS },
  ...{ account_attempts: 0, account_attempts_failed: 0 },
  ...{ alerts_told_webhook: 0, alerts_failed_webhook: 0, alerts_dropped_webhook: 0 },
  ...{ alerts_told_mail: 0, alerts_failed_mail: 0, alerts_dropped_mail: 0 },
  ...{ taxii_pulled: 0, taxii_pushed: 0, taxii_failures: 0 },
}
const tell = (wallMs: number) => {
  const mind = engineMind({ told: undefined, engine, clockMs: 0, wallMs })
  return writeTold(toldPath(state), toldOf(mind, beside, { clockMs: 0, wallMs }))
}

/** A look of the watch, and a little. */
const aLook = () => sleep(1200)

test('what an engine of before did not tell counts as nothing, and all else that it told is kept', async () => {
  await tell(MARCH)
  const path = toldPath(state)
  const { account_attempts: _, is_only_releasing: __, ...before } = readTold(path) ?? raise()
  writeFileSync(path, JSON.stringify({ ...before, was_open: true }))
  expect(readTold(path)).toMatchObject({
    ...{ was_open: true, is_only_releasing: false, account_attempts: 0 },
  })
})
const raise = (): never => {
  throw new Error('nothing was told')
}

describe('what the gate knows of the engine', () => {
  test('is what the supervisor says of the process, and what that wrote of itself', async () => {
    expect(watch.state()).toEqual({ state: 'starting', since_ms: MARCH })
    await tell(MARCH)
    watch.told('running')
    await aLook()
    expect(watch.state()).toMatchObject({ state: 'running', work: 'idle', pid: process.pid })
    watch.told('down')
    expect(watch.state()).toMatchObject({ state: 'down', pid: process.pid })
  })

  test('one that runs and says nothing any more is down, whatever its clock says', async () => {
    watch.told('running')
    clockMs = 59_000
    expect(watch.state().state).toBe('running')
    await tell(MARCH - 400 * 86_400_000)
    await aLook()
    clockMs = 118_000
    expect(watch.state().state).toBe('running')
    clockMs = 120_000
    expect(watch.state().state).toBe('down')
  })
})
