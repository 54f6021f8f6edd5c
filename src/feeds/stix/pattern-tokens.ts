/** The words of STIX patterning. Read once from left to right, without a regular expression over outside text. */
export interface Token {
  /** `word` is an identifier or keyword, `text` a string in quotes, `instant` a `t'…'`; a `sign` is itself. */
  readonly kind: 'word' | 'text' | 'instant' | 'number' | 'bytes' | 'sign' | 'end'
  readonly value: string
}

export const PATTERN_CHARACTERS_MAX = 8192
const TOKENS_MAX = 1024

/** Signs that are two characters stand before those that begin them. */
const SIGNS = ['!=', '<>', '<=', '>=', '==', '=', '<', '>', '[', ']', '(', ')', ':', '.', ',', '*']

/** The tokens of a pattern, the last of them its end; null where something is no token, or there are too many. */
export function tokensOf(text: string): readonly Token[] | null {
  if (text.length > PATTERN_CHARACTERS_MAX) return null
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    while (isBlank(text[at])) at += 1
    if (at >= text.length) return [...tokens, { kind: 'end', value: '' }]
    const read = tokenAt(text, at)
    if (read === null || tokens.length >= TOKENS_MAX) return null
    tokens.push(read.token)
    at = read.end
  }
}

interface Read {
  readonly token: Token
  readonly end: number
}

function tokenAt(text: string, at: number): Read | null {
  const [first = '', second = ''] = [text[at], text[at + 1]]
  if (first === "'") return quotedAt(text, at, 'text')
  if (second === "'" && first === 't') return quotedAt(text, at + 1, 'instant')
  if (second === "'" && (first === 'h' || first === 'b')) return quotedAt(text, at + 1, 'bytes')
  if (isDigit(first) || ((first === '-' || first === '+') && isDigit(second))) {
    const end = endOf(text, at + 1, (it) => isDigit(it) || it === '.')
    return { token: { kind: 'number', value: text.slice(at, end) }, end }
  }
  if (isLetter(first)) {
    const end = endOf(text, at + 1, (it) => isLetter(it) || isDigit(it) || it === '-')
    return { token: { kind: 'word', value: text.slice(at, end) }, end }
  }
  const sign = SIGNS.find((one) => text.startsWith(one, at))
  return sign === undefined ? null : { token: { kind: 'sign', value: sign }, end: at + sign.length }
}

/** A text in quotes, in which a backslash stands before a quote or another and before nothing else. */
function quotedAt(text: string, quote: number, kind: Token['kind']): Read | null {
  let value = ''
  for (let at = quote + 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === "'") return { token: { kind, value }, end: at + 1 }
    if (character !== '\\') {
      value += character
      continue
    }
    at += 1
    const escaped = text[at]
    if (escaped !== "'" && escaped !== '\\') return null
    value += escaped
  }
  return null
}

function endOf(text: string, from: number, goesOn: (character: string) => boolean): number {
  let end = from
  while (end < text.length && goesOn(text[end] ?? '')) end += 1
  return end
}

const isBlank = (it: string | undefined): boolean =>
  it === ' ' || it === '\t' || it === '\n' || it === '\r'
const isDigit = (it: string): boolean => it >= '0' && it <= '9'
const isLetter = (it: string): boolean =>
  (it >= 'a' && it <= 'z') || (it >= 'A' && it <= 'Z') || it === '_'

/** A text as a pattern holds it. */
export const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
