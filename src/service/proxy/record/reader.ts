/** Makes records of what was copied. Knows nothing of the network, and is never in the way of an answer. */
import type { Keeping } from '../../texts.js'
import { anthropicRequest, anthropicResponse } from './anthropic.js'
import { type BatchRow, makeBatches, messageBatchLines } from './batches.js'
import type { BodyFields } from './body-fields.js'
import { decoded, formFile, jsonLines, jsonOf } from './decode.js'
import { type Json, objectsOf, textOf } from './fields.js'
import { lineOf } from './line.js'
import { openaiRequest } from './openai.js'
import { openaiResponse } from './openai-answer.js'
import type { CopiedBytes, RawExchange, RawMeta } from './raw.js'
import { bodyOfStream, type StreamDialect } from './stream.js'

export interface ReaderSettings extends Keeping {
  /** Bytes of batch requests that are held until their answers pass. */
  readonly batchBytesMax: number
}

/** Sealed reasoning that an answer held, by its digests, and whom it was issued to. */
export interface Issued {
  readonly owner: string
  readonly digests: readonly string[]
}

/** Records, one a line, and how many exchanges made none. */
export interface Readings {
  readonly issued: readonly Issued[]
  readonly lines: readonly Uint8Array[]
  readonly unreadable: number
}

export interface Reader {
  readonly read: (raw: RawExchange) => Readings
  /** The records of what was asked in batches and has not been answered. */
  readonly flush: () => Readings
}

export function makeReader(settings: ReaderSettings): Reader {
  const batches = makeBatches(settings.batchBytesMax)
  const ofBatch = (rows: readonly BatchRow[]): Readings =>
    readings(
      rows.map(({ id, meta, fields }) => batchLine(id, meta, fields, settings)),
      rows.flatMap(({ meta, fields }) => issuedIn(meta, fields)),
    )

  const readBatch = (raw: RawExchange): Readings => {
    const { meta, subject } = raw
    const answer = textIn(raw.response)
    // A file that no batch named as its answers is whatever its owner put there.
    if (raw.kind === 'file_content' && !batches.isAnswers(subject)) return NONE
    if (raw.kind === 'message_batch_results' || raw.kind === 'file_content') {
      return ofBatch(batches.answers(subject, meta, jsonLines(answer)))
    }
    const body = jsonOf(answer, raw.response.isCut)
    if (raw.kind === 'batch') {
      for (const batch of [body, ...objectsOf(body.data)]) batches.link(batch)
      return NONE
    }
    const asked = textIn(raw.request)
    const isForm = raw.kind === 'file'
    const lines = isForm
      ? [...jsonLines(formFile(raw.request.contentType, asked))].filter((line) => 'body' in line)
      : messageBatchLines(jsonOf(asked, raw.request.isCut))
    return ofBatch(batches.hold(textOf(body.id), meta, lines, asked.length))
  }
  return {
    read: (raw) => {
      const dialect = DIALECTS[raw.kind]
      if (dialect === undefined) return (raw.meta.status ?? 0) >= 400 ? NONE : readBatch(raw)
      const fields = fieldsOf(raw, dialect)
      const line = exchangeLine(raw, fields, settings)
      return readings([line], issuedIn(raw.meta, fields))
    },
    flush: () => ofBatch(batches.flush()),
  }
}

/** An organisation's accounts may carry on each other's conversations. */
export const ownerOf = (of: Pick<RawMeta, 'account_id' | 'organization_id'>): string =>
  of.organization_id === undefined
    ? `account ${of.account_id}`
    : `organization ${of.organization_id}`

const issuedIn = (meta: RawMeta, { artefacts_issued = [] }: BodyFields): readonly Issued[] =>
  artefacts_issued.length === 0 ? [] : [{ owner: ownerOf(meta), digests: artefacts_issued }]

export const NONE: Readings = Object.freeze({ issued: [], lines: [], unreadable: 0 })

const DIALECTS: Readonly<Partial<Record<RawExchange['kind'], StreamDialect>>> = {
  messages: 'anthropic',
  chat: 'chat',
  responses: 'responses',
}

const fieldsOf = ({ request, response }: RawExchange, dialect: StreamDialect): BodyFields =>
  tolerant(() => ({
    ...requestFields(dialect, jsonOf(textIn(request), request.isCut)),
    ...responseFields(dialect, answerOf(dialect, response)),
  }))

function exchangeLine(raw: RawExchange, fields: BodyFields, keeping: Keeping): Buffer | null {
  const { request, response } = raw
  const isTextless = request.isDropped || response.isDropped
  const is_text_cut = request.isCut || response.isCut || isTextless
  const marks = { is_batch: false, is_text_cut, isTextless }
  return lineOf([...raw.ids, raw.fallbackId], raw.meta, fields, marks, keeping)
}

/** A body that cannot be understood, nested without end say, is an exchange of which less is known. */
function tolerant(read: () => BodyFields): BodyFields {
  try {
    return read()
  } catch {
    return {}
  }
}

const requestFields = (dialect: StreamDialect, body: Json): BodyFields =>
  dialect === 'anthropic' ? anthropicRequest(body) : openaiRequest(body)

const responseFields = (dialect: StreamDialect, body: Json): BodyFields =>
  dialect === 'anthropic' ? anthropicResponse(body) : openaiResponse(body)

function answerOf(dialect: StreamDialect, response: CopiedBytes): Json {
  const text = textIn(response)
  if (!/^text\/event-stream/i.test(response.contentType)) return jsonOf(text, response.isCut)
  return bodyOfStream(dialect, text, Buffer.from(response.tail).toString('utf8'))
}

const textIn = (bytes: CopiedBytes): string => decoded(bytes) ?? ''

const batchLine = (
  id: string,
  meta: BatchRow['meta'],
  fields: BodyFields,
  keeping: Keeping,
): Buffer | null => {
  const marks = { is_batch: true, is_text_cut: false, isTextless: false }
  // An answer's own id comes before a name made of batch and line.
  return lineOf([id], meta, fields, marks, keeping)
}

function readings(lines: readonly (Buffer | null)[], issued: readonly Issued[]): Readings {
  const read = lines.filter((line) => line !== null)
  return { issued, lines: read, unreadable: lines.length - read.length }
}
