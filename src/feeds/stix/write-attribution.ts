import type { Confidence } from '../../domain/estimate.js'
import type { Likelihood, SharedAttribution, SharedHypothesis } from '../../domain/sharing.js'
import { extended } from './extension.js'
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
const CONFIDENCES: Readonly<Record<Confidence, number>> = {
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
 * A signed judgement: a note of its facts and inferences; for each rival a note of what it says, with an opinion on the one that was
 * judged; for each dissent that was released an opinion on the judgement. An opinion on the operator's set itself would say that
 * whoever disagrees with a rival doubts the set. Nobody is named: `authors` is left out.
 */
export function attributionObjects(
  attribution: SharedAttribution,
  ownership: Ownership,
  { campaign, operator }: Judged,
): readonly StixObject[] {
  const { assessment_id } = attribution
  const judgement = owned(
    'note',
    ownership,
    { judgement: assessment_id },
    {
      abstract: 'Judgement: facts, inferences, and what would change it',
      content: contentOf(attribution),
      object_refs: [campaign, operator].sort(),
      extensions: extended(judgementHeld(attribution)),
    },
  )
  const rivals = attribution.hypotheses.flatMap((hypothesis) =>
    hypothesisObjects({ ...hypothesis, assessment_id }, ownership, { campaign, operator }),
  )
  const dissents = attribution.dissent_texts.map(({ dissent_id, text }) =>
    owned(
      'opinion',
      ownership,
      { dissent: dissent_id },
      {
        opinion: 'disagree',
        explanation: text,
        object_refs: [judgement.id],
        extensions: extended({ assessment_id, dissent_id }),
      },
    ),
  )
  return [judgement, ...rivals, ...dissents]
}

function judgementHeld({
  hypotheses: _,
  dissent_texts: __,
  facts,
  inferences,
  would_change,
  ...held
}: SharedAttribution) {
  const lists = { facts, inferences, would_change }
  const said = Object.entries(lists).map(([name, all]) => [name, all.filter((one) => one !== '')])
  return { ...held, ...Object.fromEntries(said.filter(([, all]) => all?.length !== 0)) }
}

function hypothesisObjects(
  {
    statement,
    likelihood,
    confidence,
    ...rival
  }: SharedHypothesis & {
    readonly assessment_id: string
  },
  ownership: Ownership,
  judged: Judged,
): readonly StixObject[] {
  const { hypothesis_id, about } = rival
  const judgedAs = likelihood === null || confidence === null ? {} : { likelihood, confidence }
  const note = owned(
    'note',
    ownership,
    { hypothesis: hypothesis_id },
    {
      abstract: `Hypothesis on the ${about}`,
      content: statement,
      object_refs: [about === 'operator' ? judged.operator : judged.campaign],
      extensions: extended({ ...rival, ...judgedAs }),
    },
  )
  if (likelihood === null || confidence === null) return [note]
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
    `Written by somebody who sees it otherwise: ${attribution.dissents}; told of these: ${attribution.dissent_texts.length}.`,
    `Judged ${utc(attribution.judged_at)}; it expires ${utc(attribution.expires_at)}.`,
    `SHA-256 of what was signed: ${attribution.judgement_sha256}`,
  ].join('\n\n')

const section = (title: string, lines: readonly string[]): string =>
  [`${title}:`, ...lines.map((line) => `- ${line}`)].join('\n')
