import type { Campaign, Findings } from '../domain/findings.js'
import {
  capabilityText,
  counted,
  countText,
  idPrefix,
  listText,
  minuteText,
  spanShort,
  spanText,
} from './format.js'
import { html, type Markup } from './html.js'
import type { RunSummary } from './picture.js'
import { throughText } from './through.js'

/** How many campaigns, accounts and exchanges, over which window. */
export function headlineSection(findings: Findings): Markup {
  const { campaigns, input, window_start, window_end } = findings
  return html`<header class="headline">
<p class="brand">Stillwatch <span>scan report</span></p>
<h1>${campaigns.length === 0 ? 'No campaign was found.' : headlineText(campaigns)}</h1>
<p class="lede">Looked at <b>${counted(input.exchanges, 'exchange')}</b> of
<b>${counted(input.accounts, 'account')}</b>, received ${spanText(window_start, window_end)}
(<span class="number">${minuteText(window_start)}</span> to
<span class="number">${minuteText(window_end)}</span> UTC). All times here are UTC.</p>
</header>`
}

function headlineText(campaigns: readonly Campaign[]): Markup {
  const taken = sumOf(campaigns, (campaign) => campaign.exchanges_extracting)
  return html`${counted(campaigns.length, 'campaign')} took ${counted(taken, 'answer')}
${throughText(campaigns)}.`
}

const sumOf = (campaigns: readonly Campaign[], value: (campaign: Campaign) => number) =>
  campaigns.reduce((sum, campaign) => sum + value(campaign), 0)

/** One row a campaign: what happened first, the number drawn from it last. */
export function campaignTable({ campaigns }: Findings): Markup {
  const ids = campaigns.map((campaign) => campaign.campaign_id)
  const rows = campaigns.map(
    (campaign, index) => html`<tr>
<th scope="row"><a href="#c${index + 1}"><code>${idPrefix(campaign.campaign_id, ids)}</code></a></th>
<td data-label="What was taken">${listText(topCapabilities(campaign, 3))}</td>
<td data-label="Seen (UTC)" class="span">${spanShort(campaign.first_seen_at, campaign.last_seen_at)}</td>
<td data-label="Accounts" class="number">${countText(campaign.accounts)}</td>
<td data-label="Exchanges" class="number">${countText(campaign.exchanges)}</td>
<td data-label="Taken" class="number">${countText(campaign.exchanges_extracting)}</td>
<td data-label="Verdict" class="span">${verdictMark(campaign)}</td>
</tr>`,
  )
  return html`<section class="overview">
<table class="cards">
<thead><tr><th scope="col">Campaign</th><th scope="col">What was taken</th>
<th scope="col">Seen (UTC)</th><th scope="col" class="number">Accounts</th>
<th scope="col" class="number">Exchanges</th><th scope="col" class="number">Taken</th>
<th scope="col">Verdict</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</section>`
}

/** The verdict in a word and a shape, so that it does not rest on colour. */
export function verdictMark({ verdict, confidence }: Campaign): Markup {
  return html`<span><span class="verdict ${verdict}">${verdict}</span>
<span class="confidence">${confidence} of 100</span></span>`
}

export function topCapabilities(campaign: Campaign, limit: number): readonly string[] {
  return [...campaign.capabilities]
    .sort((a, b) => b.exchanges - a.exchanges)
    .slice(0, limit)
    .map(({ capability }) => capabilityText(capability))
}

/** What it means, and what it does not, that nothing was found. */
export function emptySection(): Markup {
  return html`<section class="empty">
<p>Nothing in this window reached the point at which a person should look. That is not proof that
nothing was there. A miss can mean:</p>
<ul>
<li><b>Too little to pool.</b> Evidence is pooled over accounts. A few accounts that take only the
most valuable prompts leave nothing to pool, and coordination cannot find them.</li>
<li><b>Not looked at.</b> Each field that the logs lack turns some evidence off. What was off in this
scan is listed below; continuation, payment and artefacts weigh most.</li>
<li><b>Too short a window.</b> A campaign that sends few requests an account and day shows after weeks,
not hours.</li>
<li><b>No reference.</b> With few long-standing, paying and verified accounts to compare with, weights
are held low on purpose, to spare the innocent. See the calibration below.</li>
</ul>
</section>`
}

/** What a finding, or the lack of one, does not rest on. */
export function notLookedAtSection({
  findings,
  summary,
  hasText,
}: {
  readonly findings: Findings
  readonly summary: RunSummary
  readonly hasText: boolean
}): Markup {
  const { detectors_off, rejected, duplicates } = findings.input
  const off = detectorsOffByMissing(detectors_off)
  const items = [
    ...off.map(
      ({ missing, ids }) => html`<li><b>${counted(ids.length, 'kind')} of evidence</b> off, because
no exchange or account had <code>${missing}</code>: ${listText(ids)}.</li>`,
    ),
    rejected > 0 &&
      html`<li><b>${counted(rejected, 'line')}</b> could not be read${reasonsText(summary)}.
They are listed in <code>${summary.rejected_where ?? 'exchange_rejected'}</code>.</li>`,
    duplicates > 0 &&
      html`<li><b>${counted(duplicates, 'exchange')}</b> came twice and counted once.</li>`,
    !hasText &&
      html`<li><b>Texts were not read for this report</b>: templates are shown by their hashes.</li>`,
  ].filter((item) => item !== false)
  return html`<section class="not-looked-at"><h2>What was not looked at</h2>
${
  items.length === 0
    ? html`<p>Every kind of evidence was on, every line was read, none came twice.</p>`
    : html`<ul>${items}</ul>`
}</section>`
}

/** Detectors and linkers that were off, grouped by the fields whose absence turned them off. */
export function detectorsOffByMissing(
  off: Findings['input']['detectors_off'],
): readonly { readonly missing: string; readonly ids: readonly string[] }[] {
  const groups = new Map<string, string[]>()
  for (const { id, missing } of off) {
    // A need that any of several columns meets is written a|b.
    const fields = [...missing].sort().join(', ').replaceAll('|', ' or ')
    groups.set(fields, [...(groups.get(fields) ?? []), id])
  }
  return [...groups]
    .map(([missing, ids]) => ({ missing, ids: ids.sort() }))
    .sort((a, b) => b.ids.length - a.ids.length || (a.missing < b.missing ? -1 : 1))
}

const REASONS_MAX = 4

function reasonsText({ rejected = [] }: RunSummary): string {
  if (rejected.length === 0) return ''
  const reasons = rejected
    .slice(0, REASONS_MAX)
    .map(({ reason, lines }) => `${reason} (${countText(lines)})`)
  return `: ${listText(reasons)}`
}
