import type { Campaign, CampaignMember } from '../domain/findings.js'
import { counted, countText } from './format.js'

export const isOperator = ({ role }: CampaignMember): boolean => role === 'operator'

/**
 * "through 34 accounts and 2 that are not theirs": the operators', and of the others those alone through which
 * something was taken. Who is only near a campaign took nothing and let nobody take it.
 */
export function throughText(campaigns: readonly Campaign[]): string {
  const members = campaigns.flatMap((campaign) => campaign.members)
  const operators = members.filter(isOperator).length
  const used = members.filter((one) => !isOperator(one) && one.exchanges_extracting > 0).length
  return `through ${counted(operators, 'account')}${used === 0 ? '' : ` and ${countText(used)} that ${used === 1 ? 'is' : 'are'} not theirs`}`
}
