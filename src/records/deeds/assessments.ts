import { z } from 'zod'
import { RATINGS } from '../../domain/competing.js'
import { isSameName } from '../../domain/people.js'
import {
  type Assessment,
  assessmentOf,
  DISSENTS_MAX,
  DISSENTS_OF_ONE_MAX,
  FIXED_HYPOTHESES,
  HYPOTHESES_MAX,
  ITEMS_MAX,
  newAssessment,
} from '../assessment.js'
import { defineDeed, ONE } from '../deed.js'
import { identifier, plainText } from './words.js'

/** A hypothesis or an item, as it is named in the matrix. */
const name = z.string().regex(/^[a-z][a-z0-9]{0,7}$/)
const one = { assessment_id: identifier }
const object = ({ assessment_id }: { readonly assessment_id: string }) =>
  `assessment ${assessment_id}`
const who = ['analyst', 'reviewer'] as const
const HYPOTHESIS_CHARACTERS_MAX = 500
const ITEM_CHARACTERS_MAX = 2000
const DISSENT_CHARACTERS_MAX = 20_000
const FACTS_MAX = 20

export const openAssessment = defineDeed({
  id: 'open_assessment',
  summary:
    'Opens an assessment of whose a campaign is, or of whom a slice of its traffic serves. Two hypotheses stand in each: a false flag, and unrelated customers of one tool.',
  who,
  input: z
    .strictObject({
      campaign_id: identifier,
      question: z.enum(['operator', 'beneficiary']),
      slice_kind: z.enum(['capability', 'channel', 'template']).optional(),
      slice_name: identifier.optional(),
    })
    .refine(
      ({ slice_kind, slice_name }) => (slice_kind === undefined) === (slice_name === undefined),
      {
        message: 'a slice has a kind and a name',
        path: ['slice_name'],
      },
    ),
  object: (_, { id }) => `assessment ${id}`,
  hidden: [],
  agreed: ONE,
  fault: () => undefined,
  done: (
    { assessments },
    { campaign_id, question, slice_kind: kind, slice_name },
    { by, at_ms, id },
  ) => {
    const slice = kind === undefined ? null : { kind, name: slice_name ?? '' }
    const opened = { assessment_id: id, campaign_id, question, slice }
    assessments.set(id, newAssessment({ ...opened, opened_by: by, opened_ms: at_ms }))
  },
})

export const addHypothesis = defineDeed({
  id: 'add_hypothesis',
  summary: 'Adds a hypothesis. It gets the next name: h1, h2, and so on.',
  who,
  input: z.strictObject({ ...one, text: plainText(HYPOTHESIS_CHARACTERS_MAX) }),
  object,
  hidden: ['text'],
  agreed: ONE,
  fault: (input, state) => {
    const known = assessmentOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    return known.hypotheses.size >= HYPOTHESES_MAX ? 'FULL' : undefined
  },
  done: (state, { text, ...input }, { by, at_ms }) => {
    const known = assessmentOf(state, input)
    if (known === undefined) return
    known.named.hypotheses += 1
    known.hypotheses.set(`h${known.named.hypotheses}`, { by, at_ms, text })
  },
})

export const dropHypothesis = defineDeed({
  id: 'drop_hypothesis',
  summary: 'Takes a hypothesis out. What was signed with it keeps it; the two fixed ones stay.',
  who,
  input: z.strictObject({ ...one, hypothesis: name }),
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state) => {
    const known = assessmentOf(state, input)
    if (known === undefined || !known.hypotheses.has(input.hypothesis)) return 'NOT_THERE'
    return FIXED_HYPOTHESES[input.hypothesis] === undefined ? undefined : 'FIXED'
  },
  done: (state, { hypothesis, ...input }) => {
    assessmentOf(state, input)?.hypotheses.delete(hypothesis)
  },
})

export const addFact = defineDeed({
  id: 'add_fact',
  summary:
    'Adds a fact with its source: evidence that a run has of this campaign by its `evidence_id`, or a file by its `file_sha256`. It gets the next name: e1, e2, and so on.',
  who,
  input: z
    .strictObject({
      ...one,
      text: plainText(ITEM_CHARACTERS_MAX),
      evidence_id: identifier.optional(),
      file_sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    })
    .refine(
      ({ evidence_id, file_sha256 }) => (evidence_id === undefined) !== (file_sha256 === undefined),
      { message: 'a fact has one source', path: ['evidence_id'] },
    ),
  object,
  hidden: ['text'],
  agreed: ONE,
  fault: (input, state, { isEvidence }) => {
    const isUnknown = input.evidence_id !== undefined && isEvidence !== true
    return faultOfItem(assessmentOf(state, input)) ?? (isUnknown ? 'NO_EVIDENCE' : undefined)
  },
  done: (state, { text, evidence_id, file_sha256 = '', ...input }, { by, at_ms }) => {
    const source = evidence_id === undefined ? { file_sha256 } : { evidence_id }
    addItem(assessmentOf(state, input), { standing: 'fact', source, rests_on: [], by, at_ms, text })
  },
})

