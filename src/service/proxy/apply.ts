/** What a decision does to an exchange: the one place where countermeasures are put in. */
import type { IncomingMessage } from 'node:http'
import type { ApiKind, Body, Effect } from '../../countermeasures/define.js'
import { COUNTERMEASURES } from '../../countermeasures/index.js'
import type { Artefacts } from './artefacts.js'
import type { Caps } from './caps.js'
import type { Endpoint } from './endpoint.js'
import type { Identity } from './identify.js'
import { hasTwice, type Member, membersOf } from './members.js'
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

/** Whether what a decision asks for cannot be told without the whole body. */
export const needsBody = ({ level, measures }: Decision): boolean =>
  level !== 'deny' && COUNTERMEASURES.some((one) => one.needs_body && measures.includes(one.id))

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
  const isLooking = kind !== 'other' && measures.some(({ needs_body }) => needs_body)
  if (isLooking && to.upload.kind === 'stream' && to.upload.isCrowded) {
    return refused(decision, CROWDED, 'unseen')
  }
  const given = isLooking ? readBody(kind, to) : NOTHING
  if (given === null) return refused(decision, UNSEEN, 'unseen')
  const { path } = to.endpoint
  const [, query = ''] = (to.request.url ?? '').split('?', 2)
  const foreign = artefacts.foreign(ownerOf(to.identity), presented(kind, given.body))
  const asked = { kind, path, query, limits, foreign, use: caps.use(group, limits) }
  let { body } = given
  const changed: string[] = []
  const values = new Map<string, Body>()
  for (const one of measures) {
    const effect = one.look({ ...asked, body })
    if (effect === null) continue
    if (effect.kind === 'refuse') return refused(decision, effect, one.id)
    body = { ...body, [effect.key]: effect.value }
    values.set(effect.key, effect.value)
    changed.push(one.id)
  }
  return {
    kind: 'forward',
    body: changed.length === 0 ? null : given.changed(values),
    notice: changed.length === 0 ? [] : noticeOf(decision, changed),
    measures: changed,
    release: caps.take(group, limits),
  }
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

/** Older and other forms of asking a model, with samples and log-probabilities too, which are not understood here. */
const UNKNOWN_FORM = /\/(?:complete|completions|runs|responses(?:\/compact)?)$/i
/** An answer that was made before may be asked for with more in it. */
const ANSWER_MADE = /\/responses\/[^/]+$/i

/** What is asked for; `null` where it is only looked at, which no measure is about. */
function kindOf({ request, endpoint }: AppliedTo): ApiKind | null {
  const { kind, path } = endpoint
  if (kind === 'messages' || kind === 'chat' || kind === 'responses') return kind
  if (
    request.method === 'GET' &&
    ANSWER_MADE.test(path) &&
    /\binclude\b/i.test(request.url ?? '')
  ) {
    return 'responses'
  }
  if (request.method !== 'POST') return null
  if (kind === 'message_batch' || kind === 'batch') return 'batch'
  return UNKNOWN_FORM.test(path) ? 'chat' : 'other'
}

interface ReadBody {
  readonly body: Body
  /** The bytes with other values in place of those of these keys. */
  readonly changed: (values: ReadonlyMap<string, Body>) => Buffer
}

const NOTHING: ReadBody = { body: {}, changed: () => Buffer.alloc(0) }

/**
 * The body, where it can be looked into and can be read in one way alone. A batch is a file of requests, or a list of
 * any length.
 */
function readBody(kind: ApiKind, { request, upload, endpoint }: AppliedTo): ReadBody | null {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (request.method === 'GET') return NOTHING
  if (kind === 'batch' || endpoint.kind === 'other') return null
  if (upload.kind === 'none') return NOTHING
  if (upload.kind !== 'whole' || encoding !== 'identity') return null
  const text = upload.body.toString('utf8')
  try {
    const body: unknown = JSON.parse(text)
    if (!isObject(body)) return null
    const members = membersOf(text)
    if (hasTwice(members)) return null
    return { body, changed: (values) => Buffer.from(withValues(text, members, values)) }
  } catch {
    return null
  }
}

function withValues(
  text: string,
  members: readonly Member[],
  values: ReadonlyMap<string, Body>,
): string {
  let changed = text
  // From the end, so that the places of those before stay what they are.
  for (const { key, start, end } of members.toReversed()) {
    const value = values.get(key)
    if (value === undefined) continue
    changed = changed.slice(0, start) + JSON.stringify(value) + changed.slice(end)
  }
  return changed
}
