import { isSettled, stepOf } from '../../records/account-requests.js'
import type { State } from '../../records/state.js'

/** What became of what the account system was to be asked, counted. No account, no identifier. */
export interface RequestFigures {
  readonly account_requests_waiting: number
  readonly account_requests_asked: number
  readonly account_requests_accepted: number
  readonly account_requests_refused: number
  readonly account_requests_given_up: number
  /** Of the oldest that waits, or was asked and not answered; 0 where none does. */
  readonly account_requests_oldest_seconds: number
}

export const NO_REQUESTS: RequestFigures = Object.freeze({
  account_requests_waiting: 0,
  account_requests_asked: 0,
  account_requests_accepted: 0,
  account_requests_refused: 0,
  account_requests_given_up: 0,
  account_requests_oldest_seconds: 0,
})

/** Pure. */
export function requestFigures(
  { requests }: Pick<State, 'requests'>,
  nowMs: number,
): RequestFigures {
  const counts = new Map<string, number>()
  let oldestMs = nowMs
  for (const one of requests.values()) {
    const step = stepOf(one)
    counts.set(step, (counts.get(step) ?? 0) + 1)
    if (!isSettled(one)) oldestMs = Math.min(oldestMs, one.opened_ms)
  }
  const of = (step: ReturnType<typeof stepOf>) => counts.get(step) ?? 0
  return {
    account_requests_waiting: of('waiting'),
    account_requests_asked: of('asked'),
    account_requests_accepted: of('accepted'),
    account_requests_refused: of('refused'),
    account_requests_given_up: of('given_up'),
    account_requests_oldest_seconds: (nowMs - oldestMs) / 1000,
  }
}
