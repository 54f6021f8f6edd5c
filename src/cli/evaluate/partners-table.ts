import {
  type PartnerScore,
  type Standing,
  type ToldGroup,
  together,
} from '../../lab/score-partners.js'
import { padTo } from '../terminal/layout.js'

/** What passed between two providers, and what came of it at the second. */
export interface PartnersResult extends PartnerScore {
  /** Campaigns and patterns that the first told. */
  readonly campaigns_told: number
  readonly patterns_told: number
  /** Patterns of which the second tells back that it met them. */
  readonly sightings: number
  /** At `review` or above where nothing but the partner's word links accounts. */
  readonly accused_by_word_alone: number
  /** The same before anybody vouched for the first. */
  readonly unvouched: PartnerScore
  /** What it told as one campaign, and was found wrong about. */
  readonly campaigns_wrong: number
  /** What the partner's word was worth once two people vouched for it, 0 to 1. */
  readonly trust: number
}

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
    ...[...new Set([...newlyAccused, ...result.unvouched.newlyAccused])].map(
      (id) => `  newly accused, and innocent: ${id}`,
    ),
    `  at review or above by the partner's word alone: ${result.accused_by_word_alone}`,
    `  before anybody vouched for the first: ${standing(together('', result.unvouched.campaigns).after)}, innocent ${standing(result.unvouched.innocent.after)}`,
    `  trust in the first provider's word: ${result.trust.toFixed(2)}, wrong ${result.campaigns_wrong}`,
    '  before it told, and after two people vouched for it: accounts at watch/review/act',
  ]
  return `${lines.join('\n')}\n`
}
