import { type Token, tokensOf } from './pattern-tokens.js'

/** One test of one property. */
export interface Comparison {
  /** `ipv4-addr:value`; steps are joined by dots, whichever way they were quoted. */
  readonly path: string
  readonly operator: string
  readonly isNegated: boolean
  readonly values: readonly Token[]
}

export type Test =
  | { readonly join: 'AND' | 'OR'; readonly parts: readonly Test[] }
  | { readonly join: null; readonly comparison: Comparison }

export type Qualifier =
  | { readonly kind: 'START'; readonly start: string; readonly stop: string }
  | { readonly kind: 'WITHIN' | 'REPEATS'; readonly amount: string }

export type Observation = { readonly qualifiers: readonly Qualifier[] } & (
  | { readonly join: 'AND' | 'OR' | 'FOLLOWEDBY'; readonly parts: readonly Observation[] }
  | { readonly join: null; readonly test: Test }
)

/** Brackets within brackets. Real patterns have two or three. */
const DEPTH_MAX = 16

/** Anything that is not a pattern, wherever it is noticed. It never leaves this file. */
class NoPattern extends Error {}

/**
 * The tree of a pattern in the language of STIX 2.1, or null where it is none of it. It goes down once for each
 * bracket, `DEPTH_MAX` at most, and never back: its time is that of the tokens.
 */
export function parsePattern(text: string): Observation | null {
  const tokens = tokensOf(text)
  if (tokens === null) return null
  try {
    const reader = readerOf(tokens)
    const observation = observationsOf(reader, 0, 'FOLLOWEDBY')
    reader.expect('end', '')
    return observation
  } catch (error) {
    if (error instanceof NoPattern) return null
    throw error
  }
}

interface Reader {
  readonly peek: () => Token
  readonly take: () => Token
  /** Takes the next token where it is this one. */
  readonly takes: (kind: Token['kind'], value: string) => boolean
  /** Takes a token that must be of this kind, and this one where a value is named. */
  readonly expect: (kind: Token['kind'], value?: string) => Token
}

function readerOf(tokens: readonly Token[]): Reader {
  const END: Token = { kind: 'end', value: '' }
  let at = 0
  const peek = () => tokens[at] ?? END
  const take = () => {
    const token = peek()
    at += 1
    return token
  }
  const takes = (kind: Token['kind'], value: string) => {
    const isIt = peek().kind === kind && peek().value === value
    if (isIt) at += 1
    return isIt
  }
  const expect = (kind: Token['kind'], value?: string) => {
    const token = take()
    if (token.kind !== kind || (value !== undefined && token.value !== value)) throw new NoPattern()
    return token
  }
  return { peek, take, takes, expect }
}

type Joint = 'FOLLOWEDBY' | 'OR' | 'AND'
/** What binds tighter than each. */
const TIGHTER: Readonly<Record<Joint, Joint | null>> = { FOLLOWEDBY: 'OR', OR: 'AND', AND: null }

function observationsOf(reader: Reader, depth: number, join: Joint): Observation {
  const tighter = TIGHTER[join]
  const part = () =>
    tighter === null ? observationOf(reader, depth) : observationsOf(reader, depth, tighter)
  const parts = [part()]
  while (reader.takes('word', join)) parts.push(part())
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { join, parts, qualifiers: [] }
}

function observationOf(reader: Reader, depth: number): Observation {
  if (depth >= DEPTH_MAX) throw new NoPattern()
  if (reader.takes('sign', '(')) {
    const inner = observationsOf(reader, depth + 1, 'FOLLOWEDBY')
    reader.expect('sign', ')')
    return { ...inner, qualifiers: [...inner.qualifiers, ...qualifiersOf(reader)] }
  }
  reader.expect('sign', '[')
  const test = testsOf(reader, depth + 1, 'OR')
  reader.expect('sign', ']')
  return { join: null, test, qualifiers: qualifiersOf(reader) }
}

function qualifiersOf(reader: Reader): readonly Qualifier[] {
  const qualifiers: Qualifier[] = []
  for (;;) {
    if (reader.takes('word', 'START')) {
      const start = reader.expect('instant').value
      reader.expect('word', 'STOP')
      qualifiers.push({ kind: 'START', start, stop: reader.expect('instant').value })
    } else if (reader.takes('word', 'WITHIN')) {
      qualifiers.push({ kind: 'WITHIN', amount: reader.expect('number').value })
      reader.expect('word', 'SECONDS')
    } else if (reader.takes('word', 'REPEATS')) {
      qualifiers.push({ kind: 'REPEATS', amount: reader.expect('number').value })
      reader.expect('word', 'TIMES')
    } else {
      return qualifiers
    }
  }
}

function testsOf(reader: Reader, depth: number, join: 'OR' | 'AND'): Test {
  const part = () => (join === 'OR' ? testsOf(reader, depth, 'AND') : testOf(reader, depth))
  const parts = [part()]
  while (reader.takes('word', join)) parts.push(part())
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { join, parts }
}

function testOf(reader: Reader, depth: number): Test {
  if (depth >= DEPTH_MAX) throw new NoPattern()
  if (reader.takes('sign', '(')) {
    const inner = testsOf(reader, depth + 1, 'OR')
    reader.expect('sign', ')')
    return inner
  }
  const isNegatedBefore = reader.takes('word', 'NOT')
  if (reader.takes('word', 'EXISTS')) {
    const path = pathOf(reader)
    return {
      join: null,
      comparison: { path, operator: 'EXISTS', isNegated: isNegatedBefore, values: [] },
    }
  }
  if (isNegatedBefore) throw new NoPattern()
  const path = pathOf(reader)
  const isNegated = reader.takes('word', 'NOT')
  const operator = operatorOf(reader)
  const values = operator === 'IN' ? setOf(reader) : [literalOf(reader)]
  return { join: null, comparison: { path, operator, isNegated, values } }
}

function pathOf(reader: Reader): string {
  let path = `${reader.expect('word').value}:`
  reader.expect('sign', ':')
  path += stepOf(reader)
  for (;;) {
    if (reader.takes('sign', '.')) path += `.${stepOf(reader)}`
    else if (reader.takes('sign', '[')) {
      const index = reader.takes('sign', '*') ? '*' : reader.expect('number').value
      reader.expect('sign', ']')
      path += `[${index}]`
    } else return path
  }
}

function stepOf(reader: Reader): string {
  const { kind, value } = reader.take()
  if (kind !== 'word' && kind !== 'text') throw new NoPattern()
  return value
}

const SIGNS: readonly string[] = ['=', '==', '!=', '<>', '<', '>', '<=', '>=']
const WORDS: readonly string[] = ['IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET']

function operatorOf(reader: Reader): string {
  const { kind, value } = reader.take()
  if (kind === 'sign' && SIGNS.includes(value)) return value === '==' ? '=' : value
  if (kind === 'word' && WORDS.includes(value)) return value
  throw new NoPattern()
}

function setOf(reader: Reader): readonly Token[] {
  reader.expect('sign', '(')
  const values = [literalOf(reader)]
  while (reader.takes('sign', ',')) values.push(literalOf(reader))
  reader.expect('sign', ')')
  return values
}

function literalOf(reader: Reader): Token {
  const token = reader.take()
  const isWord = token.kind === 'word' && (token.value === 'true' || token.value === 'false')
  if (isWord || ['text', 'instant', 'number', 'bytes'].includes(token.kind)) return token
  throw new NoPattern()
}
