/** Sends what waits to a collection of another server, in batches. What was sent twice is there once: an object has its id and version. */
import { isRecord, type StixObject } from '../envelope.js'
import { microsOf } from '../instant.js'
import type { Heard, Question } from './ask.js'

/** What is to be sent, oldest first, until it is said what became of it. */
export interface PushQueue {
  /** No more than so many objects and bytes, but one at least where any waits. */
  next(objectsMax: number, bytesMax: number): Promise<readonly StixObject[]>
  /** Resolves when it is durably known that these are settled: taken there, or refused for good. */
  settled(objects: readonly StixObject[]): Promise<void>
}

export interface Push {
  readonly ask: (question: Pick<Question, 'method' | 'path' | 'body'>) => Promise<Heard>
  readonly collection: string
  readonly queue: PushQueue
  readonly sleep: (ms: number) => Promise<void>
}

export interface Pushed {
  readonly objects: number
  /** What will be refused for good, each by id and version; it is sent no more. */
  readonly refused: readonly string[]
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
  let objects = 0
  const refused: string[] = []
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
    const became = await sent(batch, { ask, collection, sleep })
    if ('problem' in became) return ended(became.problem, became.retryMs)
    if (became.kind === 'unclear') {
      most = Math.ceil(batch.length / 2)
      continue
    }
    await queue.settled(batch)
    objects += batch.length - became.refused.length
    refused.push(...became.refused.map(nameOf))
    most = Math.min(2 * most, BATCH_OBJECTS_MAX)
  }
  return ended()
}

const nameOf = ({ id, modified, created }: StixObject): string =>
  `${id} ${modified ?? created ?? ''}`.trimEnd()

const bytesTaken = ({ max_content_length: most }: Readonly<Record<string, unknown>>): number =>
  typeof most === 'number' && most >= 1024 ? most : BATCH_BYTES_MAX

/** Of a batch that is unclear, fewer at once tell more; of one object it is always clear, or a problem. */
type Became =
  | { readonly kind: 'settled'; readonly refused: readonly StixObject[] }
  | { readonly kind: 'unclear' }
  | { readonly problem: string; readonly retryMs: number | undefined }

async function sent(
  batch: readonly StixObject[],
  { ask, collection, sleep }: Pick<Push, 'ask' | 'collection' | 'sleep'>,
): Promise<Became> {
  const isOne = batch.length === 1
  const body = JSON.stringify({ objects: batch })
  const heard = await ask({ method: 'POST', path: `collections/${collection}/objects/`, body })
  if (heard.kind === 'failed' && OF_ONE.includes(heard.status)) {
    return isOne ? { kind: 'settled', refused: batch } : { kind: 'unclear' }
  }
  const done = heard.kind === 'failed' ? heard : await completed(heard, { ask, sleep })
  if (done.kind === 'failed') return done
  const refused = refusedIn(done.body, batch)
  if (refused === undefined) return isOne ? NOT_OF_IT : { kind: 'unclear' }
  // Some servers refuse all for one.
  return !isOne && refused.length === batch.length
    ? { kind: 'unclear' }
    : { kind: 'settled', refused }
}

const NOT_OF_IT: Became = Object.freeze({
  problem: 'a status that does not fit what was sent',
  retryMs: undefined,
})

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

/** Which objects of a batch were refused; undefined where the status does not say it, or cannot be of this batch. */
function refusedIn(
  { total_count, success_count, failure_count, failures = [] }: Readonly<Record<string, unknown>>,
  batch: readonly StixObject[],
): readonly StixObject[] | undefined {
  const counts = [total_count, success_count, failure_count]
  if (!counts.every((one) => typeof one === 'number')) return undefined
  if (total_count !== batch.length) return undefined
  if (Number(success_count) + Number(failure_count) !== total_count) return undefined
  if (!Array.isArray(failures) || failures.length > STATUS_DETAILS_MAX) return undefined
  const given: readonly unknown[] = failures
  const found = new Set(given.filter(isRecord).flatMap((one) => namedIn(one, batch)))
  return found.size === failure_count ? [...found] : undefined
}

/** What of a batch a failure is of: by id and version, and by the id alone where there is but one version of it. */
function namedIn(
  { id, version }: Readonly<Record<string, unknown>>,
  batch: readonly StixObject[],
): readonly StixObject[] {
  const versions = batch.filter((one) => one.id === id)
  if (versions.length <= 1) return versions
  const micros = microsOf(`${version}`)
  return versions.filter(
    ({ modified, created }) =>
      micros !== undefined && microsOf(`${modified ?? created}`) === micros,
  )
}
