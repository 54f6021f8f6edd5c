/** Writes a campaign into the truth. */

import type { Capability } from '../../domain/findings.js'
import type { Traffic } from '../traffic.js'
import type { Member } from './pool.js'
import type { ScenarioWishes } from './scenario.js'
import type { Count } from './tally.js'

export interface Declared {
  readonly shape: string
  readonly members: readonly Member[]
  readonly count: Count
  readonly capabilities: readonly Capability[]
  /** Where one scenario has several campaigns. */
  readonly id?: string
  readonly succeeds?: string
}

export const declareCampaign = (
  traffic: Traffic,
  wishes: ScenarioWishes,
  declared: Declared,
): void =>
  traffic.addCampaign({
    campaign_id: declared.id ?? wishes.campaignId,
    shape: declared.shape,
    discipline: wishes.discipline,
    cover_share: wishes.coverShare,
    accounts: declared.members.map((member) => member.sender.account.account_id),
    exchanges: declared.count.exchanges,
    exchanges_extracting: declared.count.extracting,
    extracting_by_account: declared.count.extractingByAccount,
    capabilities: [...declared.capabilities],
    succeeds: declared.succeeds ?? null,
  })
