/**
 * What the account system is asked to withhold from an account where the gate is not on the way: a rate, parallel requests,
 * models, batches. Several may stand on one account, each until its own end. Pure, as all of what the account system is asked is.
 */
import type { AccountRequest, AccountRestriction } from './account-request.js'
import { addRequest, isFailed, isSettled, stepOf } from './account-requests.js'
import type { State } from './state.js'

export interface Restricting extends AccountRequest {
  readonly restriction: AccountRestriction
}

const isRestricting = (one: AccountRequest): one is Restricting =>
  one.action === 'restrict' && one.restriction !== undefined

/** Whether its end is asked for already, and not in vain. */
const isEnding = ({ requests }: State, { request_id }: AccountRequest): boolean =>
  [...requests.values()].some(
    (one) =>
      one.action === 'unrestrict' &&
      one.restriction?.restriction_id === request_id &&
      !isFailed(one),
  )

/**
 * What is, or may be, withheld from an account, or is still to be asked for: one that was given up may have arrived, and one
 * that was withdrawn after it was sent is undone where that failed.
 */
export function restrictionsOn(state: State, account_id: string): readonly Restricting[] {
  if (account_id === '') return []
  return [...state.requests.values()].filter(isRestricting).filter((one) => {
    if (one.account_id !== account_id || isEnding(state, one)) return false
    if (one.steps.refused !== undefined) return false
    return one.steps.withdrawn === undefined || one.steps.asked !== undefined
  })
}

/** One measure that is asked for on an account, or in force as far as is known. */
export const restrictionOf = (
  state: State,
  { account_id, measure }: { readonly account_id: string; readonly measure: string },
  nowMs: number,
): Restricting | undefined =>
  restrictionsOn(state, account_id).find(
    (one) =>
      one.restriction.measure === measure &&
      ['waiting', 'asked', 'accepted', 'done'].includes(stepOf(one)) &&
      (one.expires_ms ?? nowMs + 1) > nowMs,
  )

/** Those that the account system was told of and whose time is over. */
export const expiredRestrictions = (state: State, nowMs: number): readonly Restricting[] =>
  [...state.requests.values()]
    .filter(isRestricting)
    .filter(
      (one) =>
        one.expires_ms !== null &&
        one.expires_ms <= nowMs &&
        (one.steps.accepted ?? one.steps.done ?? one.steps.given_up) !== undefined &&
        one.steps.ended === undefined &&
        one.steps.withdrawn === undefined &&
        !isEnding(state, one),
    )

interface Ending {
  readonly id: string
  readonly at_ms: number
  readonly people: readonly string[]
}

/** Ends one. What was never sent is withdrawn, and nothing needs to be undone. */
export function endRestriction(
  state: State,
  one: Restricting,
  { id, at_ms, people }: Ending,
): void {
  if (!isSettled(one)) {
    one.steps.withdrawn = at_ms
    one.cause = 'let go'
  }
  if (one.steps.asked === undefined) return
  const { account_id, policy_id, reason_code, appeal, restriction } = one
  const what = { account_id, policy_id, reason_code, appeal, restriction }
  const made = { request_id: id, action: 'unrestrict', expires_ms: null } as const
  addRequest(state, { ...made, ...what, people, opened_ms: at_ms })
}

/** Ends all that is withheld from an account. */
export function endRestrictions(state: State, account_id: string, by: Ending): void {
  for (const one of restrictionsOn(state, account_id)) {
    endRestriction(state, one, { ...by, id: `${by.id}-${one.request_id}` })
  }
}
