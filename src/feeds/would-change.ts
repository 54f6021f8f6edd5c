import type { Campaign, Family } from '../domain/findings.js'
import { totalEvidence } from './evidence-total.js'
import { bitsText } from './format.js'

/**
 * What would change our mind on a campaign, in words that a person can go and check. Every verdict says
 * it, because a verdict that nothing could change is not a conclusion.
 */
export function wouldChange(campaign: Campaign): readonly string[] {
  const families = [...new Set(campaign.evidence.map((evidence) => evidence.family))]
  return [
    ...leftOut(campaign),
    ...families.map((family) => EXPLANATIONS[family]),
    'A person’s ruling that an account of it is benign: the next run takes it as given.',
  ]
}

/** What each family of evidence would look like if nobody had done anything wrong. */
const EXPLANATIONS: Readonly<Record<Family, string>> = {
  operations:
    'Proof that the accounts are one customer, by contract or organisation: work that moves between the accounts of one customer weighs nothing.',
  money:
    'A payer who may pay for others: an agency with named clients, a school, a household, an authorised reseller.',
  identity: 'One lawful owner of the identities that recur: a company’s mail domain, a school’s.',
  time: 'An occasion that explains the hours: a lecture, a hackathon, a release, a job that everybody runs at midnight.',
  network:
    'A shared way out: an office, a campus, a carrier or a VPN whose other users are not in the campaign.',
  client:
    'A program that others run too: the same fingerprint in the reference population would take its weight away.',
  content:
    'The fixed text turns out to be public: a framework’s, a tutorial’s, a benchmark’s, an application’s.',
  extraction:
    'A declared and permitted purpose: a product that shows these answers to its own users, an evaluation under contract, verified research.',
  history: 'The earlier campaign that it continues is ruled benign.',
  partner: 'The partner takes it back, or was wrong about others: what it tells loses its weight.',
}

/** What is left of linkage without its strongest family: whether it stands on one leg. */
function leftOut(campaign: Campaign): readonly string[] {
  const { items, bits } = totalEvidence(campaign, 'linkage')
  const strongest = items.find((item) => item.is_counted && item.evidence.weight_bits > 0)
  if (strongest === undefined) return []
  const { family, weight_bits } = strongest.evidence
  const rest = `${bitsText(bits - weight_bits)} of ${bitsText(bits)} bits`
  return [
    `An error in the strongest evidence of one hand, that of ${FAMILY_WORDS[family]}: without it ${rest} remain.`,
  ]
}

/** What a family of evidence is about, as it stands in a sentence. */
export const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  operations: 'operations',
  money: 'money',
  identity: 'identity',
  time: 'time',
  network: 'network',
  client: 'client software',
  content: 'content',
  extraction: 'extraction',
  history: 'history',
  partner: 'what a partner told',
}
