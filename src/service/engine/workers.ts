/** What the engine has at hand, and how it does each kind of its work. When each is due is not known here. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { expire } from '../../pipeline/retention/retention.js'
import type { Erasure } from '../../records/erasures.js'
import { noteWanted } from '../erasure/wanted.js'
import { problemTold } from '../log.js'
import { removeAside } from '../spool/spool-folder.js'
import type { AskedBackup } from './asked-backup.js'
import type { Beside } from './beside.js'
import { seeToApplications, tellDesk } from './enrol.js'
import { UNOPENED } from './last-drain.js'
import type { EngineMind } from './mind.js'
import { nightOf, type Work } from './next-work.js'
import { ofPeople, tellOfTrail } from './of-people.js'
import { type Opened, openAll, spoolFolder } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import type { Publisher } from './publisher.js'
import { recognise, runOver } from './run.js'

const DAY_MS = 86_400_000

export interface Hands {
  readonly options: EngineOptions
  readonly mind: EngineMind
  readonly publisher: Publisher
  readonly backup: AskedBackup
  readonly beside: Beside
  readonly stopping: AbortController
  /** Which erasures may be begun, as last seen. */
  erasures: readonly Erasure[]
  /** Set where the next engine has to go on. */
  isToBeginAnew: boolean
  file: EngineFile
  opened: Opened | undefined
  /** When, by the clock that never goes back. */
  openedMs: number
  /** Writes down what the engine is at. */
  tell(): Promise<void>
}

/** Each does its work once. What it throws has failed, and is tried again by the clock. */
export const WORKERS: Readonly<Record<Work, (hands: Hands) => Promise<void>>> = {
  open: openStores,
  backup: backUp,
  erase,
  drain,
  rebuild,
  run: async (hands) => run(hands, 'run'),
}

async function openStores(hands: Hands): Promise<void> {
  const { mind, options } = hands
  refuseEmpty(hands)
  const opened = await openAll(
    hands.file,
    ofPeople(hands.publisher, () => hands, options),
    hands.backup.ask,
    {
      ...options,
      sharing: () => hands.file.serve.sharing,
      heard: () => {
        mind.hasArrived = true
      },
    },
  )
  mind.wasOpen = true
  hands.opened = opened
  hands.openedMs = options.clock()
  mind.isOpen = true
  mind.watermark = opened.watermark
  options.log.info({ watermark: opened.watermark }, 'store open')
  options.opened?.()
  // Whoever was erased meanwhile is not to be told of for longer.
  await tellDesk(hands)
  tellOfTrail(opened.ledger, options.log)
  if (opened.unheard !== undefined) {
    options.log.warn(problemTold(opened.unheard), 'people cannot act through the service')
  }
  if (opened.taxii.unheard !== undefined) {
    options.log.warn(problemTold(opened.taxii.unheard), 'others cannot ask by TAXII')
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

/** From here on it happens: the next engine erases before it opens to anybody. */
async function erase(hands: Hands): Promise<void> {
  const { erasures, opened, file, options } = hands
  if (opened === undefined) return
  if (erasures.length === 0) {
    hands.isToBeginAnew = true
    return
  }
  const begun = await opened.ledger.beginErasures(erasures.map(({ erasure_id }) => erasure_id))
  if (begun.length === 0) return
  const { state } = file.serve
  const { now, log } = options
  await noteWanted(
    { store: opened.store, state, hashSecret: file.hashSecret, now },
    begun,
    opened.ledger.state(),
  )
  log.info({ erasures: begun.length }, 'begins anew, to erase')
  hands.isToBeginAnew = true
}

async function drain(hands: Hands): Promise<void> {
  const { mind, opened, file, options, publisher, stopping } = hands
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
  await seeToApplications(hands)
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
  await hands.tell()
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
  // Partners tell something meanwhile, which is for the run after it.
  mind.hasArrived = false
  const ran = await runOver(opened, hands.file, {
    ...options,
    isStopping,
    isIncremental: mode === 'run',
  }).catch((error) => {
    mind.hasArrived = true
    throw error
  })
  mind.arrivedMs = null
  await seeToApplications(hands, ran?.run_id)
  await tellDesk(hands)
  if (ran === undefined) return
  mind.runs += 1
  mind.lastRun = ran
  mind.watermark = ran.watermark
  publisher.want()
  options.log.info({ mode, ...ran }, 'run finished')
}
