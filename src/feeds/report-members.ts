import type { Campaign, CampaignMember, MemberRole } from '../domain/findings.js'
import { counted, countText, dateText, listText } from './format.js'
import { html, type Markup } from './html.js'
import type { Detail } from './report-budget.js'

const ROLE_PLURALS: Readonly<Record<MemberRole, string>> = {
  operator: 'operators',
  customer: 'customers',
  victim: 'victims',
}

/**
 * Who is in it. Whoever is not to be acted on comes first and is always in sight: a list that is copied
 * from this page into a form must not take a victim along.
 */
export function membersSection({ members }: Campaign, detail: Detail): Markup {
  const operators = members.filter((member) => member.role === 'operator')
  const bystanders = members.filter((member) => member.role !== 'operator')
  return html`<h3>Members</h3>
<p>${countsText(members)}.</p>
${bystanders.length > 0 && bystanderBlock(bystanders, detail)}
${
  operators.length > 0 &&
  html`<details class="members"><summary>${counted(operators.length, 'operator')}${moreText(operators, detail)}</summary>
${memberTable(operators, detail)}</details>`
}`
}

function countsText(members: readonly CampaignMember[]): string {
  const roles: readonly MemberRole[] = ['operator', 'customer', 'victim']
  const counts = roles
    .map((role) => ({ role, count: members.filter((member) => member.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => counted(count, role, ROLE_PLURALS[role]))
  return listText(counts)
}

function bystanderBlock(bystanders: readonly CampaignMember[], detail: Detail): Markup {
  return html`<div class="bystanders"><p><b>Not to be acted on.</b> ${countsText(bystanders)} appear among the
members because the operator uses their accounts or sells to them. Tell a victim and rotate the key; do
not suspend.</p>
<details class="members"><summary>${counted(bystanders.length, 'account')} not to be acted on${moreText(bystanders, detail)}</summary>
${memberTable(bystanders, detail)}</details></div>`
}

function moreText(members: readonly CampaignMember[], { members: limit }: Detail): string {
  if (members.length <= limit) return ''
  return `: the first ${countText(limit)}, and ${countText(members.length - limit)} more in the findings file`
}

function memberTable(members: readonly CampaignMember[], { members: limit }: Detail): Markup {
  return html`<table class="cards members-table"><thead><tr><th scope="col">Account</th><th scope="col">Role</th>
<th scope="col" class="number">Membership</th><th scope="col" class="number">Exchanges</th>
<th scope="col" class="number">First seen (UTC)</th><th scope="col" class="number">Last seen (UTC)</th></tr></thead>
<tbody>${members.slice(0, limit).map(memberRow)}</tbody></table>`
}

function memberRow(member: CampaignMember): Markup {
  return html`<tr><th scope="row"><code>${member.account_id}</code></th><td class="role ${member.role}">${member.role}</td><td class="number">${member.membership.toFixed(2)}</td><td class="number">${countText(member.exchanges)}</td><td class="number">${dateText(member.first_seen_at)}</td><td class="number">${dateText(member.last_seen_at)}</td></tr>`
}
