import { z } from 'zod'
import { CONFIDENCES, LIKELIHOOD_WORDS } from '../../domain/estimate.js'
import { digestOf, type Judgement, signedBytes } from '../../domain/judgement.js'
import {
  type Assessment,
  assessmentOf,
  contentDigest,
  judgementOf,
  matrixOf,
  VERSIONS_MAX,
} from '../assessment.js'
import { defineDeed, type Fault, ONE } from '../deed.js'
import { digest, identifier, instant, plainText, reason } from './words.js'

const one = { assessment_id: identifier }
const object = ({ assessment_id }: { readonly assessment_id: string }) =>
  `assessment ${assessment_id}`
const CLAIM_CHARACTERS_MAX = 2000
const GROUNDS_CHARACTERS_MAX = 5000

export const draftJudgement = defineDeed({
  id: 'draft_judgement',
  summary:
    'Drafts the judgement of an assessment, in place of a draft before it: the claim, which hypothesis it is, how likely in words, how good the grounds are, and what would change our mind. Whoever drafts is its author.',
  who: ['analyst', 'reviewer'],
  input: z
    .strictObject({
      ...one,
      claim: plainText(CLAIM_CHARACTERS_MAX),
      hypothesis: z.string().regex(/^[a-z][a-z0-9]{0,7}$/),
      likelihood: z.enum(LIKELIHOOD_WORDS),
      confidence: z.enum(CONFIDENCES),
      confidence_grounds: plainText(GROUNDS_CHARACTERS_MAX),
      would_change: plainText(GROUNDS_CHARACTERS_MAX),
      review_at: instant,
      expires_at: instant,
    })
    .refine(({ review_at, expires_at }) => Date.parse(review_at) <= Date.parse(expires_at), {
      message: 'it is looked at again before it ends',
      path: ['review_at'],
    }),
  object,
  hidden: ['claim', 'confidence_grounds', 'would_change'],
  agreed: ONE,
  fault: (input, state, { nowMs }) => {
    const isThere = assessmentOf(state, input)?.hypotheses.has(input.hypothesis) === true
    if (!isThere) return 'NOT_THERE'
    return Date.parse(input.review_at) <= nowMs ? 'PAST' : undefined
  },
  done: (state, { assessment_id, ...draft }, { by }) => {
    const known = assessmentOf(state, { assessment_id })
    if (known !== undefined) known.draft = { author: by, ...draft }
  },
})

export const signJudgement = defineDeed({
  id: 'sign_judgement',
  summary:
    'Signs the judgement as it was read, by its `digest`. Two people, of whom one at most is its author; every item must be rated against every hypothesis. What is signed is never changed.',
  who: ['reviewer'],
  input: z.strictObject({ ...one, digest, reason }),
  object,
  hidden: ['reason'],
  agreed: ({ assessment_id, digest: asRead }) => `${assessment_id}\n${asRead}`,
  fault: (input, state, { nowMs, signing }) => {
    const known = assessmentOf(state, input)
    if (known === undefined || known.draft === null) return 'NOT_THERE'
    if (contentDigest(known) !== input.digest) return 'NOT_AS_READ'
    return unready(known, nowMs) ?? (signing?.() === undefined ? 'NO_KEY' : undefined)
  },
  told: (input, { nowMs, signing }, state, people) => {
    const known = assessmentOf(state, input)
    const key = signing?.()
    if (known === undefined || key === undefined) return {}
    const made = judgementOf(known, { people, at_ms: nowMs, key_id: key.key_id })
    if (made === undefined) return {}
    const signature = key.sign(signedBytes(made))
    return { digest: digestOf(made), key_id: key.key_id, signature }
  },
  done: (state, input, { people, at_ms, told }) => {
    const known = assessmentOf(state, input)
    if (known === undefined) return
    const { digest: signedDigest = '', key_id = '', signature = '' } = told
    const made: Judgement | undefined = judgementOf(known, { people, at_ms, key_id })
    if (made === undefined) return
    known.versions.push({ judgement: made, digest: signedDigest, signature, withdrawn: null })
    known.draft = null
  },
})

/** Why it cannot be signed yet, whoever wants it. */
function unready(known: Assessment, nowMs: number): Fault | undefined {
  const { draft, hypotheses, items, versions } = known
  if (draft === null || !hypotheses.has(draft.hypothesis)) return 'NOT_THERE'
  if (versions.length >= VERSIONS_MAX) return 'FULL'
  if (Date.parse(draft.expires_at) <= nowMs) return 'PAST'
  return items.size === 0 || matrixOf(known).unrated.length > 0 ? 'NOT_RATED' : undefined
}

export const withdrawJudgement = defineDeed({
  id: 'withdraw_judgement',
  summary:
    'Takes a signed judgement back, by its `digest`, with the reason. It stays to be read, as withdrawn.',
  who: ['reviewer'],
  input: z.strictObject({ ...one, digest, reason }),
  object,
  hidden: ['reason'],
  agreed: ONE,
  fault: (input, state) => {
    const version = versionOf(assessmentOf(state, input), input.digest)
    if (version === undefined) return 'NOT_THERE'
    return version.withdrawn === null ? undefined : 'SO_ALREADY'
  },
  done: (state, input, { by, at_ms }) => {
    const version = versionOf(assessmentOf(state, input), input.digest)
    if (version !== undefined) version.withdrawn = { by, at_ms, reason: input.reason }
  },
})

const versionOf = (known: Assessment | undefined, signedDigest: string) =>
  known?.versions.find((version) => version.digest === signedDigest)
