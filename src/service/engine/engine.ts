/**
 * The engine: the process that owns the store. It takes in what the gate left in the spool, looks at it on a clock
 * and publishes what is to be decided. It knows nothing of requests, and nobody waits for it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StillwatchError } from '../../domain/errors.js'
import { expire } from '../../pipeline/retention/retention.js'
import { problemTold } from '../log.js'
import { listSegments, removeAside } from '../spool/spool-folder.js'
import { type AskedBackup, makeAskedBackup } from './asked-backup.js'
import { type Beside, makeBeside } from './beside.js'
import { drainLast, UNOPENED } from './last-drain.js'
import { clockOf, type EngineMind, engineMind, toldOf } from './mind.js'
import { nextWork, nightOf, type Work } from './next-work.js'
import { ofPeople, tellOfTrail } from './of-people.js'
import { type Opened, openAll, spoolFolder } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import { makePublisher, type Publisher } from './publisher.js'
import { recognise, runOver, STOPPED } from './run.js'
import { readTold, toldPath, writeTold } from './told.js'

export interface Engine {
  /** Reads the settings and the policy again. Secret, store and state folder stay those of the start. */
  reload(): void
  /** Ends between two steps of what is under way, and resolves when the store is closed. */
  stop(): Promise<void>
  /** Resolves when the engine gives up, so that a new process may begin with a fresh database. */
  readonly ended: Promise<void>
}

const DAY_MS = 86_400_000
const TELL_EVERY_MS = 5000
const PUBLISH_LOOK_MS = 500
/** By then the database was away for some minutes. A process of its own finds out whether it is the only one ill. */
const DRAIN_FAILURES_MAX = 8

interface Hands {
  readonly options: EngineOptions
  readonly mind: EngineMind
  readonly publisher: Publisher
  readonly backup: AskedBackup
  readonly beside: Beside
  readonly stopping: AbortController
  file: EngineFile
  opened: Opened | undefined
  telling: Promise<void>
}

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
    telling: Promise.resolve(),
    stopping: new AbortController(),
    backup: makeAskedBackup(),
    publisher,
    beside: makeBeside(options, () => hands.file, { publisher, state: file.serve.state, told }),
  }
  hands.publisher.reload()
  const publishing = setInterval(() => {
    hands.beside.tick(hands.opened, toldNow(hands))
  }, PUBLISH_LOOK_MS)
  const telling = setInterval(() => void tell(hands), TELL_EVERY_MS)
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
  while (!signal.aborted && (mind.done.drain?.failures ?? 0) < DRAIN_FAILURES_MAX) {
    await look(hands)
    const next = nextWork(mind, { clockMs: options.clock(), wallMs: options.now() })
    if (next.work !== 'wait') await perform(hands, next.work)
    else await sleep(Math.max(1, next.ms), undefined, { signal }).catch(() => undefined)
  }
}

/** What is asked for, and what lies in the spool. While the folder cannot be read, nothing is said to be there. */
async function look({ mind, file, opened, backup }: Hands): Promise<void> {
  mind.isBackupAsked = backup.isAsked()
  if (opened === undefined) return
  try {
    const segments = await listSegments(spoolFolder(file.serve.state))
    mind.sealed = segments.filter(({ state }) => state === 'sealed').length
    mind.aside = segments.filter(({ state }) => state === 'aside').length
  } catch {
    mind.sealed = 0
  }
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
    await tell(hands)
  }
}

const WORKERS: Readonly<Record<Work, (hands: Hands) => Promise<void>>> = {
  open: openStores,
  backup: backUp,
  drain,
  rebuild,
  run: async (hands) => run(hands, 'run'),
}

async function openStores(hands: Hands): Promise<void> {
  const { mind, options } = hands
  refuseEmpty(hands)
  const opened = await openAll(
    hands.file,
    ofPeople(hands.publisher, () => hands.file, options),
    hands.backup.ask,
    options,
  )
  mind.wasOpen = true
  hands.opened = opened
  mind.isOpen = true
  mind.watermark = opened.watermark
  options.log.info({ watermark: opened.watermark }, 'store open')
  options.opened?.()
  tellOfTrail(opened.ledger, options.log)
  if (opened.unheard !== undefined) {
    options.log.warn(problemTold(opened.unheard), 'people cannot act through the service')
  }
  if (opened.unserved !== undefined) {
    options.log.warn(
      problemTold(opened.unserved),
      'the command line cannot read through the service',
    )
  }
}

