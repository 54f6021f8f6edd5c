import { lastFinishedRun } from '../../store/runs.js'
import { fileGuards } from '../connector/guards.js'
import { problemTold } from '../log.js'
import { tellApplications, tellMarks, tellNewer } from '../verification/desk-memory.js'
import { type Enrolling, enrolArrived, stepUpOperators } from '../verification/enrolling.js'
import { watchUses } from '../verification/using.js'
import { endsMsOf } from './ends-clock.js'
import type { EngineMind } from './mind.js'
import { timesOf } from './of-people.js'
import type { Opened } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import type { Publisher } from './publisher.js'

interface Seeing {
  readonly mind: Pick<
    EngineMind,
    | 'applicationsSeen'
    | 'applicationsTold'
    | 'applicationsLookedMs'
    | 'endsHeld'
    | 'deskTold'
    | 'endsClock'
  >
  readonly opened: Pick<Opened, 'ledger' | 'store'> | undefined
  readonly file: EngineFile
  readonly options: Pick<EngineOptions, 'now' | 'clock' | 'log'>
  readonly publisher: Pick<Publisher, 'policy'>
}

/**
 * Sees to applications: what came in since it looked last, what is over, and, after a run, whom that run accuses. What fails is told
 * and done with the next; it holds up neither intake nor run.
 */
export async function seeToApplications(hands: Seeing, runId?: string): Promise<void> {
  const { mind, opened, file, options, publisher } = hands
  if (opened === undefined || opened.ledger.broken() !== null) return
  const { ledger, store } = opened
  mind.applicationsLookedMs = options.clock()
  const nowMs = options.now()
  const endsMs = endsMsOf(mind.endsClock, { clockMs: options.clock(), wallMs: nowMs })
  const enrolling: Enrolling = { ledger, store, times: timesOf(file), nowMs, endsMs }
  try {
    const { changed, last_input, held } = await enrolArrived(
      enrolling,
      mind.applicationsSeen ?? lastSeen(enrolling),
    )
    mind.applicationsSeen = last_input
    if (changed > 0) options.log.info({ changed }, 'applications seen to')
    if (held > 0 && mind.endsHeld === 0)
      options.log.error({ held }, 'ends of enrolments are held: is the clock right?')
    mind.endsHeld = held
  } catch (error) {
    options.log.error(problemTold(error), 'applications not seen to')
  }
  if (runId === undefined) return
  try {
    const guards = fileGuards(file.serve, publisher.policy())
    const asked = await stepUpOperators(enrolling, runId, guards)
    if (asked > 0) options.log.info({ asked }, 'operators asked anew')
  } catch (error) {
    options.log.error(problemTold(error), 'operators not asked anew')
  }
  try {
    const watched = await watchUses(enrolling, runId, fileGuards(file.serve, publisher.policy()))
    if (watched > 0) options.log.info({ watched }, 'grants watched for their use')
  } catch (error) {
    options.log.error(problemTold(error), 'what is done with grants not looked at')
  }
}

/** Where nothing comes in somebody's time is over as well; what waits in the spool may be their answer, and is taken in first. */
const LOOK_MS = 3_600_000
export const isToSeeToApplications = (
  { applicationsLookedMs, sealed }: Pick<EngineMind, 'applicationsLookedMs' | 'sealed'>,
  clockMs: number,
): boolean =>
  sealed === 0 && (applicationsLookedMs === undefined || clockMs - applicationsLookedMs >= LOOK_MS)

/** Tells the gate's desk what became of accounts, and who applied, for when it begins anew. */
export async function tellDesk(hands: Seeing): Promise<void> {
  const { mind, opened, file, options } = hands
  if (opened === undefined) return
  const { state } = file.serve
  try {
    const run = await lastFinishedRun(opened.store)
    if (run !== undefined) await tellMarks(opened.store, run.run_id, state)
    const isTold =
      mind.applicationsTold !== undefined && mind.applicationsTold === mind.applicationsSeen
    if (!isTold) {
      const all = await tellApplications(opened.store, state, options.now())
      mind.deskTold = { all, newer: all, atMs: options.clock() }
    }
    mind.applicationsTold = mind.applicationsSeen
  } catch (error) {
    options.log.error(problemTold(error), 'the desk was not told')
  }
}

/** A gate that begins anew knows all who applied until then, but for what still lies in the spool. */
const NEWER_MS = 30_000

/** Between two runs, tells the gate's desk who applied since it was told of all. */
export async function tellDeskNewer({ mind, opened, file, options }: Seeing): Promise<void> {
  const { deskTold: told, applicationsSeen = 0 } = mind
  if (opened === undefined || told === undefined || applicationsSeen <= told.newer) return
  const atMs = options.clock()
  if (atMs - told.atMs < NEWER_MS) return
  try {
    const given = { after: told.all, nowMs: options.now() }
    const newer = await tellNewer(opened.store, file.serve.state, given)
    mind.deskTold = { ...told, newer, atMs }
  } catch (error) {
    mind.deskTold = { ...told, atMs }
    options.log.error(problemTold(error), 'the desk was not told')
  }
}

/** After a restart: what came in later left no trace in the trail, or is looked at again and changes nothing. */
const lastSeen = ({ ledger }: Enrolling): number =>
  [...ledger.state().enrolments.values()].reduce(
    (last, { input_id }) => Math.max(last, input_id),
    0,
  )