export const addInference = defineDeed({
  id: 'add_inference',
  summary: 'Adds an inference, with the facts that it rests on. Without one of them it falls.',
  who,
  input: z.strictObject({
    ...one,
    text: plainText(ITEM_CHARACTERS_MAX),
    rests_on: z.array(name).min(1).max(FACTS_MAX),
  }),
  object,
  hidden: ['text'],
  agreed: ONE,
  fault: (input, state) => {
    const known = assessmentOf(state, input)
    const isFact = (item: string) => known?.items.get(item)?.standing === 'fact'
    return input.rests_on.every(isFact) ? faultOfItem(known) : 'NOT_THERE'
  },
  done: (state, { text, rests_on, ...input }, { by, at_ms }) => {
    const written = { source: null, rests_on: [...new Set(rests_on)].sort(), by, at_ms, text }
    addItem(assessmentOf(state, input), { standing: 'inference', ...written })
  },
})

export const dropItem = defineDeed({
  id: 'drop_item',
  summary: 'Takes a fact or an inference out. A fact goes with the inferences that rest on it.',
  who,
  input: z.strictObject({ ...one, item: name }),
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state) =>
    assessmentOf(state, input)?.items.has(input.item) === true ? undefined : 'NOT_THERE',
  done: (state, { item, ...input }) => {
    const known = assessmentOf(state, input)
    for (const [other, { rests_on }] of known?.items ?? []) {
      if (other !== item && !rests_on.includes(item)) continue
      known?.items.delete(other)
      known?.ratings.delete(other)
    }
  },
})

export const rateItem = defineDeed({
  id: 'rate_item',
  summary:
    'Says how an item sits with a hypothesis: `++`, `+`, `0`, `-` or `--`. The last word counts; the trail has all of them.',
  who,
  input: z.strictObject({ ...one, item: name, hypothesis: name, rating: z.enum(RATINGS) }),
  object,
  hidden: [],
  agreed: ONE,
  fault: (input, state) => {
    const known = assessmentOf(state, input)
    const isThere = known?.items.has(input.item) === true && known.hypotheses.has(input.hypothesis)
    if (!isThere) return 'NOT_THERE'
    const before = known.ratings.get(input.item)?.get(input.hypothesis)
    return before?.rating === input.rating ? 'SO_ALREADY' : undefined
  },
  done: (state, { item, hypothesis, rating, ...input }, { by }) => {
    const known = assessmentOf(state, input)
    if (known === undefined) return
    const ratings = known.ratings.get(item) ?? new Map()
    known.ratings.set(item, ratings.set(hypothesis, { rating, by }))
  },
})

export const dissent = defineDeed({
  id: 'dissent',
  summary:
    'Writes down that somebody sees it otherwise. It stays with its author, whatever is signed, and nobody overwrites it.',
  who,
  input: z.strictObject({ ...one, text: plainText(DISSENT_CHARACTERS_MAX) }),
  object,
  hidden: ['text'],
  agreed: ONE,
  fault: (input, state, _, who) => {
    const known = assessmentOf(state, input)
    if (known === undefined) return 'NOT_THERE'
    const own = known.dissents.filter(({ by }) => isSameName(by, who)).length
    // Whoever has said nothing yet can: nobody fills the place of another.
    const isFull = own > 0 && known.dissents.length >= DISSENTS_MAX
    return isFull || own >= DISSENTS_OF_ONE_MAX ? 'FULL' : undefined
  },
  done: (state, { text, ...input }, { by, at_ms }) => {
    assessmentOf(state, input)?.dissents.push({ by, at_ms, text })
  },
})

function faultOfItem(known: Assessment | undefined) {
  if (known === undefined) return 'NOT_THERE'
  return known.items.size >= ITEMS_MAX ? 'FULL' : undefined
}

function addItem(known: Assessment | undefined, item: Parameters<Assessment['items']['set']>[1]) {
  if (known === undefined) return
  known.named.items += 1
  known.items.set(`e${known.named.items}`, item)
}
