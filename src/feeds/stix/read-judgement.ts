import { z } from 'zod'
import type { SharedAttribution, SharedDissent, SharedHypothesis } from '../../domain/sharing.js'
import {
  dissentExtension,
  EXTENSION_ID,
  hypothesisExtension,
  judgementExtension,
} from './extension.js'
import { instantOf } from './instant.js'
import { type Framed, isRecord, textOf } from './read-objects.js'
import type { JudgementRead } from './received.js'

/** More in one bundle are no judgement that somebody reads. */
const JUDGEMENTS_MAX = 100
const HYPOTHESES_MAX = 8
const DISSENTS_MAX = 100
const TEXT_CHARACTERS_MAX = 20_000

/**
 * The judgements of a bundle, put together of the notes and opinions that one producer wrote on one assessment; and which objects
 * that were. What is not of the published form is left, as a note of somebody else is.
 */
export function readJudgements(framed: ReadonlyMap<string, Framed>): {
  readonly judgements: readonly JudgementRead[]
  readonly used: ReadonlySet<string>
} {
  const notes = [...framed.values()].filter(
    ({ type, isRevoked }) => (type === 'note' || type === 'opinion') && !isRevoked,
  )
  const rivals = byAssessment(notes, 'note', hypothesisOf)
  const dissents = byAssessment(notes, 'opinion', dissentOf)
  const used = new Set<string>()
  const judgements: JudgementRead[] = []
  for (const object of notes) {
    const held = judgementOf(object)
    if (held === undefined || judgements.length === JUDGEMENTS_MAX) continue
    const key = keyOf(object, held.assessment_id)
    const said = (rivals.get(key) ?? []).slice(0, HYPOTHESES_MAX)
    const unlike = (dissents.get(key) ?? []).slice(0, DISSENTS_MAX)
    for (const { id } of [object, ...said, ...unlike]) used.add(id)
    judgements.push({
      object_id: object.id,
      attribution: {
        ...held,
        hypotheses: said.map(({ one }) => one).toSorted(byPlace),
        dissent_texts: unlike.map(({ one }) => one).toSorted(byId),
      },
    })
  }
  for (const object of notes) {
    if (object.type === 'opinion' && refsOf(object).some((id) => used.has(id))) used.add(object.id)
  }
  return { judgements, used }
}

const extensionOf = ({ body }: Framed): unknown =>
  isRecord(body.extensions) ? body.extensions[EXTENSION_ID] : undefined
const refsOf = ({ body }: Framed): readonly string[] =>
  z.array(z.string()).max(JUDGEMENTS_MAX).safeParse(body.object_refs).data ?? []

/** What one producer wrote on one assessment belongs together, and nothing that somebody else put there. */
const keyOf = ({ body }: Framed, assessment_id: string): string =>
  JSON.stringify([textOf(body.created_by_ref), assessment_id])

type Held = Omit<SharedAttribution, 'hypotheses' | 'dissent_texts'>

function judgementOf(object: Framed): Held | undefined {
  if (object.type !== 'note') return undefined
  const { data } = judgementExtension.safeParse(extensionOf(object))
  if (data === undefined) return undefined
  const { extension_type: _, facts = [], inferences = [], would_change = [], ...held } = data
  const [judged_at, expires_at] = [instantOf(held.judged_at), instantOf(held.expires_at)]
  if (judged_at === null || expires_at === null) return undefined
  return { ...held, facts, inferences, would_change, judged_at, expires_at }
}

interface Said<One> {
  readonly assessment_id: string
  readonly one: One
}

function hypothesisOf(object: Framed): Said<SharedHypothesis> | undefined {
  const { data } = hypothesisExtension.safeParse(extensionOf(object))
  const statement = textOf(object.body.content)
  if (data === undefined || statement.length > TEXT_CHARACTERS_MAX) return undefined
  const { extension_type: _, assessment_id, likelihood, confidence, ...rival } = data
  const isJudged = likelihood !== undefined && confidence !== undefined
  const judgedAs = isJudged ? { likelihood, confidence } : { likelihood: null, confidence: null }
  return { assessment_id, one: { ...rival, statement, ...judgedAs } }
}

function dissentOf(object: Framed): Said<SharedDissent> | undefined {
  const { data } = dissentExtension.safeParse(extensionOf(object))
  const text = textOf(object.body.explanation)
  if (data === undefined || text.length > TEXT_CHARACTERS_MAX) return undefined
  return { assessment_id: data.assessment_id, one: { dissent_id: data.dissent_id, text } }
}

/** What objects of a type say, by whose assessment, in the order of their ids. */
function byAssessment<One>(
  objects: readonly Framed[],
  type: string,
  read: (object: Framed) => Said<One> | undefined,
) {
  const found = new Map<string, { readonly id: string; readonly one: One }[]>()
  for (const object of objects.filter((each) => each.type === type).toSorted(byObject)) {
    const said = read(object)
    if (said === undefined) continue
    const key = keyOf(object, said.assessment_id)
    const all = found.get(key) ?? []
    all.push({ id: object.id, one: said.one })
    found.set(key, all)
  }
  return found
}

const byObject = (a: Framed, b: Framed): number => (a.id < b.id ? -1 : 1)
const byId = (a: SharedDissent, b: SharedDissent): number => (a.dissent_id < b.dissent_id ? -1 : 1)
/** The one that was judged first, as it is written. */
const byPlace = (a: SharedHypothesis, b: SharedHypothesis): number =>
  (a.likelihood === null ? 1 : 0) - (b.likelihood === null ? 1 : 0) ||
  a.place - b.place ||
  (a.hypothesis_id < b.hypothesis_id ? -1 : 1)
