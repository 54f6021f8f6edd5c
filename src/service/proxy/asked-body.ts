/** What a request asks of a model, as measures see it: read in one way alone, or not at all. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { ApiKind, Body } from '../../countermeasures/define.js'
import { type Endpoint, unescaped } from './endpoint.js'
import { hasTwice, type Member, membersOf } from './members.js'
import { isObject } from './record/fields.js'
import type { Upload } from './upload.js'

export interface AskedOf {
  readonly request: IncomingMessage
  readonly endpoint: Endpoint
  readonly upload: Upload
}

/** An answer that was made before may be asked for with more in it. */
const ANSWER_MADE = /\/responses\/[^/]+$/i

/** What is asked for; `null` where it is only looked at, which no measure is about. */
export function kindOf({ request, endpoint }: AskedOf): ApiKind | null {
  const { kind, path } = endpoint
  if (kind === 'messages' || kind === 'chat' || kind === 'responses') return kind
  if (request.method === 'GET' && ANSWER_MADE.test(path) && /\binclude\b/i.test(queryOf(request))) {
    return 'responses'
  }
  if (request.method !== 'POST') return null
  if (kind === 'message_batch' || kind === 'batch') return 'batch'
  return endpoint.asksModel ? 'chat' : 'other'
}

/** What stands behind the path, with its escapes read. */
export function queryOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?')
  return at === -1 ? '' : unescaped(url.slice(at + 1).replaceAll('+', ' '))
}

export interface ReadBody {
  readonly body: Body
  /** The bytes with other values in place of those of these keys; `undefined` where one cannot be written. */
  readonly changed: (values: ReadonlyMap<string, Body>) => Buffer | undefined
}

export const NOTHING: ReadBody = { body: {}, changed: () => Buffer.alloc(0) }

/** A request of an ordinary client has some twenty. */
const KEYS_MAX = 1000

/** The keys that measures go by. An API may not tell `Thinking` from `thinking`; another one does. */
const KEYS = [
  ...['model', 'messages', 'input', 'thinking', 'reasoning', 'background', 'include', 'prompt'],
]
/** Those whose values are looked into in turn. */
const NESTED = ['thinking', 'reasoning']

/** `null` where it cannot be looked into. A batch is a file of requests, or a list of any length. */
export function readBody(kind: ApiKind, { request, upload, endpoint }: AskedOf): ReadBody | null {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (request.method === 'GET') return NOTHING
  if (kind === 'batch' || endpoint.kind === 'other') return null
  if (upload.kind === 'none') return NOTHING
  if (upload.kind !== 'whole' || encoding !== 'identity' || !isUtf8(upload.body)) return null
  const text = upload.body.toString('utf8')
  try {
    const body: unknown = JSON.parse(text)
    if (!isObject(body) || Object.keys(body).length > KEYS_MAX) return null
    const members = membersOf(text)
    if (isAmbiguous(text, members)) return null
    return { body, changed: (values) => attempt(() => withValues(text, members, values)) }
  } catch {
    return null
  }
}

/** A value that is nested without end can be read, and not written. */
function attempt(write: () => string): Buffer | undefined {
  try {
    return Buffer.from(write())
  } catch {
    return undefined
  }
}

/** Whether two readers may see two things in it. */
function isAmbiguous(text: string, members: readonly Member[]): boolean {
  if (members.length > KEYS_MAX || hasTwice(members)) return true
  return members.some(({ key, start, end }) => {
    const name = key.toLowerCase()
    if (KEYS.includes(name) && key !== name) return true
    if (!NESTED.includes(name) || text[start] !== '{') return false
    const inner = membersOf(text.slice(start, end))
    return hasTwice(inner) || inner.some((one) => one.key !== one.key.toLowerCase())
  })
}

function withValues(
  text: string,
  members: readonly Member[],
  values: ReadonlyMap<string, Body>,
): string {
  let changed = text
  // From the end, so that the places of those before stay what they are.
  for (const { key, start, end } of members.toReversed()) {
    const value = values.get(key)
    if (value === undefined) continue
    changed = changed.slice(0, start) + JSON.stringify(value) + changed.slice(end)
  }
  return changed
}
