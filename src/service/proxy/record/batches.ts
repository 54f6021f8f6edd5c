/**
 * A batch is asked in one request and answered in another, hours later. What was asked is held until the
 * answers pass, within a bound; what has to make room, or is held when the service ends, is recorded
 * without its answer. After a restart answers are recorded without what was asked.
 */
import { anthropicRequest, anthropicResult } from './anthropic.js'
import type { BodyFields } from './body-fields.js'
import { firstText, type Json, objectOf, objectsOf, textOf } from './fields.js'
import { openaiRequest } from './openai.js'
import { openaiResponse } from './openai-answer.js'
import type { RawMeta } from './raw.js'

/** One exchange of a batch, as far as it is known. */
export interface BatchRow {
  readonly id: string
  readonly meta: RawMeta
  readonly fields: BodyFields
}

interface Held {
  readonly meta: RawMeta
  readonly bytes: number
  readonly requests: Map<string, Json>
}

export interface Batches {
  /** Holds what was asked, by the batch or file that answers will name. Gives what had to make room. */
  readonly hold: (id: string, meta: RawMeta, lines: Iterable<Json>, bytes: number) => BatchRow[]
  /** Notes that a file of answers belongs to a file of requests. */
  readonly link: (batch: Json) => void
  /** Whether a batch named this file as one of its answers. */
  readonly isAnswers: (fileId: string) => boolean
  readonly answers: (id: string, meta: RawMeta, lines: Iterable<Json>) => BatchRow[]
  readonly flush: () => BatchRow[]
}

const LINKS_MAX = 10_000

export function makeBatches(bytesMax: number): Batches {
  const held = new Map<string, Held>()
  const requestFileOf = new Map<string, string>()
  let bytesHeld = 0

  const release = (id: string): BatchRow[] => {
    const batch = held.get(id)
    if (batch === undefined) return []
    held.delete(id)
    bytesHeld -= batch.bytes
    return [...batch.requests].map(([customId, line]) => askedRow(id, customId, batch.meta, line))
  }
  return {
    hold: (id, meta, lines, bytes) => {
      const requests = new Map<string, Json>()
      for (const line of lines) requests.set(textOf(line.custom_id), line)
      if (id === '' || requests.size === 0) return []
      const gone = release(id)
      held.set(id, { meta, bytes, requests })
      bytesHeld += bytes
      for (const oldest of held.keys()) {
        if (bytesHeld <= bytesMax) break
        gone.push(...release(oldest))
      }
      return gone
    },
    link: (batch) => {
      for (const file of [batch.output_file_id, batch.error_file_id].map(textOf)) {
        if (file !== '') requestFileOf.set(file, textOf(batch.input_file_id))
      }
      for (const oldest of requestFileOf.keys()) {
        if (requestFileOf.size <= LINKS_MAX) break
        requestFileOf.delete(oldest)
      }
    },
    isAnswers: (fileId) => requestFileOf.has(fileId),
    answers: (id, meta, lines) => {
      const batch = held.get(requestFileOf.get(id) ?? id)
      const rows: BatchRow[] = []
      for (const line of lines) {
        const customId = textOf(line.custom_id)
        const asked = batch?.requests.get(customId)
        batch?.requests.delete(customId)
        const row = answeredRow(id, batch?.meta ?? meta, line, asked)
        if (row !== null) rows.push(row)
      }
      if (batch?.requests.size === 0) release(requestFileOf.get(id) ?? id)
      return rows
    },
    flush: () => [...held.keys()].flatMap(release),
  }
}

/** The lines of a request that makes a batch of Messages. */
export const messageBatchLines = (body: Json): readonly Json[] => objectsOf(body.requests)

const isAnthropicLine = (line: Json): boolean => 'params' in line || 'result' in line

function askedFields(line: Json | undefined): BodyFields {
  if (line === undefined) return {}
  return isAnthropicLine(line)
    ? anthropicRequest(objectOf(line.params))
    : openaiRequest(objectOf(line.body))
}

function askedRow(id: string, customId: string, meta: RawMeta, line: Json): BatchRow {
  const unanswered = { ...meta, status: undefined, latency_ms: undefined }
  return {
    id: `${id}:${customId}`,
    meta: withEndpoint(unanswered, line, line),
    fields: askedFields(line),
  }
}

/** `null` where a line answers nothing: the file holds something else. */
function answeredRow(id: string, meta: RawMeta, line: Json, asked?: Json): BatchRow | null {
  const name = `${id}:${textOf(line.custom_id)}`
  if (isAnthropicLine(line)) {
    const fields = { ...askedFields(asked), ...anthropicResult(objectOf(line.result)) }
    return { id: name, meta: withEndpoint(meta, line, asked), fields }
  }
  if (!('custom_id' in line) || !('response' in line)) return null
  const response = objectOf(line.response)
  const error = objectOf(line.error)
  const given = openaiResponse(objectOf(response.body))
  const fields = {
    ...askedFields(asked),
    ...given,
    error_type: firstText(given.error_type, error.type, error.code),
    answer_id: firstText(response.request_id, line.id, given.answer_id),
  }
  const status = Number(response.status_code)
  return {
    id: name,
    meta: { ...withEndpoint(meta, line, asked), ...(status > 0 ? { status } : {}) },
    fields,
  }
}

function withEndpoint(meta: RawMeta, line: Json, asked: Json | undefined): RawMeta {
  const endpoint = isAnthropicLine(line) ? '/v1/messages' : firstText(asked?.url, line.url)
  return endpoint === '' ? meta : { ...meta, endpoint }
}
