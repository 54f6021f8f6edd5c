import type { AccountRequest, RequestStep } from './account-request.js'
import { isLettingGo, isSettled, mayAsk } from './account-requests.js'
import { type Act, type Asked, decideAct, isStanding, type Refusal, stepAction } from './act.js'
import { appendAudit, type Break, NO_ENTRY } from './audit.js'
import { type Before, readBefore } from './before-turn.js'
import { catchUp, type Read } from './catch-up.js'
import type { World } from './deed.js'
import { releaseShare } from './deeds/sharing.js'
import { type EnrolmentChange, enrolmentAct, isChange } from './enrolment.js'
import { ERASURE_BEGUN, type Erasure, erasuresWaiting } from './erasures.js'
import type { LedgerOptions } from './ledger-options.js'
import { openRestrictions } from './restrictions.js'
import type { Delivery, DeliveryStep } from './share.js'
import { keepShared } from './shared-documents.js'
import { deliveriesDue, deliveryAction, type Everybody } from './shares.js'
import { newState, type Proposal, type State } from './state.js'
import { pseudonymsOf, write, writeAll, writeRulings } from './write-down.js'

export type { LedgerOptions }

export type Answer =
  | { readonly kind: 'refused'; readonly why: Refusal; readonly places?: readonly string[] }
  /** `proposed`: a second person must do the same before anything comes of it. */
  | { readonly kind: 'proposed' | 'done'; readonly id: string; readonly seq: number }

type Acting = Pick<Asked, 'person' | 'deed' | 'input'>

/** What people did and do. One act after the other: what one changes the next sees. */
export interface Ledger {
  /** As of the last act, or the last {@link Ledger.refresh}. Not to be changed. */
  state(): State
  /** What waits for a second person: of whoever still may, and not for too long. */
  proposals(): readonly Proposal[]
  /** Where the trail is not as it was written: nothing behind it counts, and nobody can act. */
  broken(): Break | null
  /** Of how many entries what was kept apart is not what was written: it counts as erased. */
  changed(): number
  /** Durable in the audit trail before it counts, and before this resolves. */
  act(asked: Acting): Promise<Answer>
  refresh(): Promise<void>
  /**
   * Whether a request may be sent to the account system now, looked at and written down as one: the request where it may, after
   * which it may have arrived. One that must not be sent any more is ended.
   */
  ask(request_id: string, giveUpMs: number): Promise<AccountRequest | undefined>
  /** Notes what became of a request. What the trail has already is not noted again. */
  note(request_id: string, step: RequestStep, cause?: string): Promise<void>
  /**
   * Whether a partner may be told now, looked at and written down as one: what, where they may, after which it may have arrived. What
   * nobody answered for so long is given up.
   */
  allowDelivery(
    delivery_id: string,
    everybody: Everybody,
    giveUpMs: number,
  ): Promise<Delivery | undefined>
  /** Notes what became of telling a partner, once. */
  noteDelivery(delivery_id: string, step: DeliveryStep, cause?: string): Promise<void>
  /**
   * Notes what the service saw of applications, all of it in one write. What people decided meanwhile, or what is so already, is not
   * touched. Returns those that it noted.
   */
  noteEnrolments(changes: readonly EnrolmentChange[]): Promise<readonly EnrolmentChange[]>
  /** Writes down that these erasures are begun, and returns those that nobody took back before. */
  beginErasures(ids: readonly string[]): Promise<readonly Erasure[]>
}

