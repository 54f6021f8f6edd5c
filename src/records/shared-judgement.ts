/** What others may be told of a judgement that people signed. */
import { LIKELIHOODS } from '../domain/estimate.js'
import { digestOf, type Judgement } from '../domain/judgement.js'
import type { SharedAttribution } from '../domain/sharing.js'
import { assessmentOf, judgementsInForce, type Signed, type Written } from './assessment.js'
import type { State } from './state.js'

/**
 * The judgement on whose a campaign is, else the one on whom it serves: of several the one that was signed last. One of which a text
 * was erased since is told nobody: it is not what was signed any more. All rivals are in it, and each dissent that was written, also
 * after it was signed: which of their texts leave two people say.
 */
export function sharedJudgement(
  state: Pick<State, 'assessments'>,
  campaign_id: string,
  nowMs: number,
): SharedAttribution | null {
  const [told] = judgementsInForce(state, campaign_id, nowMs)
    .filter(({ judgement, digest }) => digestOf(judgement) === digest)
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1))
  if (told === undefined) return null
  const dissents = assessmentOf(state, told.judgement)?.dissents ?? []
  return attributionOf(told, dissents)
}

const orderOf = ({ judgement: { question, signed_at, assessment_id } }: Signed): string =>
  `${question === 'operator' ? 1 : 0} ${signed_at} ${assessment_id}`

function attributionOf(
  { judgement, digest }: Signed,
  dissents: readonly Written[],
): SharedAttribution {
  const { assessment_id } = judgement
  const textsOf = (standing: 'fact' | 'inference') =>
    judgement.items.filter((item) => item.standing === standing).map(({ text }) => text)
  return {
    assessment_id,
    hypotheses: hypothesesOf(judgement),
    facts: textsOf('fact'),
    inferences: textsOf('inference'),
    would_change: [judgement.would_change],
    dissents: dissents.length,
    // One that was erased is counted, for it was written.
    dissent_texts: dissents
      .map(({ text }, at) => ({ dissent_id: `${assessment_id}.dissent-${at + 1}`, text }))
      .filter(({ text }) => text !== ''),
    judged_at: judgement.signed_at,
    expires_at: judgement.expires_at,
    judgement_sha256: digest,
  }
}

/** The one that was judged, as it was claimed; then its rivals, the one that least speaks against first. */
function hypothesesOf({
  assessment_id,
  question: about,
  ...judgement
}: Judgement): SharedAttribution['hypotheses'] {
  const { claim, hypothesis: judged, likelihood, confidence } = judgement
  const told = judgement.hypotheses.map(({ hypothesis, text, inconsistency: against, place }) => ({
    ...{ hypothesis_id: `${assessment_id}.${hypothesis}`, about, against, place },
    ...(hypothesis === judged
      ? { statement: claim, likelihood: LIKELIHOODS[likelihood].words[0], confidence }
      : { statement: text, likelihood: null, confidence: null }),
  }))
  const order = (one: (typeof told)[number]) => (one.likelihood === null ? one.place : 0)
  return told.toSorted((a, b) => order(a) - order(b))
}
