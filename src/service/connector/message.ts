import type { AccountRequest } from '../../records/account-request.js'

const iso = (ms: number): string => new Date(ms).toISOString()

/** What the account system is told. The same bytes at every attempt; no signal, no evidence, and nothing that people wrote. */
export function messageOf(request: AccountRequest): string {
  const { request_id, action, account_id, policy_id, reason_code, appeal, sequence } = request
  const { restriction } = request
  return JSON.stringify({
    schema: 'stillwatch.account_request/1',
    type: `account.${action}`,
    timestamp: iso(request.opened_ms),
    request_id,
    sequence,
    action,
    account_id,
    policy_id,
    reason_code,
    ...(restriction === undefined ? {} : restriction),
    opened: iso(request.opened_ms),
    expires: request.expires_ms === null ? null : iso(request.expires_ms),
    appeal,
  })
}
