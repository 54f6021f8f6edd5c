import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Copies, Copy } from './copy.js'
import type { Endpoint } from './endpoint.js'
import { isRead } from './endpoint.js'
import { hasValue, headerOrder, onlyValue, type RawHeaders } from './headers.js'
import type { Identity } from './identify.js'
import type { Decision, ProxyCounters } from './ports.js'
import type { RawExchange, RawMeta } from './record/raw.js'
import type { Recorder } from './recorder.js'

interface RecordingParts {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly endpoint: Endpoint
  readonly requestId: string
  readonly identity: Identity
  readonly copies: Copies
  /** Bytes of each body that are copied; none where there is no room for texts. */
  readonly bound: number
  readonly recorder: Recorder
  readonly counters: ProxyCounters
  readonly now: () => number
}

/** What is noted of an exchange while it goes by. */
export interface Recording {
  readonly request: Copy
  readonly response: Copy
  readonly decided: (decision: Decision) => void
  readonly begun: (status: number, headers: RawHeaders) => void
  /** Hands over what was noted. Once. */
  readonly ended: () => void
  readonly drop: () => void
}

export function makeRecording(parts: RecordingParts): Recording {
  const { copies, bound, counters, identity, now } = parts
  const startedMs = now()
  const request = copies.open(bound)
  const response = copies.open(bound)
  let decision: Decision | null = null
  let status = 0
  let answered: RawHeaders = []
  if (bound === 0) {
    request.drop()
    response.drop()
  }
  return {
    request,
    response,
    decided: (made) => {
      decision = made
    },
    begun: (given, headers) => {
      status = given
      answered = headers
    },
    ended: () => {
      if (!isRead(parts.endpoint.kind) || identity.account_id === '') {
        if (isRead(parts.endpoint.kind)) counters.unrecorded_unattributed += 1
        request.drop()
        response.drop()
        return
      }
      const meta = metaOf(parts, decision, startedMs, status)
      parts.recorder.offer(rawOf(parts, meta, answered, request, response))
      counters.copies_bytes = copies.held()
    },
    drop: () => {
      request.drop()
      response.drop()
    },
  }
}

function metaOf(
  { request, endpoint, identity, now }: RecordingParts,
  decision: Decision | null,
  startedMs: number,
  status: number,
): RawMeta {
  const given = request.rawHeaders
  return {
    received_at: new Date(startedMs).toISOString(),
    account_id: identity.account_id,
    organization_id: identity.organization_id,
    api_key_id: identity.api_key_id,
    plan: identity.plan,
    ip: identity.ip,
    ja4: identity.ja4,
    user_agent: onlyValue(given, 'user-agent'),
    accept_language: onlyValue(given, 'accept-language'),
    client_version: onlyValue(given, 'x-stainless-package-version'),
    header_order: headerOrder(given),
    endpoint: endpoint.path,
    // A client that left before the answer began has none.
    status: status === 0 ? undefined : status,
    latency_ms: Math.max(0, Math.round(now() - startedMs)),
    decision_level: decision?.level ?? 'pass',
    decision_policy_id: decision?.policy_id ?? null,
  }
}

const ID_HEADERS = ['request-id', 'x-request-id']

function rawOf(
  { request, endpoint, requestId }: RecordingParts,
  meta: RawMeta,
  answered: RawHeaders,
  asked: Copy,
  answer: Copy,
): RawExchange {
  const given = request.rawHeaders
  // An id that the client sent and the upstream repeats is the client's to choose: sent twice, the second
  // exchange would be taken for the first one told again.
  const ids = ID_HEADERS.map((name) => onlyValue(answered, name) ?? '').filter(
    (id) => id !== '' && !hasValue(given, id),
  )
  const bodyHeader = (headers: RawHeaders, name: string) => onlyValue(headers, name) ?? ''
  return {
    kind: endpoint.kind,
    subject: endpoint.id,
    meta,
    ids,
    fallbackId: requestId,
    request: asked.take(bodyHeader(given, 'content-type'), bodyHeader(given, 'content-encoding')),
    response: answer.take(
      bodyHeader(answered, 'content-type'),
      bodyHeader(answered, 'content-encoding'),
    ),
  }
}
