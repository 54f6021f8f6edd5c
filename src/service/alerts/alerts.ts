/**
 * Tells people what needs them, by webhook and by mail, each once and beside all other work: it waits for nobody, and nobody waits
 * for it.
 */

import { statfs } from 'node:fs/promises'
import type { AlertSettings } from '../../config/alerts.js'
import { secretOf } from '../../config/webhook.js'
import type { Ledger } from '../../records/ledger.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { post } from '../connector/post.js'
import { waitMs } from '../connector/wait.js'
import type { EngineTold } from '../engine/told.js'
import { type Log, problemTold } from '../log.js'
import { alertsOf, type CampaignTold } from './conditions.js'
import type { AlertFigures } from './figures.js'
import { sendMail } from './mail.js'
import {
  type AlertMemory,
  type Batch,
  batchOf,
  gone,
  readMemory,
  take,
  WAYS,
  type Way,
  writeMemory,
} from './memory.js'

export interface AlertOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly newId: () => string
  readonly state: string
  /** On whose disks the service writes. */
  readonly folders: () => readonly string[]
  readonly settings: () => AlertSettings | undefined
  /** Whether settings or policy file say that everything passes. */
  readonly isKilled: () => boolean
  readonly erasureWaitMs: () => number
  /** When the engine before this one was there last, in milliseconds since 1970. */
  readonly lastSeenMs: number | undefined
}

export interface AlertDoors {
  readonly ledger: Ledger
  readonly reader: Store
}

export interface Alerts {
  /** Looks where it is time to, and begins to tell. It never throws. */
  tick(doors: AlertDoors | undefined, told: EngineTold): void
  figures(): AlertFigures
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Breaks off what is under way; resolves when nothing is. What was not told is told by the next process. */
  stop(): Promise<void>
}

const CAMPAIGNS = sqlFile(import.meta.url, './campaign_told.sql', { run_id: 'UUID' })
const LOOK_MS = 5000
const TIMEOUT_MS = 10_000
/** A message that nobody took for so long is dropped: what it says is in the readings. */
const GIVE_UP_MS = 24 * 3_600_000

interface Going {
  busy: Promise<void> | undefined
  failures: number
  againMs: number
  told: number
  failed: number
  dropped: number
}

