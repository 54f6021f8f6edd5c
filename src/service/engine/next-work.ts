/**
 * What the engine does next. A pure function of what it did and of two clocks: one that never goes back, for all
 * that is an interval, and the wall's, for the time of the rebuild alone. Whatever the wall clock does, no interval
 * grows or shrinks by it, and at most one thing is done at a time.
 */

export const WORKS = ['open', 'backup', 'erase', 'drain', 'rebuild', 'run'] as const
export type Work = (typeof WORKS)[number]

export interface Instants {
  /** Milliseconds that never go back. */
  readonly clockMs: number
  readonly wallMs: number
}

/** One kind of work, as it went so far; by the clock that never goes back. */
export interface Done {
  readonly startedMs: number
  readonly endedMs: number
  readonly failures: number
}

export interface WorkState {
  /** What is being done now. */
  readonly busy: Work | null
  readonly isOpen: boolean
  /** Whether somebody waits for a backup. */
  readonly isBackupAsked: boolean
  /** Whether somebody may be erased now. */
  readonly isErasureDue: boolean
  /** Segments that are ready to be taken. */
  readonly sealed: number
  /** Whether anything came in that no run has seen. */
  readonly hasArrived: boolean
  /** Null where it was not done yet, in this process. */
  readonly done: Readonly<Record<Work, Done | null>>
  /** Before this there is no run: it stands for the run of the process before this one. */
  readonly runFromMs: number
  /** The night whose rebuild was done last, or tried in vain so often. */
  readonly rebuilt: { readonly night: string; readonly attempts: number; readonly isDone: boolean }
  readonly runMs: number
  /** Minutes after midnight, UTC. */
  readonly rebuildMinute: number
}

export type Next = { readonly work: Work } | { readonly work: 'wait'; readonly ms: number }

const DRAIN_PAUSE_MS = 1000
/** What is left to the drain and to readers between two runs, however long a run takes. */
const RUN_PAUSE_MS = 60_000
const DAY_MS = 86_400_000
/** A wall clock that jumps over the hour twice in a day makes one rebuild of it. */
const REBUILD_PAUSE_MS = DAY_MS / 2
/** A rebuild that ends the process each time must not do so all day. */
export const REBUILD_ATTEMPTS_MAX = 3
const RETRY_FIRST_MS = 1000
const RETRY_MS_MAX = 60_000

export function nextWork(state: WorkState, now: Instants): Next {
  if (state.busy !== null) return { work: 'wait', ms: DRAIN_PAUSE_MS }
  const due = WORKS.map((work) => ({ work, ms: dueIn(work, state, now) }))
  // In their order: whoever asked for a backup waits, what came in is taken before it is looked at, and the pause of the
  // drain lets a run in.
  const first = due.find(({ ms }) => ms <= 0)
  if (first !== undefined) return { work: first.work }
  return { work: 'wait', ms: Math.min(DRAIN_PAUSE_MS, ...due.map(({ ms }) => ms)) }
}

/** Milliseconds until a kind of work is due: none if it is now. */
function dueIn(work: Work, state: WorkState, now: Instants): number {
  const retryMs = waitLeft(state.done[work], now)
  if (work === 'open') return state.isOpen ? Number.POSITIVE_INFINITY : retryMs
  if (!state.isOpen) return Number.POSITIVE_INFINITY
  const dueOf = {
    backup: backupIn,
    erase: erasureIn,
    drain: drainIn,
    run: runIn,
    rebuild: rebuildIn,
  }[work]
  return Math.max(retryMs, dueOf(state, now))
}

const backupIn = ({ isBackupAsked }: WorkState): number =>
  isBackupAsked ? 0 : Number.POSITIVE_INFINITY

const erasureIn = ({ isErasureDue }: WorkState): number =>
  isErasureDue ? 0 : Number.POSITIVE_INFINITY

function drainIn({ sealed, done }: WorkState, { clockMs }: Instants): number {
  if (sealed === 0) return Number.POSITIVE_INFINITY
  return done.drain === null ? 0 : done.drain.endedMs + DRAIN_PAUSE_MS - clockMs
}

function runIn({ hasArrived, done, runFromMs, runMs }: WorkState, { clockMs }: Instants): number {
  if (!hasArrived) return Number.POSITIVE_INFINITY
  const runs = [done.run, done.rebuild].flatMap((one) => one ?? [])
  const last = runs.sort((a, b) => b.startedMs - a.startedMs)[0]
  if (last === undefined) return runFromMs + runMs - clockMs
  // Of a run that failed, the back-off counts: it is shorter. A rebuild that failed has one of its own.
  if (last === done.run && last.failures > 0) return 0
  const pausedMs = last.endedMs + Math.min(RUN_PAUSE_MS, runMs)
  return Math.max(last.startedMs + runMs, pausedMs) - clockMs
}

function rebuildIn({ rebuilt, done, rebuildMinute }: WorkState, now: Instants): number {
  const night = nightOf(now.wallMs, rebuildMinute)
  const isSame = night === rebuilt.night
  if (isSame && (rebuilt.isDone || rebuilt.attempts >= REBUILD_ATTEMPTS_MAX)) {
    return Number.POSITIVE_INFINITY
  }
  const last = done.rebuild
  if (last === null || last.failures > 0) return 0
  return last.endedMs + REBUILD_PAUSE_MS - now.clockMs
}

/** The night that an instant belongs to: the day on which the last hour of rebuild struck. */
export function nightOf(wallMs: number, rebuildMinute: number): string {
  return new Date(wallMs - rebuildMinute * 60_000).toISOString().slice(0, 10)
}

function waitLeft(done: Done | null, { clockMs }: Instants): number {
  if (done === null || done.failures === 0) return 0
  const retryMs = Math.min(RETRY_FIRST_MS * 2 ** (done.failures - 1), RETRY_MS_MAX)
  return Math.max(0, done.endedMs + retryMs - clockMs)
}

/** Milliseconds until the decisions are to be published again. It goes on beside all other work. */
export function publishIn(
  last: Done | null,
  { isWanted, everyMs }: { readonly isWanted: boolean; readonly everyMs: number },
  now: Instants,
): number {
  if (last === null) return 0
  if (last.failures > 0) return waitLeft(last, now)
  return isWanted ? 0 : last.endedMs + everyMs - now.clockMs
}
