import type { Campaign, CampaignMember, MemberRole } from '../domain/findings.js'
import { isSpared, SPARED, type Spared, wordOf } from '../domain/reason.js'
import { counted, countText, dateText, listText } from './format.js'
import { html, type Markup } from './html.js'
import type { Detail } from './report-budget.js'

const ROLE_PLURALS: Readonly<Record<MemberRole, string>> = {
  operator: 'operators',
  customer: 'customers',
  victim: 'victims',
}

/** The reasons for each account's standing, by its id. */
export type ReasonsOf = ReadonlyMap<string, readonly string[]>

/**
 * Who is in it. Whoever is not to be acted on comes first and is always in sight: a list that is copied
 * from this page into a form must not take a victim along.
 */
export function membersSection(
  { members }: Campaign,
  { detail, reasonsOf }: { readonly detail: Detail; readonly reasonsOf: ReasonsOf },
): Markup {
  const operators = members.filter((member) => member.role === 'operator')
  const bystanders = members.filter((member) => member.role !== 'operator')
  return html`<h3>Members</h3>
<p>${roleCounts(members)}.</p>
${bystanders.length > 0 && bystanderBlock(bystanders, { detail, reasonsOf })}
${
  operators.length > 0 &&
  html`<details class="members"><summary>${counted(operators.length, 'operator')}${moreText(operators, detail)}</summary>
${memberTable(operators, detail, reasonsOf)}
<p class="quiet"><code>stillwatch explain</code> with its id says each of these at length.</p></details>`
}`
}

/** "4 customers and 2 victims" */
export function roleCounts(members: readonly CampaignMember[]): string {
  const roles: readonly MemberRole[] = ['operator', 'customer', 'victim']
  const counts = roles
    .map((role) => ({ role, count: members.filter((member) => member.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => counted(count, role, ROLE_PLURALS[role]))
  return listText(counts)
}

/** What spares them differs: of a proven customer nobody knows that a key was stolen. */
function bystanderBlock(
  bystanders: readonly CampaignMember[],
  { detail, reasonsOf }: { readonly detail: Detail; readonly reasonsOf: ReasonsOf },
): Markup {
  const groups = new Map<Spared | undefined, number>()
  for (const { account_id } of bystanders) {
    const spared = sparedFor(reasonsOf.get(account_id))
    groups.set(spared, (groups.get(spared) ?? 0) + 1)
  }
  return html`<div class="bystanders"><p><b>Not to be acted on.</b> ${roleCounts(bystanders)} among the
members. Of them no more is known than this; do not suspend them for it.</p>
<ul>${[...groups].map(([spared, count]) => sparedItem(spared, count))}</ul>
<details class="members"><summary>${counted(bystanders.length, 'account')} not to be acted on${moreText(bystanders, detail)}</summary>
${memberTable(bystanders, detail, reasonsOf)}</details></div>`
}

const sparedFor = (reasons: readonly string[] = []): Spared | undefined =>
  reasons.map(wordOf).find(isSpared)

function sparedItem(spared: Spared | undefined, count: number): Markup {
  if (spared === undefined) {
    return html`<li><b>${counted(count, 'account')}</b>: the findings do not say what spares ${count === 1 ? 'it' : 'them'}.</li>`
  }
  const { known, check } = SPARED[spared]
  return html`<li><b>${counted(count, 'account')}</b>: ${count === 1 ? 'it' : 'each'} ${known}. ${check}</li>`
}

function moreText(members: readonly CampaignMember[], { members: limit }: Detail): string {
  if (members.length <= limit) return ''
  return `: the first ${countText(limit)}, and ${countText(members.length - limit)} more in the findings file`
}

function memberTable(
  members: readonly CampaignMember[],
  { members: limit }: Detail,
  reasonsOf: ReasonsOf,
): Markup {
  return html`<table class="cards members-table"><thead><tr><th scope="col">Account</th><th scope="col">Role</th>
<th scope="col" class="number">Membership</th><th scope="col" class="number">Exchanges</th>
<th scope="col" class="number">First seen (UTC)</th><th scope="col" class="number">Last seen (UTC)</th><th scope="col">Because</th></tr></thead>
<tbody>${members.slice(0, limit).map((member) => memberRow(member, reasonsOf.get(member.account_id)))}</tbody></table>`
}

function memberRow(member: CampaignMember, [, ...reasons]: readonly string[] = []): Markup {
  const because = reasons.map((one) => wordOf(one).replaceAll('-', ' ')).join(', ')
  return html`<tr><th scope="row"><code>${member.account_id}</code></th><td class="role ${member.role}">${member.role}</td><td class="number">${member.membership.toFixed(2)}</td><td class="number">${countText(member.exchanges)}</td><td class="number">${dateText(member.first_seen_at)}</td><td class="number">${dateText(member.last_seen_at)}</td><td>${because}</td></tr>`
}
