/**
 * The engine: the process that owns the store. It takes in what the gate left in the spool, looks at it on a clock
 * and publishes what is to be decided. It knows nothing of requests, and nobody waits for it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { problemTold } from '../log.js'
import { listSegments } from '../spool/spool-folder.js'
import { makeAskedBackup } from './asked-backup.js'
import { makeBeside } from './beside.js'
import { lookAtClocks } from './ends-clock.js'
import { isToSeeToApplications, seeToApplications, tellDeskNewer } from './enrol.js'
import { type ErasuresAt, TRY_AGAIN_MS, watchErasures } from './erasures.js'
import { drainLast } from './last-drain.js'
import { clockOf, engineMind, toldOf } from './mind.js'
import { nextWork, type Work } from './next-work.js'
import { type Opened, spoolFolder } from './opened.js'
import type { EngineOptions } from './options.js'
import { makePublisher, type Publisher } from './publisher.js'
import { STOPPED } from './run.js'
import { readTold, toldPath, writeTold } from './told.js'
import { type Hands, WORKERS } from './workers.js'

export interface Engine {
  /** Reads the settings and the policy again. Secret, store and state folder stay those of the start. */
  reload(): void
  /** Ends between two steps of what is under way, and resolves when the store is closed. */
  stop(): Promise<void>
  /** Resolves when the engine gives up, so that a new process may begin with a fresh database. */
  readonly ended: Promise<void>
}

const TELL_EVERY_MS = 5000
const PUBLISH_LOOK_MS = 500
/** By then the database was away for some minutes. A process of its own finds out whether it is the only one ill. */
const DRAIN_FAILURES_MAX = 8

export function startEngine(options: EngineOptions): Engine {
  const { clock, now, log } = options
  const file = options.readFile()
  const told = readTold(toldPath(file.serve.state))
  const mind = engineMind({ told, clockMs: clock(), wallMs: now(), engine: file.serve.engine })
  const publisher: Publisher = makePublisher(options, () => hands.file)
  const hands: Hands = {
    options,
    mind,
    file,
    opened: undefined,
    openedMs: 0,
    erasures: [],
    isToBeginAnew: false,
    tell: makeTell(() => hands),
    stopping: new AbortController(),
    backup: makeAskedBackup(),
    publisher,
    beside: makeBeside(options, () => hands.file, { publisher, state: file.serve.state, told }),
  }
  hands.publisher.reload()
  const publishing = setInterval(() => {
    hands.beside.tick(hands.opened, toldNow(hands))
  }, PUBLISH_LOOK_MS)
  const telling = setInterval(() => void hands.tell(), TELL_EVERY_MS)
  const ended = loop(hands).finally(async () => {
    clearInterval(publishing)
    clearInterval(telling)
    const { opened } = hands
    hands.opened = undefined
    await Promise.all([hands.beside.stop(), opened && drainLast(opened.drain, options)])
    await opened?.close()
  })
  return Object.freeze({
    reload: () => reload(hands),
    stop: async () => {
      log.info({}, 'engine stopping')
      hands.stopping.abort()
      await ended
    },
    ended,
  })
}

async function loop(hands: Hands): Promise<void> {
  const { mind, options, stopping } = hands
  const { signal } = stopping
  const erasuresAt = watchErasures()
  const isWell = () => (mind.done.drain?.failures ?? 0) < DRAIN_FAILURES_MAX
  while (!signal.aborted && !hands.isToBeginAnew && isWell()) {
    await look(hands, erasuresAt)
    if (isToSeeToApplications(mind, options.clock())) await seeToApplications(hands)
    await tellDeskNewer(hands)
    const next = nextWork(mind, { clockMs: options.clock(), wallMs: options.now() })
    if (next.work !== 'wait') await perform(hands, next.work)
    else await sleep(Math.max(1, next.ms), undefined, { signal }).catch(() => undefined)
  }
}

