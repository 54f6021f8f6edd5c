import { counted, countText } from './format.js'
import { html, type Markup } from './html.js'
import type { CampaignPicture, NamedUse, SharedValues } from './picture.js'
import { FAMILY_WORDS } from './would-change.js'

/** Through what it came: counts and keyed hashes, never an address or a name. */
export function infrastructureSection({ infrastructure, links }: CampaignPicture): Markup {
  const { networks, addresses, clients, payment_instruments, signup_batches } = infrastructure
  return html`<h3>Infrastructure</h3>
<p class="quiet">Values are shown as hashes under the operator’s key; a raw address, card or mail never
appears here. Sharing infrastructure is not guilt by itself.</p>
<div class="facts">
${sharedFact('payment instrument', payment_instruments)}
${sharedFact('sign-up batch', signup_batches, 'sign-up batches')}
${sharedFact('network', networks)}
${sharedFact('address', addresses, 'addresses')}
${sharedFact('client fingerprint', clients)}
${useFact('model', infrastructure.models)}
${useFact('channel', infrastructure.channels)}
${linksFact(links)}
</div>`
}

const HASHES_SHOWN_MAX = 3

function sharedFact(noun: string, { distinct, top }: SharedValues, plural = `${noun}s`): Markup {
  const shared = top.filter(({ accounts }) => accounts > 1).slice(0, HASHES_SHOWN_MAX)
  return html`<div><h4>${counted(distinct, noun, plural)}</h4>${
    shared.length > 0
      ? html`<ul>${shared.map(
          ({ hash, accounts }) =>
            html`<li><code>${hash}</code> <span>${counted(accounts, 'account')}</span></li>`,
        )}</ul>`
      : html`<p class="quiet">${distinct === 0 ? 'not known, or none' : 'none at two accounts'}</p>`
  }</div>`
}

function useFact(noun: string, uses: readonly NamedUse[]): Markup {
  return html`<div><h4>${counted(uses.length, noun)}</h4>${
    uses.length > 0
      ? html`<ul>${uses.map(
          ({ name, exchanges }) =>
            html`<li><code>${name}</code> <span>${countText(exchanges)}</span></li>`,
        )}</ul>`
      : html`<p class="quiet">not known</p>`
  }</div>`
}

function linksFact(links: CampaignPicture['links']): Markup {
  const isFamily = (name: string): name is keyof typeof FAMILY_WORDS => name in FAMILY_WORDS
  return html`<div><h4>What ties its accounts</h4>${
    links.length > 0
      ? html`<ul>${links.map(
          ({ family, pairs, accounts }) =>
            html`<li>${isFamily(family) ? FAMILY_WORDS[family] : family}
<span>${counted(pairs, 'pair')} of ${counted(accounts, 'account')}</span></li>`,
        )}</ul>`
      : html`<p class="quiet">no link between its members is recorded</p>`
  }</div>`
}
