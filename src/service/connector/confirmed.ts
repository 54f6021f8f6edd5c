import type { AccountRequest } from '../../records/account-request.js'
import type { Ledger } from '../../records/ledger.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const CONFIRMED = sqlFile(import.meta.url, './account_confirmed.sql', {
  accounts: 'Array(String)',
  until_ms: 'Int64',
})
/** Two clocks: the account system may date what it did before it was asked. */
const SKEW_MS = 60_000
const ACCOUNTS_MAX = 1000

interface Confirmed {
  readonly account_id: string
  readonly kind: string
  /** Of a restriction: which. '' else. */
  readonly restriction_id: string
  readonly at_ms: string
}

const KIND = {
  ...{ suspend: 'suspended', reinstate: 'reinstated', verify: 'verified' },
  ...{ restrict: 'restricted', unrestrict: 'unrestricted' },
} as const

/** Whether the account system may have done it and has not said so. */
export const isUnconfirmed = ({ steps, account_id }: AccountRequest): boolean =>
  account_id !== '' &&
  steps.asked !== undefined &&
  steps.done === undefined &&
  steps.refused === undefined

/** Notes as done what account events say by now, of the newest that nothing was said of. */
export async function noteConfirmed(reader: Store, ledger: Ledger, nowMs: number): Promise<void> {
  const all = [...ledger.state().requests.values()]
  const open = all.filter(isUnconfirmed).slice(-ACCOUNTS_MAX)
  if (open.length === 0) return
  const accounts = [...new Set(open.map(({ account_id }) => account_id))]
  const rows = await reader.rows<Confirmed>(CONFIRMED, {
    accounts,
    until_ms: Math.trunc(nowMs) + SKEW_MS,
  })
  const isSaid = (one: AccountRequest): boolean => {
    const { account_id, action, steps, restriction } = one
    const said = rows.find(
      (row) =>
        row.account_id === account_id &&
        row.kind === KIND[action] &&
        row.restriction_id === (restriction?.restriction_id ?? ''),
    )
    if (said === undefined) return false
    const atMs = Number(said.at_ms)
    return atMs >= (steps.asked ?? 0) - SKEW_MS && atMs > saidBefore(all, one)
  }
  // Looked at before any is noted: one may be what was said of two that were asked at once.
  for (const { request_id } of open.filter(isSaid)) {
    await ledger.note(request_id, 'done', 'account event')
  }
}

/**
 * Until when all that was said is of earlier requests for the same: what said that one of them was done does not say it of a later one,
 * which would never be asked again.
 */
function saidBefore(all: readonly AccountRequest[], request: AccountRequest): number {
  const { account_id, action } = request
  const done = all
    .slice(0, all.indexOf(request))
    .filter((one) => one.account_id === account_id && one.action === action)
    .flatMap(({ steps, restriction }) => (restriction === undefined ? (steps.done ?? []) : []))
  return Math.max(Number.NEGATIVE_INFINITY, ...done)
}
