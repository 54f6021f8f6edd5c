/**
 * What the account system is asked to do about an account, and what became of it. What was asked and what was done are
 * kept apart: `accepted` says that it was heard, `done` that it is so. Pure; the ledger writes down what is decided here.
 */
import { type AccountRequest, REQUEST_STEPS, type RequestStep } from './account-request.js'
import { rulingOn, type State } from './state.js'

/** Whom nobody suspends, as far as people did not say it. */
export interface FileGuards {
  /** Whether there is an account system to ask. */
  readonly isConnected: boolean
  /** Whether settings or policy file say that everything passes. */
  readonly isKilled: boolean
  /** The never-touch lists of settings and policy file, by {@link guardName}. */
  readonly neverTouch: ReadonlySet<string>
}

/** That, and what an account belongs to. */
export interface AccountGuards extends FileGuards {
  /** The organisations and API keys that the account was seen with, by {@link guardName}. */
  readonly company: readonly string[]
}

export const guardName = (kind: string, id: string): string => `${kind}\n${id}`

export type Hindrance = 'KILL_SWITCH_ON' | 'PROTECTED' | 'RULED_BENIGN'

/** Why an account must not be suspended now. */
export function hindranceOf(
  state: State,
  guards: AccountGuards,
  account_id: string,
  nowMs: number,
): Hindrance | undefined {
  const names = [guardName('account', account_id), ...guards.company]
  const isProtected = names.some((one) => guards.neverTouch.has(one) || state.protected.has(one))
  if (isProtected) return 'PROTECTED'
  const ruling = rulingOn(state, { subject_kind: 'account', subject_id: account_id }, nowMs)
  if (ruling?.conclusion === 'benign') return 'RULED_BENIGN'
  return guards.isKilled || state.killSwitch ? 'KILL_SWITCH_ON' : undefined
}

/** Whether nothing more is to be sent for it. */
export const isSettled = ({ steps }: AccountRequest): boolean =>
  REQUEST_STEPS.some((step) => step !== 'asked' && steps[step] !== undefined)

/** The last step that says something; `waiting` where it was never sent. */
export function stepOf({ steps }: AccountRequest): RequestStep | 'waiting' {
  const telling = [
    ...(['withdrawn', 'ended', 'done', 'refused'] as const),
    ...(['given_up', 'accepted', 'asked'] as const),
  ]
  return telling.find((step) => steps[step] !== undefined) ?? 'waiting'
}

export const isFailed = (one: AccountRequest): boolean =>
  ['refused', 'given_up'].includes(stepOf(one))

/** What undoes something: it is held up by nothing. */
export const isLettingGo = ({ action }: Pick<AccountRequest, 'action'>): boolean =>
  action === 'reinstate' || action === 'unrestrict'

/** The last request to suspend or reinstate an account that was not withdrawn. */
export function lastOn({ requests }: State, account_id: string): AccountRequest | undefined {
  let last: AccountRequest | undefined
  for (const one of requests.values()) {
    const isOne = one.action === 'suspend' || one.action === 'reinstate'
    if (isOne && one.account_id === account_id && one.steps.withdrawn === undefined) last = one
  }
  return last
}

/** The suspension of an account that is asked for, or in force as far as is known. */
export function suspensionOf(
  state: State,
  account_id: string,
  nowMs: number,
): AccountRequest | undefined {
  const last = lastOn(state, account_id)
  if (last?.action !== 'suspend' || isFailed(last)) return undefined
  return last.expires_ms !== null && last.expires_ms <= nowMs ? undefined : last
}

/** The verification of an account that is asked for and of which nothing was said. */
export function verificationOf(
  { requests }: State,
  account_id: string,
  nowMs: number,
): AccountRequest | undefined {
  return [...requests.values()].find(
    (one) =>
      one.account_id === account_id &&
      one.action === 'verify' &&
      ['waiting', 'asked', 'accepted'].includes(stepOf(one)) &&
      (one.expires_ms === null || one.expires_ms > nowMs),
  )
}

/** What a reinstatement would undo. One that was given up may have arrived; one that failed may be asked for again. */
export function undoable(state: State, account_id: string): AccountRequest | undefined {
  const last = account_id === '' ? undefined : lastOn(state, account_id)
  if (last === undefined) return undefined
  if (last.action === 'reinstate') return isFailed(last) ? last : undefined
  return stepOf(last) === 'refused' ? undefined : last
}

