import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodError } from 'zod'
import { isUnread, takeRest } from '../linger.js'

interface ApiError {
  readonly status: number
  readonly message: string
  readonly hint: string
}

/**
 * Every way in which the gate refuses a request. The texts are constant: what was sent is never said again,
 * for an error is logged and forwarded where a prompt must not be.
 */
export const API_ERRORS = {
  REQUEST_INVALID: {
    status: 400,
    message: 'The request was not understood.',
    hint: 'The places that do not fit are named; the forms are in docs/how-to/decisions.md.',
  },
  TOKEN_REQUIRED: {
    status: 401,
    message: 'A token is required.',
    hint: 'Send it as `Authorization: Bearer`, `X-Api-Key` or `X-Stillwatch-Token`; `serve.tokens` holds its SHA-256.',
  },
  TOKEN_NOT_FOR_THIS: {
    status: 403,
    message: 'This token may not be used here.',
    hint: 'Add the use to its entry of `serve.tokens`.',
  },
  HOST_NOT_LOCAL: {
    status: 403,
    message: 'Without tokens only this machine is answered.',
    hint: 'Ask by the name 127.0.0.1 or localhost, or give `serve.tokens` an entry.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'There is nothing here.',
    hint: 'The routes are in docs/how-to/decisions.md.',
  },
  REQUEST_SLOW: {
    status: 408,
    message: 'The request took too long to arrive.',
    hint: 'See `serve.limits`.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'The request is longer than the limit.',
    hint: 'See `serve.limits.body_bytes_max`.',
  },
  MEDIA_TYPE_UNKNOWN: {
    status: 415,
    message: 'The body is of a form that is not read here.',
    hint: 'Send `Content-Type: application/json`.',
  },
  HEADER_TOO_LARGE: {
    status: 431,
    message: 'The headers are longer than the limit.',
    hint: 'See `serve.limits.header_bytes_max`.',
  },
  SERVICE_FAULT: {
    status: 500,
    message: 'The service failed to answer.',
    hint: 'The log has an entry with this request id.',
  },
  DOMAIN_NOT_REGISTRABLE: {
    status: 422,
    message: 'Nobody can have registered this domain.',
    hint: 'Name the domain of the company or institution, as in its addresses.',
  },
  CHALLENGE_WITHOUT_SECRET: {
    status: 409,
    message: 'There is no secret that a challenge could be made with.',
    hint: 'Set `hash_secret`, and start the service again.',
  },
  ADDRESS_NOT_READ: {
    status: 422,
    message: 'This is no address that a letter can be sent to.',
    hint: 'Send one address, of at most 64 letters before the @, without quotes.',
  },
  LETTERS_ENOUGH: {
    status: 429,
    message: 'Enough letters were sent within the hour.',
    hint: 'An address gets three in an hour, and an applicant six: ask again later.',
  },
  INVITATIONS_ENOUGH: {
    status: 429,
    message: 'This organisation invited enough within the hour.',
    hint: 'One may invite a hundred in an hour: ask again later, and look whom it invites.',
  },
  MAIL_NOT_SET: {
    status: 409,
    message: 'There is no mail server to send letters by.',
    hint: 'Set `serve.verification.mail`.',
  },
  MAIL_UNSENT: {
    status: 503,
    message: 'The letter could not be sent.',
    hint: 'Ask again in a minute; the log says what the mail server did.',
  },
  DNS_UNANSWERED: {
    status: 503,
    message: 'No name server answered.',
    hint: 'Nothing is known yet: ask again in a minute. `serve.verification.resolvers` says who is asked.',
  },
  ASSESSMENT_UNAVAILABLE: {
    status: 503,
    message: 'Nobody can assess the application just now.',
    hint: 'Ask again in a second, or go on without: nothing is known of it, and nothing speaks against it.',
  },
  SERVICE_DRAINING: {
    status: 503,
    message: 'The service is about to stop.',
    hint: 'Ask again: another instance, or this one in a moment.',
  },
} as const satisfies Record<string, ApiError>

export type ApiErrorCode = keyof typeof API_ERRORS

/** The body of a refusal. `places` are paths of the request, never what stood there. */
export function errorBody(code: ApiErrorCode, requestId?: string, places?: readonly string[]) {
  const { message, hint } = API_ERRORS[code]
  return {
    error: {
      code,
      message,
      hint,
      ...(places === undefined || places.length === 0 ? {} : { places }),
      ...(requestId === undefined ? {} : { request_id: requestId }),
    },
  }
}

// Enough to mend a request; a hostile one could have a thousand.
const PLACES_MAX = 20

/** Which places of a body do not fit. */
export const placesOf = ({ issues }: ZodError): readonly string[] =>
  [...new Set(issues.map(({ path }) => path.map(String).join('.')))].slice(0, PLACES_MAX)

export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ApiErrorCode,
  places?: readonly string[],
): FastifyReply {
  const { status } = API_ERRORS[code]
  if (code === 'TOKEN_REQUIRED') reply.header('www-authenticate', 'Bearer')
  return reply.code(status).send(errorBody(code, request.id, places))
}

/** Which refusal an error of the framework, the parser or our own code is. */
export function codeOf(error: unknown): ApiErrorCode {
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'REQUEST_TOO_LARGE'
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'MEDIA_TYPE_UNKNOWN'
  if (code === 'FST_ERR_REOPENED_CLOSE_SERVER' || statusCode === 503) return 'SERVICE_DRAINING'
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? 'REQUEST_INVALID'
    : 'SERVICE_FAULT'
}

/** Where the connection ends with an answer and more of the request may come, the answer is sent before the rest is taken. */
export function sentFirst(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Readable | undefined {
  const isLast = reply.getHeader('connection') === 'close' || !reply.raw.shouldKeepAlive
  if (!isLast || !isUnread(raw)) return undefined
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return undefined
  reply.header('content-length', Buffer.byteLength(payload))
  return Readable.from(beforeRest(payload, raw))
}

async function* beforeRest(answer: string | Buffer, request: IncomingMessage) {
  yield answer
  await takeRest(request)
}
