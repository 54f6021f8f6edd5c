/** Sends what waits to a collection of another server, in batches. What was sent twice is there once: an object has its id and version. */
import { isRecord, type StixObject } from '../envelope.js'
import type { Heard, Question } from './ask.js'

/** What is to be sent, oldest first, until it is said what became of it. */
export interface PushQueue {
  /** No more than so many objects and bytes, but one at least where any waits. */
  next(objectsMax: number, bytesMax: number): Promise<readonly StixObject[]>
  /** Resolves when it is durably known that these are settled. Those refused will be refused for good. */
  settled(objects: readonly StixObject[], refused: readonly string[]): Promise<void>
}

export interface Push {
  readonly ask: (question: Pick<Question, 'method' | 'path' | 'body'>) => Promise<Heard>
  readonly collection: string
  readonly queue: PushQueue
  readonly sleep: (ms: number) => Promise<void>
}

export interface Pushed {
  readonly objects: number
  readonly refused: number
  readonly problem: string | undefined
  readonly retryMs: number | undefined
}

const BATCH_OBJECTS_MAX = 200
const BATCH_BYTES_MAX = 1024 * 1024
const BATCHES_MAX = 100
const POLLS_MAX = 8
const POLL_FIRST_MS = 500
const STATUS_DETAILS_MAX = 10_000
/** That what was sent is longer than it may be, or is not understood: of a batch it may be one alone. */
const OF_ONE: readonly (number | undefined)[] = [400, 413, 422]

export async function push({ ask, collection, queue, sleep }: Push): Promise<Pushed> {
  let [objects, refused] = [0, 0]
  const ended = (problem?: string, retryMs?: number): Pushed => ({
    ...{ objects, refused, problem, retryMs },
  })
  const root = await ask({ method: 'GET', path: '' })
  if (root.kind === 'failed') return ended(root.problem, root.retryMs)
  const bytesMax = Math.min(BATCH_BYTES_MAX, bytesTaken(root.body))
  let most = BATCH_OBJECTS_MAX
  for (let batches = 0; batches < BATCHES_MAX; batches += 1) {
    const batch = await queue.next(most, bytesMax)
    if (batch.length === 0) return ended()
    const body = JSON.stringify({ objects: batch })
    const sent = await ask({ method: 'POST', path: `collections/${collection}/objects/`, body })
    if (sent.kind === 'failed') {
      if (!OF_ONE.includes(sent.status)) return ended(sent.problem, sent.retryMs)
      if (batch.length > 1) {
        most = Math.ceil(batch.length / 2)
        continue
      }
      await queue.settled(batch, idsOf(batch))
      refused += 1
      most = BATCH_OBJECTS_MAX
      continue
    }
    const done = await completed(sent, { ask, sleep })
    if (done.kind === 'failed') return ended(done.problem, done.retryMs)
    const failures = failuresIn(done.body, batch)
    if (failures === undefined) return ended('a status that does not fit what was sent')
    await queue.settled(batch, failures)
    objects += batch.length - failures.length
    refused += failures.length
  }
  return ended()
}

const idsOf = (batch: readonly StixObject[]): readonly string[] => batch.map(({ id }) => id)

const bytesTaken = ({ max_content_length: most }: Readonly<Record<string, unknown>>): number =>
  typeof most === 'number' && most >= 1024 ? most : BATCH_BYTES_MAX

/** Asks for the status until all is done there. */
async function completed(
  sent: Heard & { readonly kind: 'heard' },
  { ask, sleep }: Pick<Push, 'ask' | 'sleep'>,
): Promise<Heard> {
  let heard: Heard = sent
  for (let polls = 0; heard.kind === 'heard'; polls += 1) {
    const { status, id } = heard.body
    if (status === 'complete') return heard
    if (status !== 'pending' || typeof id !== 'string' || !/^[\w.-]{1,128}$/.test(id)) {
      return NO_STATUS
    }
    if (polls === POLLS_MAX) return NOT_DONE
    await sleep(POLL_FIRST_MS * 2 ** polls)
    heard = await ask({ method: 'GET', path: `status/${id}/` })
  }
  return heard
}

const NO_STATUS: Heard = Object.freeze({
  kind: 'failed',
  problem: 'no status',
  status: undefined,
  retryMs: undefined,
})

const NOT_DONE: Heard = Object.freeze({
  kind: 'failed',
  problem: 'it is not done there yet',
  status: undefined,
  retryMs: undefined,
})

/** Which objects of a batch were refused; undefined where the status cannot be of this batch. */
function failuresIn(
  { total_count, success_count, failure_count, failures = [] }: Readonly<Record<string, unknown>>,
  batch: readonly StixObject[],
): readonly string[] | undefined {
  const counts = [total_count, success_count, failure_count]
  if (!counts.every((one) => typeof one === 'number')) return undefined
  if (total_count !== batch.length) return undefined
  if (Number(success_count) + Number(failure_count) !== total_count) return undefined
  if (!Array.isArray(failures) || failures.length > STATUS_DETAILS_MAX) return undefined
  const given: readonly unknown[] = failures
  const named = new Set(given.map((one) => (isRecord(one) ? one.id : undefined)))
  const found = idsOf(batch).filter((id) => named.has(id))
  return found.length === failure_count ? found : undefined
}