export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { store } = options
  const state = newState()
  const pseudonyms = await pseudonymsOf(store)
  let read: Read = { head: NO_ENTRY, broken: null, changed: 0 }
  let line: Promise<unknown> = Promise.resolve()
  const inLine = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = line.then(work)
    line = done.catch(() => undefined)
    return done
  }
  const refresh = async () => {
    read = await catchUp(store, state, read)
    await writeRulings(store, state)
  }
  /** Whoever changed the trail may have wanted just what would come of it. And what is added to one that breaks counts for nothing. */
  const refreshUnbroken = async () => {
    await refresh()
    if (read.broken !== null)
      throw new Error(`entry ${read.broken.seq} of the trail is not as it was written`)
  }
  const companyOf = async (account_id: string | undefined) =>
    account_id === undefined ? [] : options.company(account_id)
  const act = async (asked: Acting, before: Before): Promise<Answer> => {
    const { company, ...known } = before
    await refreshUnbroken()
    const nowMs = options.now()
    const world: World = {
      nowMs,
      endsMs: options.endsMs?.(),
      proposalMs: options.proposalMs?.(),
      enrolling: options.enrolling?.(),
      policies: options.policies(),
      restrictions: await openRestrictions(store),
      guards: { ...options.guards(), company },
      canErase: options.canErase,
      channels: options.channels?.(),
      signing: options.signing,
      ...known,
    }
    const people = options.people()
    // Name and roles are those of now: the settings may have changed while this waited.
    const person = people.find(({ sha256 }) => sha256 === asked.person.sha256)
    if (person === undefined) return { kind: 'refused', why: 'TOKEN_REVOKED' }
    const acted = decideAct(state, { ...asked, person, world, people, id: options.newId() })
    if (acted.kind === 'refused') return acted
    // Before the entry that lets it leave.
    const { preview } = known
    const isLeaving = acted.kind === 'done' && asked.deed === releaseShare.id
    if (isLeaving && preview?.kind === 'ready') await keepShared(store, preview)
    const head = await write(options, pseudonyms, acted.act, nowMs)
    options.noted?.(head)
    await refresh()
    return { kind: acted.kind, id: acted.id, seq: head.seq }
  }
  /** What the service did. */
  const serve = async (done: Pick<Act, 'action' | 'object' | 'subject' | 'facts'>) => {
    const act: Act = { actor: 'service', ...done, hidden: {} }
    const head = await write(options, pseudonyms, act, options.now())
    options.noted?.(head)
    await refresh()
  }
  const step = async ({ request_id, account_id }: AccountRequest, to: RequestStep, cause = '') => {
    const subject = account_id === '' ? undefined : (['account', account_id] as const)
    const facts = { id: request_id, ...(cause === '' ? {} : { cause }) }
    await serve({
      ...{ action: stepAction(to), object: `account request ${request_id}`, subject, facts },
    })
  }
  const ask = async (request_id: string, giveUpMs: number, company: readonly string[]) => {
    await refreshUnbroken()
    const request = state.requests.get(request_id)
    if (request === undefined) return undefined
    const guards = { ...options.guards(), company }
    const may = mayAsk(state, request, { guards, nowMs: options.now(), giveUpMs })
    if (may.kind === 'end') await step(request, may.step, may.cause)
    if (may.kind !== 'ask') return undefined
    if (request.steps.asked === undefined) await step(request, 'asked')
    return request
  }
  const note = async (request_id: string, to: RequestStep, cause = '') => {
    await refreshUnbroken()
    const request = state.requests.get(request_id)
    if (request === undefined || request.steps[to] !== undefined) return
    if (to !== 'done' && to !== 'ended' && isSettled(request)) return
    await step(request, to, cause)
  }
  const deliver = async (delivery_id: string, to: DeliveryStep, cause = '') => {
    if (state.deliveries.get(delivery_id)?.[to] !== undefined) return
    const facts = { id: delivery_id, ...(cause === '' ? {} : { cause }) }
    const object = `delivery ${delivery_id}`
    await serve({ action: deliveryAction(to), object, subject: undefined, facts })
  }
  const allowDelivery = async (delivery_id: string, everybody: Everybody, giveUpMs: number) => {
    await refreshUnbroken()
    const due = deliveriesDue(state, everybody, options.now())
    const delivery = due.find((one) => one.delivery_id === delivery_id)
    if (delivery === undefined) return undefined
    const { sent } = delivery.steps
    if (sent !== undefined && options.now() - sent >= giveUpMs) {
      await deliver(delivery_id, 'given_up')
      return undefined
    }
    await deliver(delivery_id, 'sent')
    return delivery
  }
  const enrol = async (changes: readonly EnrolmentChange[]) => {
    await refreshUnbroken()
    // Of two about one application the later counts.
    const newest = new Map(changes.map((change) => [change.application_id, change]))
    const noted = [...newest.values()].filter((change) => isChange(state, change))
    const acts = noted.map((change) => enrolmentAct(state, change, options.newId))
    const head = await writeAll(options, pseudonyms, acts, options.now())
    if (acts.length > 0) options.noted?.(head)
    await refresh()
    return noted
  }
  const beginErasures = async (ids: readonly string[]) => {
    await refresh()
    // What was taken back may stand behind the break.
    if (read.broken !== null) return []
    const waiting = erasuresWaiting(state).filter(({ erasure_id }) => ids.includes(erasure_id))
    const entries = waiting
      .filter(({ begun_ms }) => begun_ms === null)
      .map(({ erasure_id: id }) => ({
        ...{ actor: 'service', action: ERASURE_BEGUN, object: `erasure ${id}`, subject: '' },
        facts: { id },
      }))
    await appendAudit(store, entries, options.now())
    await refresh()
    return waiting
  }
  await refresh()
  return Object.freeze({
    state: () => state,
    proposals: () => {
      const world = { nowMs: options.now(), proposalMs: options.proposalMs?.() }
      const standing = { state, people: options.people(), world }
      return [...state.proposals.values()].filter((one) => isStanding(one, standing))
    },
    broken: () => read.broken,
    changed: () => read.changed,
    async act(asked: Acting) {
      const before = await readBefore(options, state, asked)
      return inLine(() => act(asked, before))
    },
    refresh: () => inLine(refresh),
    async ask(request_id: string, giveUpMs: number) {
      const request = state.requests.get(request_id)
      const isTouching = request !== undefined && !isLettingGo(request)
      const company = await companyOf(isTouching ? request.account_id : undefined)
      return inLine(() => ask(request_id, giveUpMs, company))
    },
    note: (request_id: string, to: RequestStep, cause?: string) =>
      inLine(() => note(request_id, to, cause)),
    allowDelivery: (id: string, everybody: Everybody, giveUpMs: number) =>
      inLine(() => allowDelivery(id, everybody, giveUpMs)),
    noteDelivery: (id: string, to: DeliveryStep, cause?: string) =>
      inLine(async () => {
        await refreshUnbroken()
        await deliver(id, to, cause)
      }),
    noteEnrolments: (changes: readonly EnrolmentChange[]) => inLine(() => enrol(changes)),
    beginErasures: (ids: readonly string[]) => inLine(() => beginErasures(ids)),
  })
}
