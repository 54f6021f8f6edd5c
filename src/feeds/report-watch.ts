import type { AccountFinding, Findings } from '../domain/findings.js'
import { counted, countText, listText } from './format.js'
import { html, type Markup } from './html.js'

const ACCOUNTS_MAX = 200

/** Accounts with something unusual that nothing ties to a campaign. */
export function watchSection({ accounts }: Findings): Markup {
  const watched = accountsWatched(accounts)
  if (watched.length === 0) return html``
  const rest = watched.length - ACCOUNTS_MAX
  return html`<section class="watch"><h2>Accounts to watch</h2>
<p>${counted(watched.length, 'account')} stand out by themselves, and nothing ties them to each other. Nobody is
told and nothing is done: most will turn out to be somebody’s ordinary work.</p>
<details><summary>${counted(Math.min(watched.length, ACCOUNTS_MAX), 'account')}${
    rest > 0 ? `, and ${countText(rest)} more in the findings file` : ''
  }</summary>
<table class="cards"><thead><tr><th scope="col">Account</th><th scope="col">What stands out</th>
<th scope="col" class="number">Confidence</th></tr></thead>
<tbody>${watched.slice(0, ACCOUNTS_MAX).map(
    ({
      account_id,
      reasons,
      confidence,
    }) => html`<tr><th scope="row"><code>${account_id}</code></th>
<td data-label="What stands out" dir="auto">${listText(reasons)}</td><td data-label="Confidence" class="number">${confidence}</td></tr>`,
  )}</tbody></table></details></section>`
}

/** Accounts of no campaign: members are shown with theirs. */
export function accountsWatched(accounts: readonly AccountFinding[]): readonly AccountFinding[] {
  return accounts
    .filter((account) => account.campaign_id === null)
    .sort((a, b) => b.confidence - a.confidence || (a.account_id < b.account_id ? -1 : 1))
}
