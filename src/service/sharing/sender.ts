/**
 * Tells partners what two people let leave, and that it was withdrawn; what goes to a collection of TAXII here is added to it and taken out. What they are still to be told is the trail's; each attempt is
 * allowed and written down by the ledger before it is made, so that a process that was killed tells it again by the same id.
 */
import type { PartnerSettings } from '../../config/outbound.js'
import type { SharingSettings } from '../../config/sharing.js'
import { secretOf } from '../../config/webhook.js'
import type { Ledger } from '../../records/ledger.js'
import type { Delivery } from '../../records/share.js'
import { sharedDocument } from '../../records/shared-documents.js'
import { deliveriesDue, deliveriesHeld, sharesFor } from '../../records/shares.js'
import type { Store } from '../../store/store.js'
import { type Posted, post } from '../connector/post.js'
import { waitMs } from '../connector/wait.js'
import { type Log, problemTold } from '../log.js'
import type { Taxii } from '../taxii/open.js'
import { giveTo } from './collection.js'
import { messageOf } from './message.js'
import { everybodyIn } from './ways.js'

export interface SenderOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly settings: () => SharingSettings
}

export interface SenderDoors {
  readonly ledger: Ledger
  readonly reader: Store
  readonly taxii: Pick<Taxii, 'collections'>
}

export interface Sender {
  /** Begins to tell where it is time to. It never throws. */
  tick(doors: SenderDoors): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Breaks off what is under way; resolves when nothing is. */
  stop(): Promise<void>
}

const AT_ONCE_MAX = 4
const HOUR_MS = 3_600_000
const TIMEOUT_MS = 30_000
/** After a fault of ours, which tells nothing of the partner. */
const AGAIN_MS = 5000

interface Tried {
  readonly failures: number
  readonly againMs: number
}

export function makeSender({ now, clock, log, settings }: SenderOptions): Sender {
  const tried = new Map<string, Tried>()
  const stopping = new AbortController()
  let working: Promise<void> | undefined
  let againMs = Number.NEGATIVE_INFINITY

  const partnersNow = () =>
    new Map(
      settings().partners.flatMap((one) => (one.url === undefined ? [] : [[one.id, one] as const])),
    )
  const collectionsNow = () => new Map(settings().collections.map((one) => [one.alias, one]))
  const everybodyNow = () => everybodyIn(settings())
  const dueOf = ({ ledger }: SenderDoors) =>
    ledger.broken() !== null
      ? []
      : deliveriesDue(ledger.state(), everybodyNow(), now())
          .filter(({ delivery_id }) => (tried.get(delivery_id)?.againMs ?? 0) <= clock())
          .slice(0, AT_ONCE_MAX)
  const heldOf = ({ ledger }: SenderDoors) =>
    ledger.broken() !== null
      ? []
      : deliveriesHeld(ledger.state(), everybodyNow(), now())
          .filter(({ steps }) => steps.held === undefined)
          .slice(0, AT_ONCE_MAX)
  const hold = async (
    { delivery_id, what, to, cause }: ReturnType<typeof heldOf>[number],
    ledger: Ledger,
  ) => {
    await ledger.noteDelivery(delivery_id, 'held', cause)
    log.warn({ delivery_id, what, to, cause }, 'partner cannot be told')
  }
  const attempt = async (due: Delivery, doors: SenderDoors) => {
    const into = collectionsNow().get(due.to)
    if (into === undefined) return postTo(due, doors)
    const { ledger, reader } = doors
    const { collections } = doors.taxii
    // It is ours: nothing that was withdrawn is left there because it could not be taken out for long.
    const delivery = await ledger.allowDelivery(
      due.delivery_id,
      everybodyNow(),
      Number.POSITIVE_INFINITY,
    )
    if (delivery === undefined || stopping.signal.aborted) return
    const others = sharesFor(ledger.state(), due.to, now())
    await noted(
      delivery,
      await giveTo(into, delivery, { collections, reader, others, now }),
      ledger,
    )
  }
  const postTo = async (due: Delivery, { ledger, reader }: SenderDoors) => {
    const partner = partnersNow().get(due.to)
    if (partner?.url === undefined) return
    const { delivery_id: id } = due
    const secret = secretOfPartner(partner)
    const document = due.what === 'share' ? await sharedDocument(reader, due.share.sha256) : ''
    // Nothing else is told in its place.
    if (document === undefined) return ledger.noteDelivery(id, 'refused', 'document lost')
    const giveUpMs = settings().deliver_hours * HOUR_MS
    const delivery = await ledger.allowDelivery(id, everybodyNow(), giveUpMs)
    if (delivery === undefined || stopping.signal.aborted) return
    const posted = await post({
      ...{ url: partner.url, secret, id, body: messageOf(delivery, document) },
      ...{ nowMs: now(), timeoutMs: TIMEOUT_MS, signal: stopping.signal },
    })
    if (stopping.signal.aborted && posted.kind === 'failed') return
    await noted(delivery, posted, ledger)
  }
  const noted = async ({ delivery_id, what, to }: Delivery, posted: Posted, ledger: Ledger) => {
    const told = { delivery_id, what, to }
    if (posted.kind === 'failed') {
      const failures = (tried.get(delivery_id)?.failures ?? 0) + 1
      const waiting = waitMs(delivery_id, failures, posted.retryMs)
      tried.set(delivery_id, { failures, againMs: clock() + waiting })
      log.warn({ ...told, failures, problem: posted.problem }, 'partner not told')
      return
    }
    tried.delete(delivery_id)
    if (posted.kind === 'refused') {
      log.error({ ...told, problem: posted.problem }, 'partner refused')
      return ledger.noteDelivery(delivery_id, 'refused', posted.problem)
    }
    await ledger.noteDelivery(delivery_id, 'accepted')
    log.info(told, 'partner told')
  }
  const work = async (doors: SenderDoors) => {
    // One whose secret cannot be read, say, holds up no other.
    const all = [
      ...heldOf(doors).map((held) => hold(held, doors.ledger)),
      ...dueOf(doors).map((due) => attempt(due, doors)),
    ]
    for (const one of await Promise.allSettled(all)) {
      if (one.status === 'fulfilled') continue
      againMs = clock() + AGAIN_MS
      log.error(problemTold(one.reason), 'a partner cannot be told')
    }
    working = undefined
  }
  const settled = async () => working
  return Object.freeze({
    tick(doors: SenderDoors) {
      if (stopping.signal.aborted || againMs > clock() || working !== undefined) return
      if (dueOf(doors).length + heldOf(doors).length > 0) working = work(doors)
    },
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  })
}

const secretOfPartner = ({ secret, secret_file }: PartnerSettings): string =>
  secretOf({ secret, secret_file })
