import type { Findings } from '../domain/findings.js'
import { rateBound, rateText } from './bound.js'
import { counted, countText, minuteText } from './format.js'
import { html, type Markup } from './html.js'
import type { RunSummary } from './picture.js'

/** How to read the report, what it cannot see, and how far its numbers can be trusted. */
export function notesSection(findings: Findings): Markup {
  return html`<section class="notes">
<h2>How to read this</h2>
<dl>
<dt>Two questions</dt><dd>A campaign needs two answers of yes: the accounts are one hand, and the traffic is a
harvest. A university class is one hand without a harvest; an evaluation company a harvest without one hand.
Neither is a campaign.</dd>
<dt>Bits</dt><dd>Weight of evidence. Each bit doubles the odds: 10 bits make a thing a thousand times as likely
as it was. Of a family of links only the strongest counts, so that one cause is not counted twice.</dd>
<dt>Confidence</dt><dd>0 to 100: how probable it is that this is a campaign. Size is impact and adds nothing to it.</dd>
<dt>Verdicts</dt><dd><b>watch</b>: something unusual, nobody is told. <b>review</b>: a person should look.
<b>act</b>: countermeasures are warranted once a person agrees. Suspension always takes a person.</dd>
<dt>Taken</dt><dd>Answers that look like training data, without the ordinary traffic around them.</dd>
<dt>Country and language</dt><dd>weigh nothing, here or anywhere.</dd>
</dl>
<h2>What this cannot see</h2>
<ul>
<li>A few accounts that take only the most valuable prompts. Coordination cannot find them; limits by
verification and capability remain.</li>
<li>Work that reaches the model through a reseller who hides its users: only its share that crosses accounts shows.</li>
<li>What the logs do not hold. A missing field turns evidence off, and what was off is listed above.</li>
<li>Who is behind it. The report names accounts, never a person or an organisation.</li>
</ul>
<h2>Calibration</h2>
${calibration(findings)}
</section>`
}

function calibration({ calibration }: Findings): Markup {
  const { reference_accounts, null_runs, campaigns_on_null } = calibration
  const { false_links_under_independence, links_on_one_channel } = calibration
  return html`<dl>
<dt>Reference</dt><dd>${counted(reference_accounts, 'account')} that are old, paying and verified tell what is
ordinary.${reference_accounts > 0 ? ` Nothing rarer than ${rateText(rateBound(0, reference_accounts))} of accounts can be ruled out as ordinary from them (95 %).` : ' Without them, weights rest on the curves that ship with the program.'}</dd>
<dt>Null</dt><dd>${nullText(null_runs, campaigns_on_null)}</dd>
<dt>Confidence</dt><dd>${confidenceText(calibration.confidence)}</dd>
<dt>Links by chance</dt><dd>${linksText(false_links_under_independence, links_on_one_channel ?? 0)}</dd>
</dl>`
}

/** The bound and not only the rate: no event in few trials promises little. */
function nullText(runs: number, campaigns: number): string {
  if (runs === 0) {
    return 'No run on shuffled data was made, so nothing is known of how often chance makes a campaign here.'
  }
  const bound = rateText(rateBound(campaigns, runs))
  return `${counted(campaigns, 'campaign')} in ${counted(runs, 'run')} on data in which accounts carry by lot what they share. With 95 % confidence, chance makes at most ${bound} campaigns a run.`
}

function confidenceText(rests: Findings['calibration']['confidence']): string {
  if (rests === undefined) return 'An order, and no share: it was fitted to nothing.'
  return `Fitted to ${counted(rests.clusters, 'cluster')} of made traffic, ${countText(rests.campaigns)} of them campaigns, and to ${counted(rests.rulings, 'ruling')}. It says how many in a hundred such clusters were campaigns there; your traffic may hold fewer.`
}

function linksText(links: number, alone: number): string {
  const text = links > 0 && links < 1 ? rateText(links) : countText(links)
  return `${text} expected between strangers, if the channels were independent of each other. ${countText(alone)} of them rest on one channel alone, such as one card under two names.`
}

/** Which program, which run, and what took how long. */
export function runSection(findings: Findings, { stages }: RunSummary): Markup {
  return html`<footer>
<p>Stillwatch ${findings.stillwatch_version} · run <code>${findings.run_id}</code> ·
window ${minuteText(findings.window_start)} to ${minuteText(findings.window_end)} UTC</p>
${
  stages.length > 0 &&
  html`<details><summary>What took how long</summary><table class="stages"><tbody>${stages.map(
    ({ name, seconds }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${seconds.toFixed(1)} s</td></tr>`,
  )}</tbody></table></details>`
}
<p>Every statement here can be checked against <code>findings.json</code> and the stored rows, and appealed.</p>
</footer>`
}
