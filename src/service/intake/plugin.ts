import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RECORD_KINDS } from '../spool/kind.js'
import type { Spool } from '../spool/model.js'
import { openHand, readBody } from './body.js'
import {
  exportResponse,
  GRPC_INVALID_ARGUMENT,
  GRPC_RESOURCE_EXHAUSTED,
  GRPC_UNAVAILABLE,
  OTLP_TYPES,
  type OtlpSignal,
  otlpEncodingOf,
  statusResponse,
} from './otlp/answer.js'
import { type ParseOutcome, type ParseTask, parseBody } from './parse.js'
import { type IntakeRecord, kindOf, type Parsed, type Rejected } from './record.js'
import { INTAKE_DEFAULTS, type IntakeSettings, REJECTED_NAMED_MAX } from './settings.js'
import { openThreads } from './threads.js'
import { type Encoding, encodingOf } from './unpack.js'

export interface IntakeOptions {
  readonly spool: Pick<Spool, 'append'>
  readonly settings?: { readonly intake?: Partial<IntakeSettings> }
  /** Makes records of a body; by default on a thread of its own where the body is large. */
  readonly parse?: (task: ParseTask) => Promise<ParseOutcome>
  /** Told of each body that was answered: for counters. */
  readonly observe?: (seen: IntakeSeen) => void
}

export interface IntakeSeen {
  readonly route: string
  readonly status: number
  readonly accepted: number
  readonly rejected: number
}

/**
 * The routes by which records come in. A sender is told that its records were taken only after the spool
 * has them on disk; whoever is told otherwise may send the same again, for the store knows each exchange
 * by its id.
 */
export async function intakePlugin(app: FastifyInstance, options: IntakeOptions): Promise<void> {
  const settings = { ...INTAKE_DEFAULTS, ...options.settings?.intake }
  const hand = openHand(settings.bytesInHandMax)
  const threads = options.parse === undefined ? openThreads(settings) : undefined
  if (threads !== undefined) app.addHook('onClose', threads.close)
  const parse = options.parse ?? threads?.parse ?? parseBody
  const taking: Taking = { ...options, parse, settings, hand }
  // Bodies are read here, piece by piece against the bound of all of them together.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  // What went wrong may hold in its message what was sent. The framework refuses a type that is none.
  app.setErrorHandler(({ statusCode }: { statusCode?: number }, request, reply) => {
    const isType = statusCode === 415
    prepare(taking, request, reply, isType ? 415 : 500, 0, 0)
    return reply.send(isType ? TYPE_INVALID : INTERNAL)
  })
  const limits = { bodyLimit: settings.bodyBytesMax }
  const post = (path: string, formOf: (request: FastifyRequest) => ParseTask['form'] | undefined) =>
    app.post(path, limits, (request, reply) => answerLines(taking, request, reply, formOf(request)))

  post('/v1/ingest', ({ query }) => {
    const { kind: word = 'exchange' } = query as { kind?: unknown }
    const kind = kindOf(word)
    return kind === undefined ? undefined : { name: 'lines', kind }
  })
  post('/v1/litellm', () => ({ name: 'litellm' }))
  post('/v1/accounts', () => ({ name: 'values', kind: 'account' }))
  post('/v1/account-events', () => ({ name: 'values', kind: 'account_event' }))
  app.put('/v1/accounts/:account_id', limits, (request, reply) => {
    const { account_id } = request.params as { account_id: string }
    return answerLines(taking, request, reply, { name: 'one', kind: 'account', account_id })
  })
  for (const signal of ['traces', 'logs'] as const) {
    app.post(`/v1/${signal}`, limits, (request, reply) =>
      answerOtlp(taking, request, reply, signal),
    )
  }
}

interface Taking {
  readonly spool: Pick<Spool, 'append'>
  readonly settings: IntakeSettings
  readonly parse: (task: ParseTask) => Promise<ParseOutcome>
  readonly hand: ReturnType<typeof openHand>
  readonly observe?: IntakeOptions['observe']
}

/** Why nothing of a body was taken. Only 503 asks the sender to come again. */
interface Refused {
  readonly status: 400 | 408 | 413 | 415 | 503
  readonly code: string
  readonly message: string
}

async function answerLines(
  taking: Taking,
  request: FastifyRequest,
  reply: FastifyReply,
  form: ParseTask['form'] | undefined,
): Promise<FastifyReply> {
  const kinds = RECORD_KINDS.join(', ')
  const taken =
    form === undefined
      ? refused(400, 'KIND_UNKNOWN', `The kinds of record are ${kinds}.`)
      : await take(taking, request, form)
  if ('status' in taken) {
    const { status, code, message } = taken
    prepare(taking, request, reply, status, 0, 0)
    return reply.send({ code, message })
  }
  const { records, rejected } = taken
  const status = records.length === 0 && rejected.length > 0 ? 422 : 200
  prepare(taking, request, reply, status, records.length, rejected.length)
  return reply.send({
    accepted: records.length,
    rejected: rejected.length,
    reasons: rejected.slice(0, REJECTED_NAMED_MAX),
  })
}

