import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Done,
  nextWork,
  nightOf,
  publishIn,
  REBUILD_ATTEMPTS_MAX,
  type Work,
  type WorkState,
} from './next-work.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MARCH = Date.UTC(2026, 2, 9, 12)
const AT_THREE = 180

const still: WorkState = {
  busy: null,
  isOpen: true,
  isBackupAsked: false,
  isErasureDue: false,
  sealed: 0,
  hasArrived: false,
  done: { open: null, backup: null, erase: null, drain: null, run: null, rebuild: null },
  runFromMs: 0,
  rebuilt: { night: nightOf(MARCH, AT_THREE), attempts: 0, isDone: true },
  runMs: 5 * MINUTE,
  rebuildMinute: AT_THREE,
}
const now = { clockMs: HOUR, wallMs: MARCH }
const done = (startedMs: number, endedMs: number, failures = 0): Done => ({
  startedMs,
  endedMs,
  failures,
})
const workOf = (state: Partial<WorkState>, at = now) => nextWork({ ...still, ...state }, at).work

describe('what is next', () => {
  test.each([
    ['nothing where nothing came', {}, 'wait'],
    ['the store first', { isOpen: false, sealed: 3 }, 'open'],
    ['what came in before it is looked at', { sealed: 1, hasArrived: true }, 'drain'],
    ['a backup before all else', { isBackupAsked: true, sealed: 1, hasArrived: true }, 'backup'],
    [
      'who is to be erased before more is taken in',
      { isErasureDue: true, sealed: 1, hasArrived: true },
      'erase',
    ],
    ['nobody is erased beside a run', { isErasureDue: true, busy: 'run' }, 'wait'],
    ['no backup beside a run', { isBackupAsked: true, busy: 'run' }, 'wait'],
    ['a run once something came in', { hasArrived: true }, 'run'],
    ['nothing beside what is under way', { busy: 'run', sealed: 1 }, 'wait'],
    [
      'a run while more comes in without end',
      { sealed: 9, hasArrived: true, done: { ...still.done, drain: done(HOUR - 5, HOUR - 1) } },
      'run',
    ],
    [
      'no run before its time',
      { hasArrived: true, done: { ...still.done, run: done(HOUR - 4 * MINUTE, HOUR - MINUTE) } },
      'wait',
    ],
    [
      'the drain though runs fail',
      { sealed: 1, hasArrived: true, done: { ...still.done, run: done(HOUR - 9, HOUR - 1, 4) } },
      'drain',
    ],
    [
      'a rebuild that the night left out',
      { rebuilt: { ...still.rebuilt, night: '2026-03-08' } },
      'rebuild',
    ],
    [
      'no rebuild that ended the process too often',
      { rebuilt: { ...still.rebuilt, attempts: REBUILD_ATTEMPTS_MAX, isDone: false } },
      'wait',
    ],
  ] as const)('%s', (_, state, work) => {
    expect(workOf(state)).toBe(work)
  })

  test('a night begins at the hour of the rebuild', () => {
    expect(nightOf(Date.UTC(2026, 2, 9, 2, 59), AT_THREE)).toBe('2026-03-08')
    expect(nightOf(Date.UTC(2026, 2, 9, 3), AT_THREE)).toBe('2026-03-09')
  })

  test('decisions are published each minute, and at once where something changed', () => {
    const last = done(HOUR - 2, HOUR - 1)
    expect(publishIn(null, { isWanted: false, everyMs: MINUTE }, now)).toBe(0)
    expect(publishIn(last, { isWanted: true, everyMs: MINUTE }, now)).toBe(0)
    expect(publishIn(last, { isWanted: false, everyMs: MINUTE }, now)).toBe(MINUTE - 1)
    expect(publishIn(done(0, HOUR, 1), { isWanted: true, everyMs: MINUTE }, now)).toBe(1000)
  })
})

interface Step {
  /** How long the work takes, or how much longer than asked the engine sleeps. */
  readonly tookMs: number
  readonly fails: boolean
  readonly arrives: boolean
  /** How far the wall clock is set, besides. */
  readonly setMs: number
}