export function makeAlerts(options: AlertOptions): Alerts {
  const { now, clock, log, state, newId, settings } = options
  const stopping = new AbortController()
  const startedMs = now()
  const goings: Record<Way, Going> = { webhook: newGoing(), mail: newGoing() }
  let memory: AlertMemory | undefined
  let looking: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()
  let lookMs = Number.NEGATIVE_INFINITY
  let runSeen: string | null = null

  const waysOf = (one: AlertSettings): readonly Way[] =>
    WAYS.filter((way) => one[way] !== undefined)
  const write = (known: AlertMemory): Promise<void> => {
    writing = writing
      .then(() => writeMemory(state, known))
      .catch((error: unknown) => {
        log.warn(problemTold(error), 'what was told is not written down')
      })
    return writing
  }
  const look = async (one: AlertSettings, doors: AlertDoors | undefined, told: EngineTold) => {
    memory ??= readMemory(state)
    const run = told.last_run_id
    const campaigns =
      doors === undefined || run === null || run === runSeen
        ? undefined
        : await campaignsOf(doors.reader, run)
    const alerts = alertsOf({
      ...{
        nowMs: now(),
        settings: one,
        told,
        startedMs,
        lastSeenMs: options.lastSeenMs,
        campaigns,
        sizes: memory.sizes,
      },
      freePercent: await leastFree(options.folders()),
      people: doors?.ledger.state(),
      isTrailBroken: (doors?.ledger.broken() ?? null) !== null,
      proposals: doors?.ledger.proposals() ?? [],
      isKilled: options.isKilled(),
      erasureWaitMs: options.erasureWaitMs(),
    })
    const accounts = new Map(campaigns?.map((known) => [known.campaign_id, known.accounts]))
    if (take(memory, alerts, { ways: waysOf(one), accounts, isWhole: doors !== undefined }))
      await write(memory)
    if (campaigns !== undefined) runSeen = run
  }
  /** Undefined where they cannot be read: what is wrong with the service is told all the same. */
  const campaignsOf = async (reader: Store, run_id: string) => {
    try {
      return await reader.rows<CampaignTold>(CAMPAIGNS, { run_id })
    } catch (error) {
      log.error(problemTold(error), 'campaigns of the run not read')
      return undefined
    }
  }
  const send = async (way: Way, one: AlertSettings, batch: Batch, known: AlertMemory) => {
    const going = goings[way]
    // By the same id, whenever this process is ended.
    if (going.failures === 0) await write(known)
    const problem = await problemOf(way, one, batch, now(), stopping.signal)
    if (stopping.signal.aborted && problem !== undefined) return
    const alerts = batch.alerts.length + batch.more
    if (problem !== undefined) going.failed += 1
    if (problem === undefined || now() - batch.from_ms > GIVE_UP_MS) {
      going[problem === undefined ? 'told' : 'dropped'] += alerts
      if (problem !== undefined) log.error({ way, problem, alerts }, 'alerts dropped')
      gone(known.ways[way], now())
      Object.assign(going, { failures: 0, againMs: 0 })
      await write(known)
      return
    }
    going.failures += 1
    going.againMs = clock() + waitMs(batch.id, going.failures, undefined)
    log.warn({ way, problem, failures: going.failures }, 'alerts not sent')
  }
  const sendDue = (one: AlertSettings, known: AlertMemory) => {
    for (const way of waysOf(one)) {
      const going = goings[way]
      if (going.busy !== undefined || going.againMs > clock()) continue
      const bounds = { nowMs: now(), perHourMax: one.messages_per_hour_max, newId }
      const batch = batchOf(known.ways[way], bounds)
      if (batch === undefined) continue
      going.busy = send(way, one, batch, known).finally(() => {
        going.busy = undefined
      })
    }
  }
  const settled = async () => {
    await Promise.all([looking, ...WAYS.map((way) => goings[way].busy)])
    await writing
  }
  return Object.freeze({
    tick(doors: AlertDoors | undefined, told: EngineTold) {
      const one = settings()
      if (one === undefined || stopping.signal.aborted) return
      if (memory !== undefined && looking === undefined) sendDue(one, memory)
      if (looking !== undefined || lookMs > clock()) return
      lookMs = clock() + LOOK_MS
      looking = look(one, doors, told)
        .catch((error: unknown) => log.error(problemTold(error), 'not looked what needs a person'))
        .finally(() => {
          looking = undefined
        })
    },
    figures: () => figuresOf(goings),
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  })
}

const newGoing = (): Going => ({
  ...{ busy: undefined, failures: 0, againMs: 0 },
  ...{ told: 0, failed: 0, dropped: 0 },
})

const figuresOf = ({ webhook, mail }: Readonly<Record<Way, Going>>): AlertFigures => ({
  alerts_told_webhook: webhook.told,
  alerts_told_mail: mail.told,
  alerts_failed_webhook: webhook.failed,
  alerts_failed_mail: mail.failed,
  alerts_dropped_webhook: webhook.dropped,
  alerts_dropped_mail: mail.dropped,
})

/** Why it did not go, in a word of ours. */
async function problemOf(
  way: Way,
  { webhook, mail }: AlertSettings,
  batch: Batch,
  nowMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if (way === 'mail') {
      if (mail !== undefined) await sendMail(mail, batch, signal)
      return undefined
    }
    if (webhook === undefined) return undefined
    const { url } = webhook
    const to = { url, secret: secretOf(webhook), id: batch.id, body: messageOf(batch) }
    const posted = await post({ ...to, nowMs, timeoutMs: TIMEOUT_MS, signal })
    return posted.kind === 'accepted' ? undefined : posted.problem
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    return typeof code === 'string' ? code : 'not sent'
  }
}

const messageOf = ({ alerts, more, from_ms }: Batch): string =>
  JSON.stringify({
    ...{
      schema: 'stillwatch.alerts/1',
      type: 'alerts',
      timestamp: new Date(from_ms).toISOString(),
    },
    ...{ alerts, more },
  })

/** Of the disk that is fullest. */
async function leastFree(folders: readonly string[]): Promise<number | undefined> {
  const free = await Promise.all(folders.map(freePercent))
  const known = free.filter((percent) => percent !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

async function freePercent(folder: string): Promise<number | undefined> {
  try {
    const { bavail, blocks } = await statfs(folder)
    return blocks === 0 ? undefined : (100 * bavail) / blocks
  } catch {
    return undefined
  }
}
