import { sqlFile } from './sql.js'
import type { Store } from './store.js'

const NAMED = sqlFile(import.meta.url, './campaign_named.sql', {
  ...{ named: 'String', rows_max: 'UInt32' },
})

/** So many of those that begin alike are told. */
const CANDIDATES_MAX = 10
/** As runs name campaigns: it is the beginning of no other. */
const WHOLE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type CampaignNamed =
  | { readonly kind: 'one'; readonly campaign_id: string }
  /** Some of them, where they are many. */
  | { readonly kind: 'several'; readonly campaign_ids: readonly string[] }

/**
 * Which campaign somebody means by its id or the beginning of it, everywhere where one is named. A whole id is not looked up, and what
 * begins none of a run that is kept is taken as it is: people may speak of a campaign that runs have forgotten.
 */
export async function campaignNamed(
  store: Pick<Store, 'rows'>,
  named: string,
): Promise<CampaignNamed> {
  const itself: CampaignNamed = { kind: 'one', campaign_id: named }
  if (named === '' || WHOLE.test(named)) return itself
  const rows = await store.rows<{ campaign_id: string }>(NAMED, {
    ...{ named, rows_max: CANDIDATES_MAX },
  })
  const [first, second] = rows
  if (first === undefined || first.campaign_id === named) return itself
  if (second === undefined) return { kind: 'one', campaign_id: first.campaign_id }
  return { kind: 'several', campaign_ids: rows.map(({ campaign_id }) => campaign_id) }
}
