import type { Campaign } from '../domain/findings.js'
import { restsOnText } from '../domain/rests-on.js'
import { type CountedEvidence, type EvidenceTotal, totalEvidence } from './evidence-total.js'
import { bitsText, counted, probabilityText } from './format.js'
import { html, type Markup } from './html.js'
import type { Detail } from './report-budget.js'
import { FAMILY_WORDS } from './would-change.js'

/**
 * The evidence as a waterfall in bits, for each of the two questions by itself: a class is one hand
 * without a harvest, an evaluation a harvest without one hand, and a sum would mix them up.
 */
export function evidenceFigure(campaign: Campaign, detail: Detail): Markup {
  return html`<h3>Evidence</h3>
${waterfall({
  total: totalEvidence(campaign, 'linkage'),
  question: 'Are these accounts one hand?',
  probability: campaign.linkage,
  weighed: weighedText(campaign.rests_on),
  detail,
})}
<p class="rests">${restsOnText(campaign.rests_on)}</p>
${waterfall({
  total: totalEvidence(campaign, 'extraction'),
  question: 'Is it a harvest of training data?',
  probability: campaign.extraction,
  weighed: 'The rarity of campaigns is counted in',
  detail,
})}`
}

interface Waterfall {
  readonly total: EvidenceTotal
  readonly question: string
  readonly probability: number
  /** How the probability comes of it. */
  readonly weighed: string
  readonly detail: Detail
}

function waterfall({ total, question, probability, weighed, detail }: Waterfall): Markup {
  const shown = total.items.slice(0, detail.evidence)
  const scale = scaleOf(shown)
  const rest = total.items.length - shown.length
  return html`<section class="waterfall"><h4>${question}</h4>
${
  shown.length === 0
    ? html`<p class="quiet">No single piece of evidence is recorded for this question.</p>`
    : html`<div class="heads" aria-hidden="true"><span></span><span></span><span>bits</span><span>total</span></div>
<ol>${shown.map((item) => evidenceRow(item, scale))}</ol>`
}
${rest > 0 && html`<p class="quiet">and ${counted(rest, 'weaker piece')}, in the findings file</p>`}
<p class="outcome">Together <b>${bitsText(total.bits)} bits</b>. ${weighed}; the
probability is <b>${probabilityText(probability)}</b>.</p>
</section>`
}

/** Of linkage what is listed is no sum that was judged: a pair that has all of it is rare. */
function weighedText(restsOn: string): string {
  return restsOn === 'likeness'
    ? 'No link is weighed, but how likely each account is of one of the linked hands'
    : 'This is what two accounts have that share all of it; weighed is each account by its two best links'
}

function evidenceRow(item: CountedEvidence, scale: Scale): Markup {
  const { evidence, is_counted, bits_before, bits_after } = item
  const side = evidence.weight_bits < 0 ? 'against' : 'for'
  const left = scale.shareOf(Math.min(bits_before, bits_before + evidence.weight_bits))
  const right = scale.shareOf(Math.max(bits_before, bits_before + evidence.weight_bits))
  return html`<li class="${side}${is_counted ? '' : ' repeated'}">
<p class="statement" dir="auto">${evidence.statement}</p>
<p class="kind">${FAMILY_WORDS[evidence.family]} · <code>${evidence.kind}</code>${
    is_counted ? '' : ' · not added: a stronger one of its family is'
  }</p>
<span class="bar"><i class="zero" style="left:${percent(scale.shareOf(0))}"></i><i class="step" style="left:${percent(left)};width:${percent(right - left)}"></i></span>
<span class="bits">${is_counted ? bitsText(evidence.weight_bits) : html`(${bitsText(evidence.weight_bits)})`}</span>
<span class="total">${bits_after.toFixed(1).replace('-', '−')}</span>
</li>`
}

interface Scale {
  readonly shareOf: (bits: number) => number
}

/** From the least to the greatest that a bar reaches, zero always among them. */
function scaleOf(items: readonly CountedEvidence[]): Scale {
  const reached = items.flatMap(({ evidence, bits_before }) => [
    bits_before,
    bits_before + evidence.weight_bits,
  ])
  const least = Math.min(0, ...reached)
  const span = Math.max(1, ...reached) - least
  return { shareOf: (bits) => (bits - least) / span }
}

/** What speaks against, once more and by itself: it must not drown under what speaks for. */
export function counterEvidenceSection(campaign: Campaign): Markup {
  const { counter_evidence } = campaign
  return html`<h3>What speaks against it</h3>
${
  counter_evidence.length === 0
    ? html`<p>No counter-evidence was found. That is not the same as none existing: the questions below
are where it would be.</p>`
    : html`<ul class="statements">${counter_evidence.map(
        (evidence) => html`<li><p class="statement" dir="auto">${evidence.statement}</p>
<p class="kind">${FAMILY_WORDS[evidence.family]} · <code>${evidence.kind}</code> ·
${bitsText(evidence.weight_bits)} bits</p></li>`,
      )}</ul>`
}`
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`
