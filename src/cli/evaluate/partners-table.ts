import { type Standing, type ToldGroup, together } from '../../lab/score-partners.js'
import { padTo } from '../terminal/layout.js'
import type { PartnersResult } from './partners.js'

const right = (text: string, columns: number) => padTo(text, columns, 'right')
const standing = ({ watch, review, act }: Standing) => `${watch}/${review}/${act}`

const line = ({ name, accounts, matched, before, after }: ToldGroup): string =>
  `  ${padTo(name, 30)}${right(String(accounts), 9)}${right(String(matched), 9)}${right(standing(before), 14)}${right(standing(after), 14)}`

/** What the second provider found before and after, for a terminal of 80 columns. */
export function partnersTable(title: string, result: PartnersResult): string {
  const { campaigns, innocent, bystanders, lookalikes, newlyAccused } = result
  const lines = [
    '',
    `${title}: ${result.patterns_told} patterns of ${result.campaigns_told} campaigns told, ${result.sightings} sightings told back`,
    `  ${padTo('at the second provider', 30)}${right('accounts', 9)}${right('matched', 9)}${right('before', 14)}${right('after', 14)}`,
    ...campaigns.map(line),
    line(together('all campaigns', campaigns)),
    line({ ...innocent, name: `innocent, ${lookalikes} look-alikes` }),
    line(bystanders),
    ...newlyAccused.map((id) => `  newly accused, and innocent: ${id}`),
    `  at review or above by the partner's word alone: ${result.accused_by_word_alone}`,
    `  trust in the first provider's word: ${result.trust.toFixed(2)}`,
    '  before and after: accounts at watch/review/act',
  ]
  return `${lines.join('\n')}\n`
}