const step: fc.Arbitrary<Step> = fc.record({
  tookMs: fc.integer({ min: 1, max: 3 * MINUTE }),
  fails: fc.boolean(),
  arrives: fc.boolean(),
  setMs: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    fc.integer({ min: -400 * 24 * HOUR, max: 400 * 24 * HOUR }),
  ),
})

/** Plays an engine that does what it is told, and notes what it did when. */
function play(steps: readonly Step[]) {
  const state = { ...still, done: { ...still.done } as Record<Work, Done | null>, isOpen: false }
  let [clockMs, wallMs] = [0, MARCH]
  const did: { work: Work; startedMs: number; endedMs: number; fails: boolean }[] = []
  const waits: number[] = []
  for (const { tookMs, fails, arrives, setMs } of steps) {
    wallMs += setMs
    if (arrives) state.sealed += 1
    const next = nextWork(state, { clockMs, wallMs })
    const startedMs = clockMs
    const lastsMs = next.work === 'wait' ? next.ms : tookMs
    clockMs += lastsMs
    wallMs += lastsMs
    if (next.work === 'wait') {
      waits.push(next.ms)
      continue
    }
    const { work } = next
    did.push({ work, startedMs, endedMs: clockMs, fails })
    const failures = fails ? (state.done[work]?.failures ?? 0) + 1 : 0
    state.done[work] = { startedMs, endedMs: clockMs, failures }
    if (work === 'rebuild') {
      const night = nightOf(wallMs, state.rebuildMinute)
      const attempts = state.rebuilt.night === night ? state.rebuilt.attempts + 1 : 1
      state.rebuilt = { night, attempts, isDone: !fails }
    }
    if (fails) continue
    if (work === 'open') state.isOpen = true
    if (work === 'drain') Object.assign(state, { sealed: 0, hasArrived: true })
    if (work === 'run' || work === 'rebuild') state.hasArrived = false
  }
  return { did, waits, state, clockMs, wallMs }
}

describe('whatever the clocks do', () => {
  const steps = fc.array(step, { minLength: 1, maxLength: 200 })

  test('it never waits longer than a second, nor less than no time', () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const ms of play(given).waits) {
          expect(ms).toBeGreaterThan(0)
          expect(ms).toBeLessThanOrEqual(1000)
        }
      }),
    )
  })

  test('runs keep their distance, and rebuilds theirs', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { did } = play(given)
        const runs = did.filter(({ work }) => work === 'run')
        for (const [at, run] of runs.entries()) {
          const before = runs[at - 1]
          if (before === undefined || before.fails) continue
          expect(run.startedMs - before.startedMs).toBeGreaterThanOrEqual(still.runMs)
        }
        const rebuilds = did.filter(({ work }) => work === 'rebuild')
        for (const [at, rebuild] of rebuilds.entries()) {
          const before = rebuilds[at - 1]
          if (before === undefined || before.fails) continue
          expect(rebuild.startedMs - before.endedMs).toBeGreaterThanOrEqual(12 * HOUR)
        }
      }),
    )
  })

  test('a rebuild that failed brings no run forward', () => {
    const ended = {
      ...still.done,
      run: done(HOUR - 3000, HOUR - 2000),
      rebuild: done(HOUR - 1000, HOUR - 500, 1),
    }
    expect(workOf({ hasArrived: true, done: ended })).not.toBe('run')
    const later = { ...now, clockMs: HOUR + 5 * MINUTE }
    expect(workOf({ hasArrived: true, done: ended }, later)).toBe('run')
  })

  test('what comes in is taken and looked at before long, from whatever state', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const calm: Step = { tookMs: 10, fails: false, arrives: false, setMs: 0 }
        const minutes = Array.from({ length: 7 * 60 }, () => calm)
        const { did, state } = play([...given, { ...calm, arrives: true }, ...minutes])
        expect(state.sealed).toBe(0)
        expect(state.hasArrived).toBe(false)
        expect(did.some(({ work }) => work === 'drain')).toBe(true)
      }),
    )
  })
})
