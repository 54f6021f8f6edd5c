/** What a request asks for, by its method and path. Anything that is not known passes, unread. */

export type Dialect = 'anthropic' | 'openai'

export type EndpointKind =
  | 'messages'
  | 'chat'
  | 'responses'
  | 'message_batch'
  | 'message_batch_results'
  | 'batch'
  | 'file'
  | 'file_content'
  | 'other'

export interface Endpoint {
  readonly kind: EndpointKind
  /** In whose form an error is told, where the path says so. */
  readonly dialect: Dialect | null
  readonly path: string
  /** A model is asked, in a form that is read here or in another one. */
  readonly asksModel: boolean
  /** The batch or file that the path names. */
  readonly id: string
}

const KNOWN: readonly (readonly [EndpointKind, string, RegExp])[] = [
  ['messages', 'POST', /\/v1\/messages$/i],
  ['message_batch', 'POST', /\/v1\/messages\/batches$/i],
  ['message_batch_results', 'GET', /\/v1\/messages\/batches\/([^/]+)\/results$/i],
  ['chat', 'POST', /\/chat\/completions$/i],
  ['responses', 'POST', /\/(?:v1|openai)\/responses$/i],
  ['batch', 'POST', /\/v1\/batches$/i],
  ['batch', 'GET', /\/v1\/batches(?:\/[^/]+)?$/i],
  ['file', 'POST', /\/v1\/files$/i],
  ['file_content', 'GET', /\/v1\/files\/([^/]+)\/content$/i],
]

/** `basePath` stands before each path that goes to the upstream, and is no part of the path that is told. */
export function endpointOf(method: string, url: string, basePath = ''): Endpoint {
  const path = plainPath(url)
  const whole = basePath + path
  const dialect = dialectOf(whole)
  for (const [kind, asked, pattern] of KNOWN) {
    const found = method === asked ? pattern.exec(whole) : null
    if (found === null) continue
    return { kind, dialect, path, id: found[1] ?? '', asksModel: ASKING.includes(kind) }
  }
  const asksModel = method === 'POST' && OTHER_FORM.test(whole)
  return { kind: 'other', dialect, path, id: '', asksModel }
}

/** What makes a batch asks a model too: it is told apart by its method where that matters. */
const ASKING: readonly EndpointKind[] = ['messages', 'chat', 'responses', 'message_batch', 'batch']

/** Older and other forms of asking a model, with samples and log-probabilities too, which are not understood here. */
const OTHER_FORM = /\/(?:complete|completions|runs|responses(?:\/compact)?)$/i

/** Whether one exchange with a model is what is asked for, so that its body says something of it. */
export const isExchange = (kind: EndpointKind): kind is 'messages' | 'chat' | 'responses' =>
  kind === 'messages' || kind === 'chat' || kind === 'responses'

/** Whether a copy is worth keeping. */
export const isRead = (kind: EndpointKind): boolean => kind !== 'other'

/** An escape that is none stays as it is, and leaves the others what they are. */
export function unescaped(part: string): string {
  return part.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return escaped
    }
  })
}

function dialectOf(path: string): Dialect | null {
  if (/\/v1\/(messages|complete)(\/|$)/i.test(path)) return 'anthropic'
  return /\/(chat\/completions|v1\/(responses|batches|files|completions|embeddings))(\/|$)/i.test(
    path,
  )
    ? 'openai'
    : null
}

/**
 * The path as an upstream may understand it: escapes decoded, dots and double slashes resolved. Only for
 * telling what is asked; what is sent on is the path as it came. Otherwise a letter written as an escape
 * would be all it takes to go unread.
 */
function plainPath(url: string): string {
  const [raw = ''] = url.split(/[?#]/, 1)
  const path = raw.split('/').map(unescaped).join('/')
  const parts: string[] = []
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
