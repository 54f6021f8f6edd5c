import { isSettled, undoable } from './account-requests.js'
import { restrictionsOn } from './account-restrictions.js'
import type { State } from './state.js'

/** Whether something about an account is still to be asked, undone or decided, which takes its name. */
export const isUnsettled = (state: State, account_id: string): boolean =>
  undoable(state, account_id) !== undefined ||
  restrictionsOn(state, account_id).length > 0 ||
  [...state.requests.values()].some((one) => one.account_id === account_id && !isSettled(one)) ||
  [...state.appeals.values()].some(
    (one) => one.account_id === account_id && one.outcome === null,
  ) ||
  [...state.enrolments.values()].some(
    (one) => one.account_id === account_id && one.state === 'appealed',
  )
