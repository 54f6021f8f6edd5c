/** What a decision does to an exchange: the one place where countermeasures are put in. */
import type { IncomingMessage } from 'node:http'
import type { ApiKind, Body, Effect } from '../../countermeasures/define.js'
import { COUNTERMEASURES } from '../../countermeasures/index.js'
import type { Artefacts } from './artefacts.js'
import type { Caps } from './caps.js'
import type { Endpoint } from './endpoint.js'
import type { Identity } from './identify.js'
import { noticeOf } from './notice.js'
import type { Decision } from './ports.js'
import { anthropicRequest } from './record/anthropic.js'
import { isObject } from './record/fields.js'
import { openaiRequest } from './record/openai.js'
import { ownerOf } from './record/reader.js'
import { type Refusal, refusalOf } from './refusal.js'
import type { Upload } from './upload.js'

export type Applied =
  | {
      readonly kind: 'forward'
      /** What is sent on where it is not what came. */
      readonly body: Buffer | null
      /** What the client is told with the answer: headers, name after name. */
      readonly notice: readonly string[]
      /** Ids of the measures that changed something. */
      readonly measures: readonly string[]
      /** To be called when the exchange is over. */
      readonly release: () => void
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly measures: readonly string[] }

const FORWARD: Applied = Object.freeze({
  kind: 'forward',
  body: null,
  notice: [],
  measures: [],
  release: () => undefined,
})

export interface AppliedTo {
  readonly request: IncomingMessage
  readonly endpoint: Endpoint
  readonly upload: Upload
  readonly identity: Identity
}

/** What is known beside the decision. */
export interface ApplyState {
  readonly caps: Caps
  readonly artefacts: Artefacts
}

export function applyDecision(
  decision: Decision,
  to: AppliedTo,
  { caps, artefacts }: ApplyState,
): Applied {
  if (decision.level === 'deny') return refused(decision, REFUSED, 'refuse-all')
  if (decision.measures.length === 0) return FORWARD
  const kind = kindOf(to)
  if (kind === null) return FORWARD
  const { limits } = decision
  const group = `${decision.policy_id}\n${decision.group}`
  const measures = COUNTERMEASURES.filter(
    ({ id, needs }) =>
      decision.measures.includes(id) && (needs === undefined || limits[needs] !== undefined),
  )
  const given = measures.some(({ needs_body }) => needs_body) ? bodyOf(kind, to) : {}
  if (given === null) return refused(decision, UNSEEN, 'unseen')
  const foreign = artefacts.foreign(ownerOf(to.identity), presented(kind, given))
  const asked = { kind, limits, foreign, use: caps.use(group, limits) }
  let body: Body = given
  const changed: string[] = []
  for (const one of measures) {
    const effect = one.look({ ...asked, body })
    if (effect === null) continue
    if (effect.kind === 'refuse') return refused(decision, effect, one.id)
    body = effect.body
    changed.push(one.id)
  }
  return {
    kind: 'forward',
    body: changed.length === 0 ? null : Buffer.from(JSON.stringify(body)),
    notice: changed.length === 0 ? [] : noticeOf(decision, changed),
    measures: changed,
    release: caps.take(group, limits),
  }
}

const REFUSED: Refused = { kind: 'refuse', status: 403, message: 'This request was refused' }

/** What cannot be looked into could hold anything, so that to send it would be the way around a measure. */
const UNSEEN: Refused = {
  kind: 'refuse',
  status: 400,
  message:
    'A request of this form, compressed or so large is not available to this account at present',
}

type Refused = Effect & { readonly kind: 'refuse' }

const refused = (decision: Decision, effect: Refused, measure: string): Applied => ({
  kind: 'refuse',
  refusal: refusalOf(decision, effect, measure),
  measures: [measure],
})

/** Digests of the sealed reasoning that a request sends back. */
function presented(kind: ApiKind, body: Body): readonly string[] {
  try {
    const fields = kind === 'messages' ? anthropicRequest(body) : openaiRequest(body)
    return fields.artefacts_presented ?? []
  } catch {
    // Nested without end: the API takes it no more than we do.
    return []
  }
}

/** The older forms of completions, which have log-probabilities and samples too and are not understood here. */
const OLDER = /\/v1\/(?:complete|completions)$/

/** What is asked for; `null` where it is nothing of a model, which no measure is about. */
function kindOf({ request, endpoint }: AppliedTo): ApiKind | null {
  const { kind, path } = endpoint
  if (kind === 'messages' || kind === 'chat' || kind === 'responses') return kind
  if (request.method !== 'POST') return null
  if (kind === 'message_batch' || kind === 'batch') return 'batch'
  return OLDER.test(path) ? 'chat' : null
}

/** The body, where it can be looked into. A batch is a file of requests, or a list of any length. */
function bodyOf(kind: ApiKind, { request, upload, endpoint }: AppliedTo): Body | null {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (kind === 'batch' || endpoint.kind === 'other') return null
  if (upload.kind === 'none') return {}
  if (upload.kind !== 'whole' || encoding !== 'identity') return null
  try {
    const body: unknown = JSON.parse(upload.body.toString('utf8'))
    return isObject(body) ? body : null
  } catch {
    return null
  }
}
