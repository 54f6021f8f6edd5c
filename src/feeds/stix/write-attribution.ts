import type { Likelihood, SharedAttribution, SharedHypothesis } from '../../domain/sharing.js'
import { type Ownership, owned, type StixObject, utc } from './object.js'

/** STIX has five words for how far one agrees with something; the seven of ICD 203 stand in the explanation. */
const OPINIONS: Readonly<Record<Likelihood, string>> = {
  'almost no chance': 'strongly-disagree',
  'very unlikely': 'strongly-disagree',
  unlikely: 'disagree',
  'roughly even chance': 'neutral',
  likely: 'agree',
  'very likely': 'strongly-agree',
  'almost certain': 'strongly-agree',
}

/** The scale of STIX for low, medium and high. */
const CONFIDENCES: Readonly<Record<SharedHypothesis['confidence'], number>> = {
  low: 15,
  moderate: 50,
  high: 85,
}

/** What a judgement is about. */
export interface Judged {
  readonly campaign: string
  readonly operator: string
}

/**
 * A signed judgement: a note of its facts and inferences, and for each rival a note of what it says with an opinion on that
 * note. An opinion on the operator's set itself would say that whoever disagrees with a rival doubts the set.
 */
export function attributionObjects(
  attribution: SharedAttribution,
  ownership: Ownership,
  { campaign, operator }: Judged,
): readonly StixObject[] {
  const judgement = owned(
    'note',
    ownership,
    { judgement: attribution.assessment_id },
    {
      abstract: 'Judgement: facts, inferences, and what would change it',
      content: contentOf(attribution),
      object_refs: [campaign, operator].sort(),
    },
  )
  const rivals = attribution.hypotheses.flatMap((hypothesis) =>
    hypothesisObjects(hypothesis, ownership, { campaign, operator }),
  )
  return [judgement, ...rivals]
}

function hypothesisObjects(
  { hypothesis_id, about, statement, likelihood, confidence }: SharedHypothesis,
  ownership: Ownership,
  judged: Judged,
): readonly StixObject[] {
  const note = owned(
    'note',
    ownership,
    { hypothesis: hypothesis_id },
    {
      abstract: `Hypothesis on the ${about}`,
      content: statement,
      object_refs: [about === 'operator' ? judged.operator : judged.campaign],
    },
  )
  const opinion = owned(
    'opinion',
    ownership,
    { hypothesis: hypothesis_id },
    {
      opinion: OPINIONS[likelihood],
      explanation: `${likelihood}, with ${confidence} confidence`,
      confidence: CONFIDENCES[confidence],
      object_refs: [note.id],
    },
  )
  return [note, opinion]
}

const contentOf = (attribution: SharedAttribution): string =>
  [
    section('Facts', attribution.facts),
    section('Inferences', attribution.inferences),
    section('What would change the judgement', attribution.would_change),
    `Judged ${utc(attribution.judged_at)}; it expires ${utc(attribution.expires_at)}.`,
    `SHA-256 of what was signed: ${attribution.judgement_sha256}`,
  ].join('\n\n')

const section = (title: string, lines: readonly string[]): string =>
  [`${title}:`, ...lines.map((line) => `- ${line}`)].join('\n')
