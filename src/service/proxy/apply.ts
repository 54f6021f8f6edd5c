/** What a decision does to an exchange: the one place where countermeasures are put in. */
import type {
  ApiKind,
  Body,
  Countermeasure,
  Effect,
  Measured,
  Refused,
} from '../../countermeasures/define.js'
import { COUNTERMEASURES } from '../../countermeasures/index.js'
import type { Artefacts } from './artefacts.js'
import { type AskedOf, kindOf, NOTHING, queryOf, readBody } from './asked-body.js'
import type { Caps } from './caps.js'
import { isExchange } from './endpoint.js'
import type { Identity } from './identify.js'
import { noticeOf } from './notice.js'
import type { Decision } from './ports.js'
import { anthropicRequest } from './record/anthropic.js'
import { openaiRequest } from './record/openai.js'
import { ownerOf } from './record/reader.js'
import { type Refusal, refusalOf } from './refusal.js'

export type Applied =
  | {
      readonly kind: 'forward'
      /** What is sent on where it is not what came. */
      readonly body: Buffer | null
      /** What the client is told with the answer: headers, name after name. */
      readonly notice: readonly string[]
      /** Those that look into the answer: it is held for them. */
      readonly answers: readonly Countermeasure[]
      /** Ids of the measures that changed something, or hold the answer. */
      readonly measures: readonly string[]
      /** To be called when the exchange is over. */
      readonly release: () => void
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly measures: readonly string[] }

const FORWARD: Applied = Object.freeze({
  kind: 'forward',
  body: null,
  notice: [],
  answers: [],
  measures: [],
  release: () => undefined,
})

export interface AppliedTo extends AskedOf {
  readonly identity: Identity
}

/** What is known beside the decision. */
export interface ApplyState {
  readonly caps: Caps
  readonly artefacts: Artefacts
  readonly now: () => number
}

/** Whether what a decision asks for cannot be told without the whole body. */
export const needsBody = (decision: Decision): boolean =>
  activeMeasures(decision).some(({ needs_body }) => needs_body)

const activeMeasures = ({ level, measures, limits }: Decision): readonly Countermeasure[] =>
  level === 'deny' || measures.length === 0
    ? []
    : COUNTERMEASURES.filter(
        ({ id, needs }) =>
          measures.includes(id) && (needs === undefined || limits[needs] !== undefined),
      )

/** Refuses what is refused whatever the body: before one is read for it. `null` where the body counts. */
export function refusedUnread(
  decision: Decision,
  to: AppliedTo,
  state: ApplyState,
): Applied | null {
  if (decision.level === 'deny') return refused(decision, REFUSED, 'refuse-all')
  const measures = activeMeasures(decision).filter(({ needs_body }) => !needs_body)
  const kind = measures.length === 0 ? null : kindOf(to)
  if (kind === null) return null
  const asked = askedOf(decision, to, kind, state)
  for (const one of measures) {
    const effect = one.look({ ...asked, body: {}, foreign: () => 0 })
    if (effect?.kind === 'refuse') return refused(decision, effect, one.id)
  }
  return null
}

export function applyDecision(decision: Decision, to: AppliedTo, state: ApplyState): Applied {
  const unread = refusedUnread(decision, to, state)
  if (unread !== null) return unread
  const measures = activeMeasures(decision)
  const kind = measures.length === 0 ? null : kindOf(to)
  if (kind === null) return FORWARD
  const looking = kind === 'other' ? [] : measures.filter(({ needs_body }) => needs_body)
  if (looking.length > 0 && to.upload.kind === 'stream' && to.upload.isCrowded) {
    return refused(decision, CROWDED, 'unseen')
  }
  const given = looking.length > 0 ? readBody(kind, to) : NOTHING
  if (given === null) return refused(decision, UNSEEN, 'unseen')
  const asked = {
    ...askedOf(decision, to, kind, state),
    foreign: () => state.artefacts.foreign(ownerOf(to.identity), presented(kind, given.body)),
  }
  let { body } = given
  const values = new Map<string, Body>()
  const changed: string[] = []
  for (const one of looking) {
    const effect = lookedAt(one, { ...asked, body })
    if (effect === null) continue
    if (effect.kind === 'refuse') return refused(decision, effect, one.id)
    body = { ...body, [effect.key]: effect.value }
    values.set(effect.key, effect.value)
    changed.push(one.id)
  }
  const sent = changed.length === 0 ? null : given.changed(values)
  if (sent === undefined) return refused(decision, UNSEEN, 'unseen')
  const answers = isExchange(to.endpoint.kind)
    ? measures.filter(({ look_answer }) => look_answer !== undefined)
    : []
  const told = [...changed, ...answers.map(({ id }) => id)]
  return {
    kind: 'forward',
    body: sent,
    notice: told.length === 0 ? [] : noticeOf(decision, told),
    answers,
    measures: told,
    release: state.caps.take(groupOf(decision), decision.limits),
  }
}

/** Who is touched together, under one policy. */
const groupOf = ({ policy_id, group }: Decision): string => `${policy_id}\n${group}`

const askedOf = (decision: Decision, to: AppliedTo, kind: ApiKind, { caps, now }: ApplyState) => ({
  kind,
  path: to.endpoint.path,
  query: queryOf(to.request),
  limits: decision.limits,
  use: caps.use(groupOf(decision), decision.limits),
  now_ms: now(),
})

/** A body that overcomes a measure, nested without end say, is one that cannot be looked into. */
function lookedAt(one: Countermeasure, asked: Measured): Effect | null {
  try {
    return one.look(asked)
  } catch {
    return UNSEEN
  }
}

/** Digests of the sealed reasoning that a request sends back. */
function presented(kind: ApiKind, body: Body): readonly string[] {
  const fields = kind === 'messages' ? anthropicRequest(body) : openaiRequest(body)
  return fields.artefacts_presented ?? []
}

const REFUSED: Refused = { kind: 'refuse', status: 403, message: 'This request was refused' }

/** There was no room to look into it, which is nobody's fault and passes. */
const CROWDED: Refused = {
  kind: 'refuse',
  status: 503,
  message: 'The service is temporarily overloaded for requests that it must look into',
  retry_seconds: 5,
}

/** What cannot be looked into could hold anything, so that to send it would be the way around a measure. */
const UNSEEN: Refused = {
  kind: 'refuse',
  status: 400,
  message:
    'A request that is compressed, very large, of an older form or ambiguous is not available to this account at present',
}

const refused = (decision: Decision, effect: Refused, measure: string): Applied => ({
  kind: 'refuse',
  refusal: refusalOf(decision, effect, measure),
  measures: [measure],
})
