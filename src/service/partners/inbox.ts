/**
 * Takes in what partners put into collections here, whether it was pulled from a server of theirs or they added it. What came is
 * durable in its collection first. The place up to which it was taken in moves once it is on the disk, and the same again changes nothing: whatever
 * ends the process, nothing is lost.
 */
import type { SharingSettings } from '../../config/sharing.js'
import type { Store } from '../../store/store.js'
import { type Log, problemTold } from '../log.js'
import type { Positions } from '../taxii/client/positions.js'
import { collectedAfter, type Telling } from './collected.js'
import type { Receiver } from './receiver.js'
import { tellingsOf, wayTold } from './tellings.js'

export interface InboxOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly sharing: () => SharingSettings | undefined
}

export interface InboxDoors {
  readonly reader: Store
  readonly positions: Positions
  readonly receive: Receiver
}

export interface Inbox {
  /** Looks every few seconds. It never throws. */
  tick(doors: InboxDoors): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Ends between two batches; resolves when nothing is under way. */
  stop(): Promise<void>
}

const EVERY_MS = 5000
/** Of one partner and collection in one look, so that none waits for another. */
const BATCHES_MAX = 50

export function makeInbox(options: InboxOptions): Inbox {
  const { clock, log, sharing } = options
  let againMs = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined
  let isStopping = false
  const look = async (doors: InboxDoors) => {
    const settings = sharing()
    for (const telling of settings === undefined ? [] : tellingsOf(settings)) {
      if (isStopping) return
      await hear(telling, doors).catch((error) => {
        const { partner_id: partner } = telling
        log.error({ partner, ...problemTold(error) }, 'what a partner told is not taken in')
      })
    }
  }
  const hear = async (telling: Telling, { reader, positions, receive }: InboxDoors) => {
    const { partner_id } = telling
    const way = wayTold(telling)
    let afterMicros = await positions.reached(way)
    for (let batch = 0; batch < BATCHES_MAX && !isStopping; batch += 1) {
      const nowMs = options.now()
      const collected = await collectedAfter(reader, telling, { afterMicros, nowMs })
      if (collected === undefined) return
      const taken = await receive({ partner_id, told: collected.told, at_ms: nowMs })
      afterMicros = collected.micros
      await positions.reach(way, afterMicros)
      const refused = taken.refused.reduce((sum, { objects }) => sum + objects, 0)
      const { taken: indicators, withdrawn } = taken
      log.info({ partner: partner_id, indicators, withdrawn, refused }, 'a partner told something')
    }
  }
  const settled = async () => underWay
  return Object.freeze({
    tick(doors: InboxDoors) {
      if (isStopping || underWay !== undefined || againMs > clock()) return
      againMs = clock() + EVERY_MS
      underWay = look(doors).finally(() => {
        underWay = undefined
      })
    },
    settled,
    stop: async () => {
      isStopping = true
      await settled()
    },
  })
}
