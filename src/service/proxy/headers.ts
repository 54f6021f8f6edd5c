/** Headers as pairs in one list, name after name, in the order in which they came. */
export type RawHeaders = readonly string[]

/** Of one connection only; never passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'upgrade',
])

/**
 * What is sent to the upstream. The client library frames the body, and has answered `expect` itself:
 * whoever asked may begin to send.
 */
export function requestHeaders(raw: RawHeaders, host: string | null): string[] {
  const own = endToEnd(raw, (name) => name !== 'expect' && (name !== 'host' || host === null))
  return host === null ? own : ['host', host, ...own]
}

/**
 * Only encodings that a record can be read from are asked for: one that nobody here unpacks would be all it takes to
 * go unread. What is left of the client's own wishes stays in its words; where nothing is, the answer comes plain.
 */
export function readableEncodings(raw: RawHeaders): RawHeaders {
  return raw.map((value, at) => {
    if (at % 2 === 0 || raw[at - 1]?.toLowerCase() !== 'accept-encoding') return value
    const kept = value
      .split(',')
      .filter((one) => READABLE.has(one.split(';', 1)[0]?.trim().toLowerCase() ?? ''))
    if (kept.length === value.split(',').length) return value
    return kept.length === 0 ? 'identity' : kept.join(',').trim()
  })
}
const READABLE = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'identity', ''])

/** What is sent to the client. The trailers are announced as the upstream announced them. */
export const responseHeaders = (raw: RawHeaders): string[] => endToEnd(raw, () => true)

function endToEnd(raw: RawHeaders, isKept: (name: string) => boolean): string[] {
  const named = namedByConnection(raw)
  const kept: string[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? ''
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || named.includes(lower) || !isKept(lower)) continue
    kept.push(name, raw[at + 1] ?? '')
  }
  return kept
}

/** A connection header may name more headers that end with the connection. Never what frames the body. */
function namedByConnection(raw: RawHeaders): readonly string[] {
  const named: string[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if ((raw[at] ?? '').toLowerCase() !== 'connection') continue
    named.push(
      ...(raw[at + 1] ?? '')
        .toLowerCase()
        .split(',')
        .map((name) => name.trim()),
    )
  }
  return named.filter((name) => name !== 'content-length' && name !== 'host')
}

/** The value of a header that is there once. Of two that differ nobody can say which one is meant. */
export function onlyValue(raw: RawHeaders, name: string): string | undefined {
  let found: string | undefined
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() !== name) continue
    if (found !== undefined && found !== raw[at + 1]) return undefined
    found = raw[at + 1]
  }
  return found === '' ? undefined : found
}

/** The first value of these headers that is there. */
export function firstOf(raw: RawHeaders, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = onlyValue(raw, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** Headers one by one, for who cannot take them as one list. */
export function pairsOf(raw: RawHeaders): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return pairs
}

/** The headers of a request whose body is now this long. */
export const withLength = (raw: RawHeaders, bytes: number): RawHeaders => [
  ...pairsOf(raw)
    .filter(([name]) => !/^(?:content-length|transfer-encoding)$/i.test(name))
    .flat(),
  ...['content-length', String(bytes)],
]

export const hasValue = (raw: RawHeaders, value: string): boolean =>
  raw.some((one, at) => at % 2 === 1 && one === value)

/** As the contract wants it, in a size that no client can choose. */
export const headerOrder = (raw: RawHeaders): readonly string[] =>
  raw.filter((_, at) => at % 2 === 0 && at < 2 * NAMES_MAX).map((name) => name.slice(0, NAME_MAX))
const NAMES_MAX = 64
const NAME_MAX = 64

/** Headers as the client library gives them, as texts. */
export const rawTexts = (given: unknown): string[] =>
  Array.isArray(given)
    ? given.flatMap((one: unknown) =>
        Buffer.isBuffer(one) ? one.toString('latin1') : typeof one === 'string' ? one : [],
      )
    : []
