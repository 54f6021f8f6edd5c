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
  /** The batch or file that the path names. */
  readonly id: string
}

const KNOWN: readonly (readonly [EndpointKind, string, RegExp])[] = [
  ['messages', 'POST', /\/v1\/messages$/],
  ['message_batch', 'POST', /\/v1\/messages\/batches$/],
  ['message_batch_results', 'GET', /\/v1\/messages\/batches\/([^/]+)\/results$/],
  ['chat', 'POST', /\/chat\/completions$/],
  ['responses', 'POST', /\/v1\/responses$/],
  ['batch', 'POST', /\/v1\/batches$/],
  ['batch', 'GET', /\/v1\/batches(?:\/[^/]+)?$/],
  ['file', 'POST', /\/v1\/files$/],
  ['file_content', 'GET', /\/v1\/files\/([^/]+)\/content$/],
]

export function endpointOf(method: string, url: string): Endpoint {
  const path = plainPath(url)
  const dialect = dialectOf(path)
  for (const [kind, asked, pattern] of KNOWN) {
    const found = method === asked ? pattern.exec(path) : null
    if (found !== null) return { kind, dialect, path, id: found[1] ?? '' }
  }
  return { kind: 'other', dialect, path, id: '' }
}

/** Whether one exchange with a model is what is asked for, so that its body says something of it. */
export const isExchange = (kind: EndpointKind): boolean =>
  kind === 'messages' || kind === 'chat' || kind === 'responses'

/** Whether a copy is worth keeping. */
export const isRead = (kind: EndpointKind): boolean => kind !== 'other'

function dialectOf(path: string): Dialect | null {
  if (/\/v1\/(messages|complete)(\/|$)/.test(path)) return 'anthropic'
  return /\/(chat\/completions|v1\/(responses|batches|files|completions|embeddings))(\/|$)/.test(
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
  let path = raw
  try {
    path = decodeURIComponent(raw)
  } catch {
    // An escape that is none stays as it is.
  }
  const parts: string[] = []
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