export type NewRequest = Omit<AccountRequest, 'sequence' | 'steps' | 'cause'>

export function addRequest(state: State, one: NewRequest): void {
  // By the clock: a store that was restored goes on above what was sent before it was lost.
  state.sequence = Math.max(state.sequence + 1, one.opened_ms)
  state.requests.set(one.request_id, { ...one, sequence: state.sequence, steps: {}, cause: '' })
}

/** Lets an account go, if it was to be suspended. What was never sent is withdrawn, and nothing needs to be undone. */
export function reinstate(
  state: State,
  account_id: string,
  by: { readonly id: string; readonly at_ms: number; readonly people: readonly string[] },
): void {
  const before = undoable(state, account_id)
  if (before === undefined) return
  // Nobody waits for an answer to what must not be any more: it may never come.
  if (before.action === 'suspend' && !isSettled(before)) {
    before.steps.withdrawn = by.at_ms
    before.cause = 'reinstated'
  }
  if (before.action === 'suspend' && before.steps.asked === undefined) return
  const { policy_id, reason_code, appeal } = before
  const made = { request_id: by.id, action: 'reinstate', account_id, expires_ms: null } as const
  const { at_ms: opened_ms, people } = by
  addRequest(state, { ...made, policy_id, reason_code, appeal, people, opened_ms })
}

/** What it lets go of: a suspension, or one restriction. */
const thingOf = ({ account_id, restriction }: AccountRequest): string =>
  `${account_id}\n${restriction?.restriction_id ?? ''}`

/**
 * The requests whose turn it is. What lets somebody go waits for nothing but an earlier word on the same thing: not for a
 * verification that fails for days. Of all else the first of each account that is not settled, so that none overtakes another.
 */
export function requestsInTurn({ requests }: State): readonly AccountRequest[] {
  const lettingGo = new Map<string, AccountRequest>()
  const first = new Map<string, AccountRequest>()
  for (const one of requests.values()) {
    if (isSettled(one)) continue
    if (!first.has(one.account_id)) first.set(one.account_id, one)
    const thing = thingOf(one)
    if (isLettingGo(one) && !lettingGo.has(thing)) lettingGo.set(thing, one)
  }
  return [...lettingGo.values(), ...[...first.values()].filter((one) => !isLettingGo(one))]
}

export type Asking =
  | { readonly kind: 'ask' | 'hold' }
  | { readonly kind: 'end'; readonly step: 'withdrawn' | 'given_up'; readonly cause: string }

/** Whether a request may be sent now, once more. `giveUpMs`: how long an answer is waited for in all. */
export function mayAsk(
  state: State,
  request: AccountRequest,
  {
    guards,
    nowMs,
    giveUpMs,
  }: { readonly guards: AccountGuards; readonly nowMs: number; readonly giveUpMs: number },
): Asking {
  const { account_id, expires_ms, steps, opened_ms } = request
  const withdrawn = (cause: string): Asking => ({ kind: 'end', step: 'withdrawn', cause })
  if (isSettled(request)) return { kind: 'hold' }
  if (account_id === '') return withdrawn('erased')
  if (isLettingGo(request)) {
    // Nobody stays suspended because the engine was away for long, or a clock was wrong: it counts from the first attempt.
    const sinceMs = steps.asked ?? nowMs
    return nowMs - sinceMs >= giveUpMs ? tooOld(steps.asked) : { kind: 'ask' }
  }
  if (expires_ms !== null && expires_ms <= nowMs) return withdrawn('expired')
  const hindrance = hindranceOf(state, guards, account_id, nowMs)
  if (hindrance === 'PROTECTED') return withdrawn('protected')
  if (hindrance === 'RULED_BENIGN') return withdrawn('ruled benign')
  if (nowMs - opened_ms >= giveUpMs) return tooOld(steps.asked)
  return { kind: hindrance === 'KILL_SWITCH_ON' ? 'hold' : 'ask' }
}

const tooOld = (asked: number | undefined): Asking => ({
  ...{ kind: 'end', step: 'given_up' },
  cause: asked === undefined ? 'never sent' : 'no answer',
})
