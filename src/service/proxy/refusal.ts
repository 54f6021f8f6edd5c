/** Answers of the proxy's own, in the form in which the API that was asked tells errors. */
import type { ServerResponse } from 'node:http'
import type { Refused } from '../../countermeasures/define.js'
import { isUnread, takeRest } from '../linger.js'
import type { Dialect } from './endpoint.js'
import { onlyValue, pairsOf, type RawHeaders } from './headers.js'
import { noticeOf } from './notice.js'
import type { Decision } from './ports.js'

export interface Refusal {
  readonly status: number
  readonly type: string
  readonly code: string
  readonly message: string
  /** More headers, name after name. */
  readonly headers?: readonly string[] | undefined
}

export const REFUSALS = {
  invalid: {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_request',
    message: 'The request was not understood.',
  },
  overloaded: {
    status: 503,
    type: 'overloaded_error',
    code: 'overloaded',
    message: 'The service is temporarily overloaded.',
  },
  unreachable: {
    status: 502,
    type: 'api_error',
    code: 'upstream_failed',
    message: 'The upstream could not be reached or did not answer properly.',
  },
  timedOut: {
    status: 504,
    type: 'timeout_error',
    code: 'upstream_timed_out',
    message: 'The upstream did not answer in time.',
  },
} as const satisfies Record<string, Refusal>

/** As both APIs call them. */
const TYPES = {
  400: 'invalid_request_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  503: 'overloaded_error',
} as const satisfies Record<Refused['status'], string>

/** Says that, under which policy, and how to object. Never why: no signal, no evidence, no confidence. */
export function refusalOf(decision: Decision, effect: Refused, measure: string): Refusal {
  const { policy_id, reason_code, appeal } = decision
  const { status, message, retry_seconds } = effect
  const under = policy_id === null ? '' : ` under the policy ${policy_id}`
  const because = reason_code === null ? '' : ` (${reason_code})`
  const path = appeal === null ? '' : ` To appeal: ${appeal}`
  return {
    status,
    type: TYPES[status],
    code: reason_code ?? 'refused',
    message: `${message}${under}${because}.${path}`,
    headers: [
      ...noticeOf(decision, [measure]),
      ...(retry_seconds === undefined ? [] : ['retry-after', String(retry_seconds)]),
    ],
  }
}

/** Where the path does not say which API is asked, the client's own headers do. */
export const dialectFor = (dialect: Dialect | null, headers: RawHeaders): Dialect =>
  dialect ?? (onlyValue(headers, 'anthropic-version') === undefined ? 'openai' : 'anthropic')

export function refusalBody(dialect: Dialect, refusal: Refusal, requestId: string): Buffer {
  const { type, code, message } = refusal
  const body =
    dialect === 'anthropic'
      ? { type: 'error', error: { type, message }, request_id: requestId }
      : { error: { message, type, param: null, code } }
  return Buffer.from(JSON.stringify(body))
}

/** Writes an answer of our own. The connection of a request of which more may come ends when its rest was taken. */
export function refuse(
  response: ServerResponse,
  dialect: Dialect,
  refusal: Refusal,
  requestId: string,
): Buffer {
  const body = refusalBody(dialect, refusal, requestId)
  const isLast = isUnread(response.req)
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    [dialect === 'anthropic' ? 'request-id' : 'x-request-id']: requestId,
    ...Object.fromEntries(pairsOf(refusal.headers ?? [])),
    ...(isLast ? { connection: 'close' } : {}),
  })
  if (response.req.method !== 'HEAD') response.write(body)
  if (isLast) void takeRest(response.req).then(() => response.end())
  else response.end()
  return body
}
