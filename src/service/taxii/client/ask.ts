/** One question to a server of others. It never throws, follows no redirect, and reads no more than it is told to. */
import { isRecord, jsonOf } from '../envelope.js'
import { microsOf } from '../instant.js'
import { isTaxii, TAXII_TYPE } from '../media.js'

export interface Server {
  /** The API root, with a slash at its end. */
  readonly url: string
  readonly authorization: string
  readonly timeoutMs: number
  /** Ends it early. */
  readonly signal: AbortSignal
}

export interface Question {
  readonly method: 'GET' | 'POST'
  /** Below the API root. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `problem` is a word of ours: nothing that the other side said is told on. */
export type Heard =
  | {
      readonly kind: 'heard'
      readonly body: Readonly<Record<string, unknown>>
      /** When the first and the last of a page were added there, in microseconds; undefined where it does not say so. */
      readonly firstMicros: number | undefined
      readonly lastMicros: number | undefined
    }
  | {
      readonly kind: 'failed'
      readonly problem: string
      readonly status: number | undefined
      readonly retryMs: number | undefined
    }

export const ANSWER_BYTES_MAX = 8 * 1024 * 1024
const RETRY_SECONDS_MAX = 3600

export async function askServer(server: Server, question: Question): Promise<Heard> {
  const { url, authorization, timeoutMs, signal } = server
  const { method, path, query = {}, body } = question
  const to = new URL(path, url)
  for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value)
  try {
    const answer = await fetch(to, {
      method,
      headers: {
        ...{ accept: TAXII_TYPE, authorization, 'user-agent': 'stillwatch' },
        // What is packed small may be large: without it what is counted is what comes.
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-type': TAXII_TYPE }),
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    return await heardIn(answer)
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return failed(isLate ? 'no answer in time' : 'not reached')
  }
}

const failed = (problem: string, status?: number, retryMs?: number): Heard => ({
  kind: 'failed',
  problem,
  status,
  retryMs,
})

async function heardIn(answer: Response): Promise<Heard> {
  const { status, ok, headers } = answer
  if (!ok) {
    await answer.body?.cancel()
    const problem = status >= 300 && status < 400 ? 'redirected' : `status ${status}`
    return failed(problem, status, retryOf(headers.get('retry-after')))
  }
  if (!isTaxii(headers.get('content-type') ?? '')) {
    await answer.body?.cancel()
    return failed('another media type', status)
  }
  const text = await bounded(answer)
  if (text === undefined) return failed('a longer answer than is read', status)
  const body = jsonOf(text)
  if (!isRecord(body)) return failed('no JSON, or too deep', status)
  const [firstMicros, lastMicros] = ['first', 'last'].map((one) =>
    microsOf(headers.get(`x-taxii-date-added-${one}`) ?? ''),
  )
  return { kind: 'heard', body, firstMicros, lastMicros }
}

async function bounded(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `Retry-After` in seconds. As a date it would hang on two clocks. */
function retryOf(header: string | null): number | undefined {
  if (header === null || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), RETRY_SECONDS_MAX) * 1000
}
