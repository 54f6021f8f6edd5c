import { counted, countText } from './format.js'
import { html, type Markup, textBlock } from './html.js'
import type { CampaignPicture, TemplatePicture } from './picture.js'
import type { Detail } from './report-budget.js'
import { excerpt } from './visible.js'

const PARTS: Readonly<Record<TemplatePicture['part'], string>> = {
  system: 'in the system prompt',
  opening: 'at the opening of the prompt',
  closing: 'at the close of the prompt',
}

/** What is sent: the text that stays and the places where it changes. */
export function templateSection(
  picture: CampaignPicture,
  { detail, hasText }: { readonly detail: Detail; readonly hasText: boolean },
): Markup {
  const shown = picture.templates.slice(0, detail.templates)
  const rest = picture.templates.length - shown.length
  return html`<h3>The template</h3>
${
  shown.length === 0
    ? html`<p>Its exchanges carry no text that recurs over accounts.</p>`
    : shown.map((template, index) => templateFigure({ template, index, detail, hasText }))
}
${rest > 0 && html`<p class="quiet">and ${counted(rest, 'more template')}</p>`}`
}

interface TemplateFigure {
  readonly template: TemplatePicture
  readonly index: number
  readonly detail: Detail
  readonly hasText: boolean
}

function templateFigure({ template, index, detail, hasText }: TemplateFigure): Markup {
  const { exchanges, accounts, slots, slots_shared, samples } = template
  const shown = samples.slice(0, detail.samples)
  return html`<figure class="template">
<figcaption><i class="swatch f${index}"></i><b>T${index + 1}</b> <code>${template.family_id}</code>
<span>${PARTS[template.part]} of ${counted(exchanges, 'exchange')} from ${counted(accounts, 'account')};
${fillingsText(slots, slots_shared)}</span></figcaption>
${template.pieces.length > 0 ? piecesBlock(template, detail) : missingText(template, hasText)}
${
  shown.length > 0 &&
  html`<details><summary>${counted(shown.length, 'sample')}, as sent</summary>
${shown.map((sample) => html`<p class="prompt" dir="auto">${textBlock(sample)}</p>`)}</details>`
}
</figure>`
}

function fillingsText(slots: number, shared: number): string {
  if (slots === 1) return 'always the same text'
  return `${countText(slots)} different fillings, ${shared === 0 ? 'none' : countText(shared)} of them sent by more than one account`
}

/**
 * Fixed text in ink, slots in a frame with one sample of what was put there. The direction is that of
 * the text itself, and every slot is isolated, so that one script does not reorder the other.
 */
function piecesBlock({ pieces }: TemplatePicture, { template_characters }: Detail): Markup {
  const parts: Markup[] = []
  let left = template_characters
  for (const { kind, text } of pieces) {
    if (left <= 0) break
    const cut = excerpt(text, left)
    left -= cut.length
    parts.push(
      kind === 'fixed'
        ? textBlock(cut)
        : html`<mark class="slot"><bdi>${textBlock(cut)}</bdi></mark>`,
    )
  }
  return html`<p class="prompt fixed" dir="auto">${parts}${left <= 0 ? ' …' : ''}</p>`
}

function missingText({ samples }: TemplatePicture, hasText: boolean): Markup {
  if (!hasText) return html`<p class="quiet">Texts were not read for this report.</p>`
  return samples.length === 0
    ? html`<p class="quiet">No text of it was kept.</p>`
    : html`<p class="quiet">Too few texts were kept, or they differ too much, to tell the fixed text apart.</p>`
}
