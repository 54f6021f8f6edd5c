/** What the engine does beside its work, on clocks of its own: it publishes, asks the account system, tells people, and shares with others. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeAlerts } from '../alerts/alerts.js'
import { makeConnector } from '../connector/connector.js'
import { NO_REQUESTS, requestFigures } from '../connector/figures.js'
import { makeInbox } from '../partners/inbox.js'
import { makeSightings } from '../partners/sightings.js'
import { makeMispFeed } from '../sharing/misp.js'
import { makeSender } from '../sharing/sender.js'
import { makeTaxiiClient } from '../taxii/client/client.js'
import { makeSweep } from '../taxii/sweep.js'
import type { Opened } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import type { Publisher } from './publisher.js'
import type { BesideTold, EngineTold } from './told.js'

/** As often as the engine tells of itself: there may be many requests. */
const COUNT_MS = 5000

export interface Beside {
  /** Begins whatever is due. It never throws, and nothing of it waits for another. */
  tick(opened: Opened | undefined, told: EngineTold): void
  told(): BesideTold
  /** Resolves when nothing is under way. */
  stop(): Promise<void>
}

export interface BesideParts {
  readonly publisher: Publisher
  /** The state folder, which stays that of the start. */
  readonly state: string
  /** What the engine before this one said last. */
  readonly told: EngineTold | undefined
}

export function makeBeside(
  options: EngineOptions,
  file: () => EngineFile,
  { publisher, state, told }: BesideParts,
): Beside {
  const { now, clock, log } = options
  const shared = { now, clock, log }
  const connector = makeConnector({ ...shared, settings: () => file().serve.connector })
  const sharing = { ...shared, settings: () => file().serve.sharing }
  const sender = makeSender(sharing)
  const misp = makeMispFeed(sharing)
  const alerts = makeAlerts({
    ...shared,
    newId: randomUUID,
    state,
    folders: () => [state, ...(file().storeUrl === undefined ? [file().storePath] : [])],
    settings: () => file().serve.alerts,
    isKilled: () => file().serve.kill_switch || publisher.policy()?.kill_switch === true,
    erasureWaitMs: () => file().serve.erasure_minutes * 60_000,
    lastSeenMs: told === undefined ? undefined : Date.parse(told.written_at),
  })
  const taxii = makeTaxiiClient({
    ...shared,
    sharing: () => file().serve.sharing,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  })
  const inbox = makeInbox({ ...shared, sharing: () => file().serve.sharing })
  const sightings = makeSightings({ ...shared, sharing: () => file().serve.sharing })
  const sweep = makeSweep(shared)
  let counted = { figures: NO_REQUESTS, againMs: Number.NEGATIVE_INFINITY }
  return Object.freeze({
    tick(opened: Opened | undefined, told: EngineTold) {
      if (opened !== undefined && counted.againMs <= clock()) {
        const figures = requestFigures(opened.ledger.state(), now())
        counted = { figures, againMs: clock() + COUNT_MS }
      }
      alerts.tick(opened, told)
      if (opened === undefined) return
      publisher.tick(opened)
      connector.tick(opened)
      taxii.tick(opened.taxii)
      inbox.tick({ ...opened, positions: opened.taxii.positions })
      sightings.tick({ reader: opened.reader, collections: opened.taxii.collections })
      sweep.tick(opened.taxii)
      sender.tick(opened)
      misp.tick(opened)
    },
    told: () => ({
      publish_failures_in_a_row: publisher.failures(),
      is_only_releasing: publisher.isOnlyReleasing(),
      ...counted.figures,
      ...connector.figures(),
      ...alerts.figures(),
      ...taxii.figures(),
    }),
    stop: async () => {
      await Promise.all([
        ...[publisher.settled(), connector.stop(), alerts.stop(), taxii.stop(), sweep.settled()],
        ...[sender.stop(), misp.settled(), inbox.stop(), sightings.stop()],
      ])
    },
  })
}
