import type { Campaign, Evidence, Family } from '../domain/findings.js'

/** Linkage and extraction are two questions: their bits are never added to each other. */
export type Question = 'linkage' | 'extraction'

export interface CountedEvidence {
  readonly evidence: Evidence
  /** Whether it adds: of a family of links only the strongest does. */
  readonly is_counted: boolean
  /** The total before and after it. */
  readonly bits_before: number
  readonly bits_after: number
}

export interface EvidenceTotal {
  readonly question: Question
  /** The evidence for it, strongest first, then what speaks against it. */
  readonly items: readonly CountedEvidence[]
  readonly bits: number
}

/**
 * Which question a piece of evidence answers. Innocent explanations are filed under history, as are the
 * facts that two accounts lead separate lives; only the latter speak of who holds the accounts.
 */
export function questionOf({ family, kind, weight_bits }: Evidence): Question {
  if (family === 'extraction') return 'extraction'
  const isExplanation = family === 'history' && weight_bits < 0 && !APART_KINDS.includes(kind)
  return isExplanation ? 'extraction' : 'linkage'
}

const APART_KINDS: readonly string[] = ['verified_apart', 'old_apart']

/** The evidence of a campaign on one question, with its running total in bits. */
export function totalEvidence(campaign: Campaign, question: Question): EvidenceTotal {
  const ofQuestion = (all: readonly Evidence[]) =>
    all.filter((evidence) => questionOf(evidence) === question)
  const supporting = ofQuestion(campaign.evidence).sort(strongestFirst)
  const opposing = ofQuestion(campaign.counter_evidence).sort(strongestFirst)

  const families = new Set<Family>()
  let bits = 0
  const items = [...supporting, ...opposing].map((evidence) => {
    const { family, weight_bits } = evidence
    // Detectors arrive with their own families already reduced to the strongest; links do not.
    const isRepeated = question === 'linkage' && weight_bits > 0 && families.has(family)
    if (weight_bits > 0) families.add(family)
    const before = bits
    if (!isRepeated) bits += weight_bits
    return { evidence, is_counted: !isRepeated, bits_before: before, bits_after: bits }
  })
  return { question, items, bits }
}

/** The strongest evidence of a campaign, on either question, of what is added: a few bits in a row are added up by eye. */
export function strongestEvidence(campaign: Campaign, limit: number): readonly Evidence[] {
  return (['linkage', 'extraction'] as const)
    .flatMap((question) => totalEvidence(campaign, question).items)
    .filter(({ is_counted, evidence }) => is_counted && evidence.weight_bits > 0)
    .map(({ evidence }) => evidence)
    .sort(strongestFirst)
    .slice(0, limit)
}

function strongestFirst(a: Evidence, b: Evidence): number {
  return (
    Math.abs(b.weight_bits) - Math.abs(a.weight_bits) || (a.evidence_id < b.evidence_id ? -1 : 1)
  )
}
