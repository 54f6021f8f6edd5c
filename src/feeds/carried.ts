import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { counted } from './format.js'

/** What a policy does to a campaign and is proposed for accounts that came after it. */
export interface CarriedPicture {
  readonly policy_id: string
  readonly level: string
  readonly accounts: number
}

const carried = sqlFile(import.meta.url, './campaign_carried.sql', { campaign_id: 'String' })

/** As the service proposed it last; nothing where no service restricts anybody. */
export async function carriedOf(
  store: Store,
  campaignId: string,
): Promise<readonly CarriedPicture[]> {
  const rows = await store.rows<{ policy_id: string; level: string; accounts: string }>(carried, {
    campaign_id: campaignId,
  })
  return rows.map((row) => ({ ...row, accounts: Number(row.accounts) }))
}

export const carriedText = ({ policy_id, level, accounts }: CarriedPicture): string =>
  `${level} as under ${policy_id}, for ${counted(accounts, 'account')} that came after it. Nothing is done to them by it.`
