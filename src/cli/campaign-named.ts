import { StillwatchError } from '../domain/errors.js'
import { campaignNamed } from '../store/campaign-named.js'
import type { Store } from '../store/store.js'

/** The whole id of a campaign that a command names by its beginning. */
export async function wholeCampaignId(
  store: Store,
  named: string,
  command: string,
): Promise<string> {
  const found = await campaignNamed(store, named)
  if (found.kind === 'one') return found.campaign_id
  throw new StillwatchError('USAGE', {
    what: `\`${named}\` begins several campaigns: ${found.campaign_ids.join(', ')}.`,
    command,
  })
}