async function answerOtlp(
  taking: Taking,
  request: FastifyRequest,
  reply: FastifyReply,
  signal: OtlpSignal,
): Promise<FastifyReply> {
  const encoding = otlpEncodingOf(request.headers['content-type'])
  if (encoding === undefined) {
    prepare(taking, request, reply, 415, 0, 0)
    const message = `Send ${OTLP_TYPES.json} or ${OTLP_TYPES.protobuf}.`
    return reply.send({ code: GRPC_INVALID_ARGUMENT, message })
  }
  const taken = await take(taking, request, { name: 'otlp', signal, encoding })
  reply.type(OTLP_TYPES[encoding])
  if ('status' in taken) {
    const { status, message } = taken
    prepare(taking, request, reply, status, 0, 0)
    return reply.send(statusResponse(encoding, GRPC_CODES[status], message))
  }
  const { records, rejected } = taken
  prepare(taking, request, reply, 200, records.length, rejected.length)
  const message = rejected.slice(0, REASONS_TOLD).map(told).join('; ')
  return reply.send(exportResponse(encoding, signal, rejected.length, message))
}

const GRPC_CODES: Readonly<Record<Refused['status'], number>> = {
  400: GRPC_INVALID_ARGUMENT,
  408: GRPC_INVALID_ARGUMENT,
  413: GRPC_RESOURCE_EXHAUSTED,
  415: GRPC_INVALID_ARGUMENT,
  503: GRPC_UNAVAILABLE,
}
/** Exporters log the message as one line. */
const REASONS_TOLD = 5
const told = ({ place, reason }: Rejected): string => `${place}: ${reason}`

/** Reads a body, makes records of it and has them put on disk. */
async function take(
  taking: Taking,
  request: FastifyRequest,
  form: ParseTask['form'],
): Promise<Parsed | Refused> {
  const encoding = encodingOf(request.headers['content-encoding'])
  if (encoding === undefined) {
    return refused(415, 'ENCODING_UNKNOWN', 'Content-Encoding may be gzip, zstd or identity.')
  }
  const { settings, hand } = taking
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > settings.bodyBytesMax) return BODY_REFUSED.TOO_LARGE
  const body = (request.body ?? undefined) as Readable | undefined
  if (body === undefined) return { records: [], rejected: [] }
  const bytes = await readBody(body, settings, hand)
  if (typeof bytes === 'string') return BODY_REFUSED[bytes]
  // Whoever makes records of them may have the memory for good.
  const held = bytes.length
  try {
    return await takeBytes(taking, form, encoding, bytes)
  } finally {
    hand.give(held)
  }
}

async function takeBytes(
  { settings, parse, spool }: Taking,
  form: ParseTask['form'],
  encoding: Encoding,
  bytes: Buffer,
): Promise<Parsed | Refused> {
  const { bodyBytesMax: bytesMax, textPolicy, sealKey, accountAttributes } = settings
  const keeping = { textPolicy, sealKey }
  const outcome = await parse({ form, encoding, bytes, bytesMax, accountAttributes, ...keeping })
  if (outcome.fault === 'UNAVAILABLE') return refused(503, 'BUSY', outcome.reason)
  if (outcome.fault === 'TOO_LARGE') return refused(413, 'BODY_TOO_LARGE', outcome.reason)
  if (outcome.fault !== '') return refused(400, 'BODY_INVALID', outcome.reason)
  try {
    await append(spool, outcome.records)
  } catch (error) {
    return (error as { code?: unknown }).code === 'SPOOL_FULL' ? SPOOL_FULL : SPOOL_FAILED
  }
  return outcome
}

/** Accounts go before what refers to them. */
async function append(
  spool: Pick<Spool, 'append'>,
  records: readonly IntakeRecord[],
): Promise<void> {
  for (const kind of [
    'account',
    'account_event',
    'model_release',
    'ruling',
    'application',
    'exchange',
  ] as const) {
    const lines = records.filter((record) => record.kind === kind).map(({ line }) => line)
    if (lines.length > 0) await spool.append(kind, lines)
  }
}

const refused = (status: Refused['status'], code: string, message: string): Refused => ({
  status,
  code,
  message,
})

const SPOOL_FULL = refused(503, 'SPOOL_FULL', 'There is no room; send the same again later.')
const SPOOL_FAILED = refused(503, 'SPOOL_FAILED', 'It could not be kept; send it again later.')

const TYPE_INVALID = { code: 'TYPE_INVALID', message: 'The Content-Type is not one.' }
const INTERNAL = { code: 'INTERNAL', message: 'The request failed.' }

const BODY_REFUSED = {
  TOO_LARGE: refused(413, 'BODY_TOO_LARGE', 'The body is too large; send it in parts.'),
  NO_ROOM: refused(503, 'BUSY', 'Too much is being sent at once; send it again later.'),
  SILENT: refused(408, 'BODY_SLOW', 'The body did not arrive in time.'),
  BROKEN_OFF: refused(400, 'BODY_INVALID', 'The body broke off.'),
} as const

/** Sets status and headers. Where the rest of a body was not read the connection is of no more use. */
function prepare(
  { settings, observe }: Taking,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  accepted: number,
  rejected: number,
): void {
  reply.code(status)
  if (status === 503) reply.header('retry-after', String(settings.retryAfterSeconds))
  if (status === 408 || status === 413 || status === 503) reply.header('connection', 'close')
  observe?.({ route: request.routeOptions.url ?? '', status, accepted, rejected })
}
