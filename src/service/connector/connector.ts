/**
 * Asks the provider's own account system for what people decided about accounts. What is to be asked is the trail's; each
 * attempt is allowed and written down by the ledger before it is made, so that a process that was killed asks again by the same id.
 */
import type { ConnectorSettings } from '../../config/connector.js'
import { secretOf } from '../../config/webhook.js'
import type { AccountRequest } from '../../records/account-request.js'
import { isLettingGo, requestsInTurn } from '../../records/account-requests.js'
import { expiredRestrictions } from '../../records/account-restrictions.js'
import type { Ledger } from '../../records/ledger.js'
import type { State } from '../../records/state.js'
import type { Store } from '../../store/store.js'
import { type Log, problemTold } from '../log.js'
import { isUnconfirmed, noteConfirmed } from './confirmed.js'
import { messageOf } from './message.js'
import { type Posted, post } from './post.js'
import { LETTING_GO_MS_MAX, WAIT_MS_MAX, waitMs } from './wait.js'

export interface ConnectorOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly settings: () => ConnectorSettings | undefined
}

/** What it asks by, and reads what was done from. */
export interface ConnectorDoors {
  readonly ledger: Ledger
  readonly reader: Store
}

/** Since the process began. */
export interface AttemptFigures {
  readonly account_attempts: number
  /** Those that nobody answered, or that were to be made again. */
  readonly account_attempts_failed: number
}

export interface Connector {
  /** Begins to ask where it is time to: of one account never two at once. It never throws. */
  tick(doors: ConnectorDoors): void
  figures(): AttemptFigures
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Breaks off what is under way; resolves when nothing is. */
  stop(): Promise<void>
}

/** Of each lane. */
const AT_ONCE_MAX = 8
const CONFIRM_EVERY_MS = 15_000
const HOUR_MS = 3_600_000
const HOLD_MS = 5000
/** After a fault of ours, which tells nothing of the request. */
const AGAIN_MS = 5000

/** Whoever is let go does not wait for answers about others. */
const LANES = ['lettingGo', 'touching', 'confirming'] as const
type Lane = (typeof LANES)[number]

type Address = ConnectorSettings & { readonly secret: string }

interface Tried {
  readonly failures: number
  readonly againMs: number
}

