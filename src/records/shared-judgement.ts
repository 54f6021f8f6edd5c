/** What others may be told of a judgement that people signed. */
import { LIKELIHOODS } from '../domain/estimate.js'
import { digestOf } from '../domain/judgement.js'
import type { SharedAttribution } from '../domain/sharing.js'
import { judgementsInForce, type Signed } from './assessment.js'
import type { State } from './state.js'

/**
 * The judgement on whose a campaign is, else the one on whom it serves: of several the one that was signed last. One of which a text
 * was erased since is told nobody: it is not what was signed any more. Of the rivals only the one that was judged has a likelihood,
 * so only that one is told.
 */
export function sharedJudgement(
  state: Pick<State, 'assessments'>,
  campaign_id: string,
  nowMs: number,
): SharedAttribution | null {
  const [told] = judgementsInForce(state, campaign_id, nowMs)
    .filter(({ judgement, digest }) => digestOf(judgement) === digest)
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1))
  return told === undefined ? null : attributionOf(told)
}

const orderOf = ({ judgement: { question, signed_at, assessment_id } }: Signed): string =>
  `${question === 'operator' ? 1 : 0} ${signed_at} ${assessment_id}`

function attributionOf({ judgement, digest }: Signed): SharedAttribution {
  const { assessment_id, question, claim, hypothesis, likelihood, confidence } = judgement
  const textsOf = (standing: 'fact' | 'inference') =>
    judgement.items.filter((item) => item.standing === standing).map(({ text }) => text)
  return {
    assessment_id,
    hypotheses: [
      {
        ...{ hypothesis_id: `${assessment_id}.${hypothesis}`, about: question, statement: claim },
        ...{ likelihood: LIKELIHOODS[likelihood].words[0], confidence },
      },
    ],
    facts: textsOf('fact'),
    inferences: textsOf('inference'),
    would_change: [judgement.would_change],
    judged_at: judgement.signed_at,
    expires_at: judgement.expires_at,
    judgement_sha256: digest,
  }
}
