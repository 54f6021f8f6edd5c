import type { Campaign, CampaignMember } from '../domain/findings.js'
import { carriedText } from './carried.js'
import { capabilityText, counted, countText, idPrefix, listText, spanText } from './format.js'
import { html, type Markup } from './html.js'
import type { CampaignPicture } from './picture.js'
import type { Detail } from './report-budget.js'
import { counterEvidenceSection, evidenceFigure } from './report-evidence.js'
import { infrastructureSection } from './report-infrastructure.js'
import { membersSection, type ReasonsOf, roleCounts } from './report-members.js'
import { topCapabilities, verdictMark } from './report-overview.js'
import { rasterFigure } from './report-raster.js'
import { templateSection } from './report-template.js'
import { isOperator } from './through.js'
import { wouldChange } from './would-change.js'

export interface CampaignParts {
  readonly campaign: Campaign
  readonly picture: CampaignPicture | undefined
  readonly campaigns: readonly Campaign[]
  readonly number: number
  readonly detail: Detail
  readonly hasText: boolean
  readonly reasonsOf: ReasonsOf
}

/** One campaign: what happened, why we think so, what speaks against it, and only then the number. */
export function campaignSection(parts: CampaignParts): Markup {
  const { campaign, picture, number, detail, hasText } = parts
  const ids = parts.campaigns.map(({ campaign_id }) => campaign_id)
  return html`<details class="campaign"${number <= detail.open && html` open`}>
<summary><h2><span>Campaign ${number}</span> <code>${idPrefix(campaign.campaign_id, ids)}</code></h2></summary>
<div class="body" id="c${number}">
<p class="lede">${summaryText(campaign)}</p>
${picture ? rasterFigure(picture.raster, detail) : undrawn()}
${evidenceFigure(campaign, detail)}
${picture && templateSection(picture, { detail, hasText })}
${capabilitiesSection(campaign)}
${picture && infrastructureSection(picture)}
${counterEvidenceSection(campaign)}
${changeSection(picture?.would_change ?? wouldChange(campaign))}
${membersSection(campaign, { detail, reasonsOf: parts.reasonsOf })}
${verdictSection(campaign, picture)}
<p class="back"><a href="#top">Back to all campaigns</a></p>
</div>
</details>`
}

function undrawn(): Markup {
  return html`<p class="quiet">The report draws the first campaigns alone;
<code>stillwatch explain</code> with the id shows this one.</p>`
}

/** "Mostly other work" would tell nobody anything. */
const OTHER = capabilityText('other')

/** One or two sentences for somebody who reads nothing else. */
function summaryText(campaign: Campaign): string {
  const { exchanges_extracting, members } = campaign
  const capabilities = topCapabilities(campaign, 2).filter((name) => name !== OTHER)
  const mostly = capabilities.length > 0 ? `, mostly ${listText(capabilities)}` : ''
  const operators = members.filter(isOperator)
  const rest = operators.reduce((sum, one) => sum + one.exchanges - one.exchanges_extracting, 0)
  const sentences = [
    `${counted(operators.length, 'account')} that look run by one hand took ${counted(exchanges_extracting, 'answer')} ${spanText(campaign.first_seen_at, campaign.last_seen_at)}${mostly}.`,
    rest > 0
      ? `Another ${counted(rest, 'exchange')} of theirs look like ordinary use or cover.`
      : '',
    besideText(members),
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/** Who is tied to them and is not of them, and what was taken through these. */
function besideText(members: readonly CampaignMember[]): string {
  const beside = members.filter((member) => !isOperator(member))
  if (beside.length === 0) return ''
  const taken = beside.reduce((sum, one) => sum + one.exchanges_extracting, 0)
  const isOne = beside.length === 1
  const through =
    taken > 0 ? ` ${countText(taken)} of the answers went through ${isOne ? 'it' : 'them'}.` : ''
  return `Beside them ${isOne ? 'stands' : 'stand'} ${roleCounts(beside)}, who ${isOne ? 'is' : 'are'} not to be acted on.${through}`
}

function capabilitiesSection({ capabilities, exchanges_extracting, tokens_out }: Campaign): Markup {
  const ranked = [...capabilities].sort((a, b) => b.exchanges - a.exchanges)
  const most = Math.max(1, ...ranked.map(({ exchanges }) => exchanges))
  return html`<h3>What was taken</h3>
<p>${counted(exchanges_extracting, 'answer')}; all exchanges together have ${counted(tokens_out, 'token')} of output.</p>
<ul class="capabilities">${ranked.map(
    ({ capability, exchanges }) => html`<li><span>${capabilityText(capability)}</span>
<span class="bar"><i class="step" style="left:0;width:${((100 * exchanges) / most).toFixed(1)}%"></i></span>
<span class="number">${countText(exchanges)}</span></li>`,
  )}</ul>`
}

function changeSection(changes: readonly string[]): Markup {
  return html`<h3>What would change this verdict</h3>
<ul>${changes.map((change) => html`<li dir="auto">${change}</li>`)}</ul>`
}

const ALIKE_MAX = 5

/** Other groups that may be of the same hand: proposed, with the bits that are left, and named by nobody. */
function alikeSection({ attribution: { hypotheses } }: Campaign): readonly Markup[] {
  return hypotheses
    .filter(({ question, weight_bits }) => question === 'operator' && weight_bits > 0)
    .slice(0, ALIKE_MAX)
    .map(
      ({ about_kind, about_name, weight_bits }) =>
        html`<dt>Perhaps one hand</dt><dd>with ${about_kind} <code>${about_name}</code>: ${weight_bits.toFixed(1)} bits, proposed and not judged</dd>`,
    )
}

const VERDICT_WORDS: Readonly<Record<Campaign['verdict'], string>> = {
  review: 'A person should look before anything is done.',
  act: 'The evidence warrants countermeasures, once a person agrees.',
}

function verdictSection(campaign: Campaign, picture: CampaignPicture | undefined): Markup {
  const { countermeasure, attribution, succeeds } = campaign
  const done = picture?.displacement ?? []
  const isDone = done.length > 0 || (picture?.carried ?? []).length > 0
  return html`<h3>Verdict</h3>
<dl class="verdict-facts">
<dt>Verdict</dt><dd>${verdictMark(campaign)} ${VERDICT_WORDS[campaign.verdict]}</dd>
<dt>Proportionate</dt><dd><b>${countermeasure.level}</b>, which needs ${countermeasure.needs}. ${isDone ? '' : 'Nothing has been done.'}</dd>
${(picture?.carried ?? []).map((one) => html`<dt>Proposed</dt><dd>${carriedText(one)}</dd>`)}
${done.map((text) => html`<dt>Was done</dt><dd dir="auto">${text}</dd>`)}
<dt>Operator</dt><dd>${attribution.operator ?? 'Not named. Naming one is a person’s signed act.'}</dd>
${alikeSection(campaign)}
${succeeds.length > 0 && html`<dt>Continues</dt><dd>${succeeds.map((id) => html`<code>${id}</code> `)}</dd>`}
<dt>Full id</dt><dd><code>${campaign.campaign_id}</code></dd>
</dl>`
}
