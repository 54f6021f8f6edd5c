import { signedHeaders } from './signed.js'

export interface Posting {
  readonly url: string
  readonly secret: string
  readonly id: string
  readonly body: string
  readonly nowMs: number
  readonly timeoutMs: number
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** What came of one attempt. `problem` is a word of ours: nothing that the other side said is told on. */
export type Posted =
  | { readonly kind: 'accepted'; readonly isDone: boolean }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'failed'; readonly problem: string; readonly retryMs: number | undefined }

const ANSWER_BYTES_MAX = 16 * 1024
/** 4xx that say nothing of what was asked: the same may go well later. 401 where a clock or a secret is wrong, on either side. */
const LATER: readonly number[] = [401, 408, 409, 425, 429]
const RETRY_SECONDS_MAX = 3600

/** One attempt. Never throws, follows no redirect, and takes no longer than `timeoutMs`. */
export async function post(posting: Posting): Promise<Posted> {
  const { url, secret, id, body, nowMs, timeoutMs, signal } = posting
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'stillwatch',
        ...signedHeaders(secret, { id, nowMs, body }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    return await postedOf(answer)
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return {
      kind: 'failed',
      problem: isLate ? 'no answer in time' : 'not reached',
      retryMs: undefined,
    }
  }
}

async function postedOf(answer: Response): Promise<Posted> {
  const { status, ok } = answer
  const said = await bounded(answer)
  if (ok) return { kind: 'accepted', isDone: saysDone(said) }
  const problem = status >= 300 && status < 400 ? 'redirected' : `status ${status}`
  if (status >= 400 && status < 500 && !LATER.includes(status)) return { kind: 'refused', problem }
  return { kind: 'failed', problem, retryMs: retryOf(answer.headers.get('retry-after')) }
}

/** Nothing where it says more than it may, or never comes to an end: by its status it is answered all the same. */
async function bounded(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES_MAX) return ''
      chunks.push(chunk)
    }
  } catch {
    return ''
  }
  return Buffer.concat(chunks).toString('utf8')
}

function saysDone(said: string): boolean {
  try {
    const { done } = (JSON.parse(said) ?? {}) as { readonly done?: unknown }
    return done === true
  } catch {
    return false
  }
}

/** `Retry-After` in seconds. As a date it would hang on two clocks. */
function retryOf(header: string | null): number | undefined {
  if (header === null || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), RETRY_SECONDS_MAX) * 1000
}
