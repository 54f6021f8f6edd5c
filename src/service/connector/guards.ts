import type { ServeSettings } from '../../config/serve.js'
import { type AccountGuards, guardName } from '../../records/account-requests.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { isKilledByFile } from '../decisions/by-people.js'
import type { PolicyFile } from '../decisions/policy.js'

const COMPANY = sqlFile(import.meta.url, './account_company.sql', { account_id: 'String' })

/**
 * Whom the settings and the policy file protect, and what an account belongs to. While there is no policy file that could be read nobody
 * can tell whom it protects: then everything passes.
 */
export async function accountGuards(
  reader: Store,
  serve: ServeSettings,
  policy: PolicyFile | undefined,
  account_id: string | undefined,
): Promise<AccountGuards> {
  const lists = [serve.never_touch, ...(policy === undefined ? [] : [policy.never_touch])]
  const names = lists.flatMap(({ accounts, organizations, api_keys }) => [
    ...accounts.map((id) => guardName('account', id)),
    ...organizations.map((id) => guardName('organization', id)),
    ...api_keys.map((id) => guardName('api_key', id)),
  ])
  const company =
    account_id === undefined
      ? []
      : await reader.rows<{ kind: string; id: string }>(COMPANY, { account_id })
  return {
    isConnected: serve.connector !== undefined,
    isKilled: isKilledByFile(serve, policy),
    neverTouch: new Set(names),
    company: company.map(({ kind, id }) => guardName(kind, id)),
  }
}
