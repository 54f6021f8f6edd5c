import type { ServeSettings } from '../../config/serve.js'
import { type FileGuards, guardName } from '../../records/account-requests.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { isKilledByFile } from '../decisions/by-people.js'
import type { PolicyFile } from '../decisions/policy.js'

const COMPANY = sqlFile(import.meta.url, './account_company.sql', { account_id: 'String' })

/**
 * Whom the settings and the policy file protect. While there is no policy file that could be read nobody can tell whom it
 * protects: then everything passes.
 */
export function fileGuards(serve: ServeSettings, policy: PolicyFile | undefined): FileGuards {
  const lists = [serve.never_touch, ...(policy === undefined ? [] : [policy.never_touch])]
  const names = lists.flatMap(({ accounts, organizations, api_keys }) => [
    ...accounts.map((id) => guardName('account', id)),
    ...organizations.map((id) => guardName('organization', id)),
    ...api_keys.map((id) => guardName('api_key', id)),
  ])
  return {
    isConnected: serve.connector !== undefined,
    isKilled: isKilledByFile(serve, policy),
    neverTouch: new Set(names),
  }
}

/** The organisations and API keys that an account was seen with, by {@link guardName}. */
export async function accountCompany(
  reader: Store,
  account_id: string,
): Promise<readonly string[]> {
  const rows = await reader.rows<{ kind: string; id: string }>(COMPANY, { account_id })
  return rows.map(({ kind, id }) => guardName(kind, id))
}