export function makeConnector({ now, clock, log, settings }: ConnectorOptions): Connector {
  const tried = new Map<string, Tried>()
  const stopping = new AbortController()
  /** Accounts of which an attempt is under way. */
  const inHand = new Set<string>()
  const lanes: Record<Lane, Promise<void> | undefined> = {
    ...{ lettingGo: undefined, touching: undefined, confirming: undefined },
  }
  let attempts = 0
  let failed = 0
  let confirmMs = Number.NEGATIVE_INFINITY
  let againMs = Number.NEGATIVE_INFINITY

  const attempt = async (request_id: string, { ledger }: ConnectorDoors, to: Address) => {
    const request = await ledger.ask(request_id, to.give_up_hours * HOUR_MS)
    if (request === undefined) return hold(request_id)
    if (stopping.signal.aborted) return
    attempts += 1
    const posted = await post({
      ...{ url: to.url, secret: to.secret, id: request_id, body: messageOf(request) },
      ...{ nowMs: now(), timeoutMs: to.timeout_seconds * 1000, signal: stopping.signal },
    })
    if (stopping.signal.aborted && posted.kind === 'failed') return
    await noted(request, posted, ledger)
  }
  /** While the kill switch is pulled, say. */
  const hold = (request_id: string) => {
    const failures = tried.get(request_id)?.failures ?? 0
    tried.set(request_id, { failures, againMs: clock() + HOLD_MS })
  }
  const noted = async (request: AccountRequest, posted: Posted, ledger: Ledger) => {
    const { request_id, action } = request
    if (posted.kind === 'failed') {
      failed += 1
      const failures = (tried.get(request_id)?.failures ?? 0) + 1
      const { problem, retryMs } = posted
      const msMax = isLettingGo(request) ? LETTING_GO_MS_MAX : WAIT_MS_MAX
      const againMs = clock() + waitMs(request_id, failures, retryMs, msMax)
      tried.set(request_id, { failures, againMs })
      log.warn({ request_id, action, failures, problem }, 'account system not asked')
      return
    }
    tried.delete(request_id)
    if (posted.kind === 'refused') {
      log.error({ request_id, action, problem: posted.problem }, 'account system refused')
      return ledger.note(request_id, 'refused', posted.problem)
    }
    await ledger.note(request_id, 'accepted')
    if (posted.isDone) await ledger.note(request_id, 'done', 'answer')
    log.info({ request_id, action, done: posted.isDone }, 'account system asked')
  }
  const dueOf = ({ ledger }: ConnectorDoors, lane: Lane): readonly AccountRequest[] => {
    const due = requestsInTurn(ledger.state())
      .filter((one) => isLettingGo(one) === (lane === 'lettingGo'))
      .filter(({ request_id }) => (tried.get(request_id)?.againMs ?? 0) <= clock())
      .filter(({ account_id }) => !inHand.has(account_id))
    return onePerAccount(due).slice(0, AT_ONCE_MAX)
  }
  const addressOf = (): Address | undefined => {
    const to = settings()
    try {
      return to === undefined ? undefined : { ...to, secret: secretOf(to) }
    } catch (error) {
      againMs = clock() + AGAIN_MS
      log.error(problemTold(error), 'the account system cannot be asked')
      return undefined
    }
  }
  const ask = async (lane: Lane, doors: ConnectorDoors) => {
    const to = addressOf()
    if (to === undefined) return
    await all(
      dueOf(doors, lane).map(async ({ request_id, account_id }) => {
        inHand.add(account_id)
        await attempt(request_id, doors, to).finally(() => inHand.delete(account_id))
      }),
    )
  }
  const confirm = async ({ reader, ledger }: ConnectorDoors) => {
    confirmMs = clock() + CONFIRM_EVERY_MS
    await noteConfirmed(reader, ledger, now())
    await endExpired(ledger)
  }
  const work = async (lane: Lane, doors: ConnectorDoors) => {
    try {
      await (lane === 'confirming' ? confirm(doors) : ask(lane, doors))
    } catch (error) {
      againMs = clock() + AGAIN_MS
      log.error(problemTold(error), 'what the account system was asked is not written down')
    } finally {
      lanes[lane] = undefined
    }
  }
  const endExpired = async (ledger: Ledger) => {
    for (const { request_id } of expiredRestrictions(ledger.state(), now())) {
      await ledger.note(request_id, 'ended', 'expired')
    }
  }
  const isIdle = (lane: Lane, doors: ConnectorDoors): boolean =>
    lane === 'confirming'
      ? confirmMs > clock() || !isWatching(doors.ledger.state())
      : dueOf(doors, lane).length === 0
  const settled = async () => {
    await Promise.all(Object.values(lanes))
  }
  return Object.freeze({
    tick(doors: ConnectorDoors) {
      if (stopping.signal.aborted || againMs > clock()) return
      for (const lane of LANES) {
        if (lanes[lane] === undefined && !isIdle(lane, doors)) lanes[lane] = work(lane, doors)
      }
    },
    figures: () => ({ account_attempts: attempts, account_attempts_failed: failed }),
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  })
}

/** The first of each. */
function onePerAccount(due: readonly AccountRequest[]): readonly AccountRequest[] {
  const first = new Map<string, AccountRequest>()
  for (const one of due) if (!first.has(one.account_id)) first.set(one.account_id, one)
  return [...first.values()]
}

/** Whether anything may be confirmed, or be over its time, without anybody asking. */
const isWatching = ({ requests }: State): boolean =>
  [...requests.values()].some((one) => isUnconfirmed(one) || one.action === 'restrict')

/** Waits for all of them, and then throws what the first that failed threw: none goes on beside the next tick. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(works)) if (one.status === 'rejected') throw one.reason
}