/** A disk that is not mounted is no new store: what came in would be in two, of which one is hidden later. */
function refuseEmpty({ mind, file: { storePath: path, storeUrl } }: Hands): void {
  if (storeUrl !== undefined || !mind.wasOpen || existsSync(join(path, 'data'))) return
  throw new StillwatchError('STORE_GONE', { path })
}

async function backUp({ backup, file, opened, options, stopping }: Hands): Promise<void> {
  if (opened === undefined) return
  await backup.make(opened, file, { ...options, isStopping: () => stopping.signal.aborted })
}

async function drain({ mind, opened, file, options, publisher, stopping }: Hands): Promise<void> {
  if (opened === undefined) return
  const drained = await opened.drain.pass(stopping.signal)
  const { inputs, ...counts } = drained
  mind.rowsTaken += counts.accepted
  mind.rowsRejected += counts.rejected
  mind.rowsRepeated += counts.repeated
  if (counts.aside.length > 0) options.log.error({ ...counts }, 'segments set aside')
  if (counts.accepted === 0) return
  mind.arrivedMs ??= options.clock()
  mind.hasArrived = true
  options.log.info({ ...counts, aside: counts.aside.length }, 'drained')
  if (counts.unopened > 0) options.log.warn({ exchanges: counts.unopened }, UNOPENED)
  try {
    // Until it has gone well these are still to be compared: what they say is derived once, and no more new then.
    const from = Math.min(...inputs, mind.uncompared.from ?? Number.POSITIVE_INFINITY)
    mind.uncompared = { ...mind.uncompared, from }
    const recognised = await recognise(opened, file, options, mind.uncompared)
    mind.uncompared = { from: undefined, isUnknown: false }
    await options.afterDrain?.(inputs, opened)
    if (recognised > 0) options.log.info({ recognised }, 'newcomers of known campaigns')
    publisher.want()
  } catch (error) {
    // What was taken is taken, and the next run sees it: the drain does not stop for it.
    options.log.error(problemTold(error), 'newcomers not looked at')
  }
}

/** A run of its own hour that derives everything anew. */
async function rebuild(hands: Hands): Promise<void> {
  const { mind, options } = hands
  const night = nightOf(options.now(), mind.rebuildMinute)
  const before = mind.rebuilt.night === night ? mind.rebuilt.attempts : 0
  mind.rebuilt = { night, attempts: before + 1, isDone: false }
  // On the disk before it begins: one that ends the process counts too.
  await tell(hands)
  await forget(hands)
  await run(hands, 'rebuild')
  mind.rebuilt = { ...mind.rebuilt, isDone: true }
}

/** What is over its time goes before everything is made anew. */
async function forget({ opened, file, options, mind }: Hands): Promise<void> {
  if (opened === undefined) return
  const { texts, weeks } = await expire(opened.store, file.serve.retention, options.now())
  const segments = await removeAside(spoolFolder(file.serve.state), {
    beforeMs: options.now() - file.serve.retention.text_days * DAY_MS,
  })
  if (texts > 0 || weeks > 0 || segments > 0) {
    options.log.info({ texts, weeks, segments }, 'over their time, erased')
  }
  mind.aside = Math.max(0, mind.aside - segments)
}

async function run(hands: Hands, mode: 'run' | 'rebuild'): Promise<void> {
  const { mind, options, opened, publisher, stopping } = hands
  if (opened === undefined) return
  options.log.info({ mode }, 'run started')
  const isStopping = () => stopping.signal.aborted
  const ran = await runOver(opened, hands.file, {
    ...options,
    isStopping,
    isIncremental: mode === 'run',
  })
  mind.hasArrived = false
  mind.arrivedMs = null
  if (ran === undefined) return
  mind.runs += 1
  mind.lastRun = ran
  mind.watermark = ran.watermark
  publisher.want()
  options.log.info({ mode, ...ran }, 'run finished')
}

const toldNow = ({ mind, beside, options }: Hands) =>
  toldOf(mind, beside.told(), { clockMs: options.clock(), wallMs: options.now() })

/** One at a time: two would write into one file. */
function tell(hands: Hands): Promise<void> {
  const { file, options } = hands
  hands.telling = hands.telling.then(async () => {
    try {
      await writeTold(toldPath(file.serve.state), toldNow(hands))
    } catch (error) {
      options.log.warn(problemTold(error), 'state of the engine not written')
    }
  })
  return hands.telling
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
