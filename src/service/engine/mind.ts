import type { EngineSettings } from '../../config/engine.js'
import type { Uncompared } from '../../pipeline/recognition/recognition.js'
import type { EndsClock } from './ends-clock.js'
import { type Instants, nightOf, type WorkState } from './next-work.js'
import type { RunTold } from './run.js'
import type { BesideTold, EngineTold } from './told.js'

type Open<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** All that the engine remembers. Its loop alone changes it. */
export interface EngineMind extends Omit<Open<WorkState>, 'done'> {
  readonly done: Open<WorkState['done']>
  /** By the wall clock. */
  readonly startedWallMs: number
  /** By which clock enrolments end. */
  endsClock: EndsClock
  /** Whether this service ever had its store open. */
  wasOpen: boolean
  /** When the oldest record came in that no run has seen. */
  arrivedMs: number | null
  /** The newcomers whom no comparison has looked at yet, where it failed or was another process's. */
  uncompared: Uncompared
  /** The last input whose applications were seen to; unknown at the start. */
  applicationsSeen: number | undefined
  /** What of applications the gate is told for when it begins anew: all up to an input, and since then up to another, and when. */
  deskTold: { readonly all: number; readonly newer: number; readonly atMs: number } | undefined
  /** The last of which the gate was told all. */
  applicationsTold: number | undefined
  /** When applications were last looked at, by the clock that never goes back; unknown at the start. */
  applicationsLookedMs: number | undefined
  /** Enrolments that are over and do not end, since a clock may be wrong. */
  endsHeld: number
  watermark: string | null
  lastRun: Omit<RunTold, 'watermark' | 'forgotten'> | undefined
  runs: number
  runFailures: number
  rowsTaken: number
  rowsRejected: number
  rowsRepeated: number
  aside: number
  problem: string | null
}

interface Start extends Instants {
  /** What the process before this one said last. */
  readonly told: EngineTold | undefined
  readonly engine: EngineSettings
}

/** The first look at a new store comes soon: whoever just set the service up waits for it. */
const FIRST_RUN_MS = 30_000

export function engineMind({ told, engine, clockMs, wallMs }: Start): EngineMind {
  const clock = clockOf({ engine })
  return {
    ...clock,
    busy: null,
    isOpen: false,
    isBackupAsked: false,
    isErasureDue: false,
    sealed: 0,
    // What the process before this one had not looked at is not known; to look again costs one run.
    hasArrived: true,
    arrivedMs: null,
    uncompared: { from: undefined, isUnknown: true },
    applicationsSeen: undefined,
    applicationsTold: undefined,
    deskTold: undefined,
    applicationsLookedMs: undefined,
    endsHeld: 0,
    done: { open: null, backup: null, erase: null, drain: null, run: null, rebuild: null },
    runFromMs: clockMs - sinceLastRun(told, wallMs, clock.runMs),
    rebuilt: {
      // A new store has nothing that could be made anew.
      night: told?.rebuilt_night ?? nightOf(wallMs, clock.rebuildMinute),
      attempts: told?.rebuild_attempts ?? 0,
      isDone: told?.is_rebuilt ?? true,
    },
    startedWallMs: wallMs,
    endsClock: { trusted: { clockMs, wallMs }, stepped: undefined },
    wasOpen: told?.was_open ?? false,
    watermark: told?.watermark ?? null,
    lastRun: told === undefined ? undefined : lastRunOf(told),
    runs: 0,
    runFailures: 0,
    rowsTaken: 0,
    rowsRejected: 0,
    rowsRepeated: 0,
    aside: 0,
    problem: null,
  }
}

/** The part that settings decide. */
export function clockOf({ engine }: { readonly engine: EngineSettings }) {
  const [hours = 0, minutes = 0] = engine.rebuild_at.split(':').map(Number)
  return { runMs: engine.run_minutes * 60_000, rebuildMinute: hours * 60 + minutes }
}

/** By the wall clock, which may have been set since: never less than nothing, never more than an interval. */
function sinceLastRun(told: EngineTold | undefined, wallMs: number, runMs: number): number {
  const started = told?.last_run_started_at ?? null
  if (started === null) return Math.max(0, runMs - FIRST_RUN_MS)
  return Math.min(Math.max(0, wallMs - Date.parse(started)), runMs)
}

function lastRunOf(told: EngineTold): EngineMind['lastRun'] {
  const { last_run_id, last_run_started_at, last_run_seconds } = told
  if (last_run_id === null || last_run_started_at === null) return undefined
  const { campaigns_act, campaigns_review, accounts_watch, partners_left_out } = told
  return {
    run_id: last_run_id,
    started_at: last_run_started_at,
    seconds: last_run_seconds ?? 0,
    campaigns_act,
    campaigns_review,
    accounts_watch,
    partners_left_out,
  }
}

export function toldOf(mind: EngineMind, beside: BesideTold, now: Instants): EngineTold {
  const { done, lastRun, rebuilt, arrivedMs } = mind
  return {
    pid: process.pid,
    written_at: new Date(now.wallMs).toISOString(),
    started_at: new Date(mind.startedWallMs).toISOString(),
    is_open: mind.isOpen,
    was_open: mind.wasOpen,
    work: mind.busy ?? 'idle',
    watermark: mind.watermark,
    lag_seconds: arrivedMs === null ? 0 : Math.max(0, now.clockMs - arrivedMs) / 1000,
    last_run_id: lastRun?.run_id ?? null,
    last_run_started_at: lastRun?.started_at ?? null,
    last_run_seconds: lastRun?.seconds ?? null,
    campaigns_act: lastRun?.campaigns_act ?? 0,
    campaigns_review: lastRun?.campaigns_review ?? 0,
    accounts_watch: lastRun?.accounts_watch ?? 0,
    partners_left_out: lastRun?.partners_left_out ?? 0,
    runs: mind.runs,
    run_failures: mind.runFailures,
    run_failures_in_a_row: Math.max(done.run?.failures ?? 0, done.rebuild?.failures ?? 0),
    drain_failures_in_a_row: done.drain?.failures ?? 0,
    ...beside,
    rows_taken: mind.rowsTaken,
    rows_rejected: mind.rowsRejected,
    rows_repeated: mind.rowsRepeated,
    segments_aside: mind.aside,
    ends_held: mind.endsHeld,
    is_clock_stepped: mind.endsClock.stepped !== undefined,
    rebuilt_night: rebuilt.night,
    rebuild_attempts: rebuilt.attempts,
    is_rebuilt: rebuilt.isDone,
    problem: mind.problem,
  }
}