/** What is asked for, what lies in the spool, and who may be erased. While the folder cannot be read, nothing is said to be there. */
async function look(hands: Hands, erasuresAt: ReturnType<typeof watchErasures>): Promise<void> {
  const { mind, file, opened, backup } = hands
  lookAtTime(hands)
  mind.isBackupAsked = backup.isAsked()
  if (opened === undefined) return
  try {
    const segments = await listSegments(spoolFolder(file.serve.state))
    mind.sealed = segments.filter(({ state }) => state === 'sealed').length
    mind.aside = segments.filter(({ state }) => state === 'aside').length
    lookForErasures(hands, opened, { segments, erasuresAt })
  } catch {
    mind.sealed = 0
    mind.isErasureDue = false
  }
}

function lookAtTime({ mind, options }: Hands): void {
  const before = mind.endsClock
  mind.endsClock = lookAtClocks(before, { clockMs: options.clock(), wallMs: options.now() })
  if (mind.endsClock.stepped !== undefined && before.stepped === undefined)
    options.log.error({}, 'the clock was stepped: ends of enrolments come late')
}

interface Looked {
  readonly segments: ErasuresAt['segments']
  readonly erasuresAt: ReturnType<typeof watchErasures>
}

function lookForErasures(
  hands: Hands,
  { ledger, erasures }: Opened,
  { segments, erasuresAt }: Looked,
): void {
  const { mind, file, options, openedMs } = hands
  const now = { clockMs: options.clock(), wallMs: options.now() }
  const waitMs = file.serve.erasure_minutes * 60_000
  const erasedMs = erasures.done > 0 ? openedMs : undefined
  const at = { people: ledger.state(), noted: erasures.ids, now, waitMs, segments }
  hands.erasures = ledger.broken() === null ? erasuresAt(at, erasedMs) : []
  const isToTryAgain = erasures.failed > 0 && now.clockMs - openedMs >= TRY_AGAIN_MS
  mind.isErasureDue = hands.erasures.length > 0 || isToTryAgain
}

/** Does one thing and notes how it went. Whatever fails is told, and tried again by the clock. */
async function perform(hands: Hands, work: Work): Promise<void> {
  const { mind, options } = hands
  const startedMs = options.clock()
  const before = mind.done[work]?.failures ?? 0
  mind.busy = work
  let failures = 0
  try {
    await WORKERS[work](hands)
    mind.problem = null
  } catch (error) {
    if (error === STOPPED) return
    failures = before + 1
    const problem = problemTold(error)
    mind.problem = `${work}: ${problem.code ?? 'a fault of ours'}`
    options.log.error({ work, failures, ...problem }, 'work failed')
    if (work === 'run' || work === 'rebuild') mind.runFailures += 1
  } finally {
    mind.busy = null
    mind.done[work] = { startedMs, endedMs: options.clock(), failures }
    await hands.tell()
  }
}

const toldNow = ({ mind, beside, options }: Hands) =>
  toldOf(mind, beside.told(), { clockMs: options.clock(), wallMs: options.now() })

/** One at a time: two would write into one file. */
function makeTell(hands: () => Hands): () => Promise<void> {
  let telling = Promise.resolve()
  const tell = async () => {
    const { file, options } = hands()
    try {
      await writeTold(toldPath(file.serve.state), toldNow(hands()))
    } catch (error) {
      options.log.warn(problemTold(error), 'state of the engine not written')
    }
  }
  return () => {
    telling = telling.then(tell)
    return telling
  }
}

function reload(hands: Hands): void {
  const { options, mind } = hands
  try {
    const next = options.readFile()
    const { state } = hands.file.serve
    // The gate goes by the secret of the start as well, and would refuse what was made under another.
    hands.file = { ...hands.file, serve: { ...next.serve, state }, overrides: next.overrides }
    Object.assign(mind, clockOf(next.serve))
    options.log.info({}, 'settings reloaded')
  } catch (error) {
    options.log.error(problemTold(error), 'settings not reloaded')
  }
  hands.publisher.reload()
  hands.publisher.want()
}
