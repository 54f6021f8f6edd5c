/** What the service notes of a request, and what lets an account go. Pure, as the requests are. */
import type { AccountRequest, RequestStep } from './account-request.js'
import { lastOn, reinstate } from './account-requests.js'
import { endRestriction, endRestrictions, restrictionsOn } from './account-restrictions.js'
import type { State } from './state.js'

/** A step as the trail has it. */
export interface StepTaken {
  readonly request_id: string
  readonly step: RequestStep
  readonly cause: string
  readonly at_ms: number
}

/** Takes a step into the state. What may have arrived and is withdrawn is undone, and so is what is over its time. */
export function takeStep(state: State, { request_id, step, cause, at_ms }: StepTaken): void {
  const request = state.requests.get(request_id)
  if (request === undefined || request.steps[step] !== undefined) return
  if (step === 'withdrawn' && request.steps.asked !== undefined) undo(state, request, at_ms, 'undo')
  if (step === 'ended') undo(state, request, at_ms, 'end')
  request.steps[step] = at_ms
  request.cause = cause
}

function undo(state: State, request: AccountRequest, at_ms: number, why: string): void {
  const { account_id, action } = request
  const by = { id: `${request.request_id}-${why}`, at_ms, people: [] }
  if (action === 'suspend' && lastOn(state, account_id) === request)
    reinstate(state, account_id, by)
  const restricting = restrictionsOn(state, account_id).find((one) => one === request)
  if (restricting !== undefined) endRestriction(state, restricting, by)
}

/** Lets an account go of all that the account system was asked to do to it. */
export function letGo(
  state: State,
  account_id: string,
  by: { readonly id: string; readonly at_ms: number; readonly people: readonly string[] },
): void {
  reinstate(state, account_id, by)
  endRestrictions(state, account_id, by)
}
