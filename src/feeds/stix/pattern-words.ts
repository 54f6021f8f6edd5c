import { canonicalJson } from '../../domain/canonical-json.js'
import type { Pattern } from '../../domain/indicator.js'
import { dayBetween, endsOf } from './instant.js'
import { canonicalNetwork } from './network.js'
import { type Comparison, type Observation, parsePattern, type Test } from './pattern-parse.js'
import { PATTERN_CHARACTERS_MAX, quoted } from './pattern-tokens.js'

/** A pattern of one of our kinds. */
export interface KindPattern {
  readonly kind: string
  readonly pattern: Pattern
}

/** One way in which a STIX pattern matches: one comparison with one text, on one span of time or on any. */
export interface Alternative {
  readonly path: string
  readonly operator: string
  readonly value: string
  readonly span: readonly [start: string, stop: string] | null
}

/**
 * A kind that STIX has words for. `keys` are those that a pattern must have, no more and no fewer: what says more than
 * STIX can would, without the rest, match others too.
 */
interface Words {
  readonly kind: string
  readonly keys: readonly string[]
  readonly write: (pattern: Pattern) => string | null
  readonly read: (alternative: Alternative) => Pattern | null
}

const textIn = (pattern: Pattern, key: string): string => {
  const value = pattern[key]
  return typeof value === 'string' ? value : ''
}

const networkDay: Words = {
  kind: 'network-day',
  keys: ['date', 'network'],
  write: (pattern) => {
    const network = canonicalNetwork(textIn(pattern, 'network'))
    const ends = endsOf(textIn(pattern, 'date'))
    if (network === null || ends === null) return null
    const type = network.includes(':') ? 'ipv6-addr' : 'ipv4-addr'
    return `[${type}:value ISSUBSET ${quoted(network)}] START t'${ends[0]}' STOP t'${ends[1]}'`
  },
  read: ({ path, operator, value, span }) => {
    const isAddress = path === 'ipv4-addr:value' || path === 'ipv6-addr:value'
    if (!isAddress || span === null || !['=', 'ISSUBSET'].includes(operator)) return null
    const [network, date] = [canonicalNetwork(value), dayBetween(...span)]
    if (network === null || date === null) return null
    return network.includes(':') === path.startsWith('ipv6') ? { network, date } : null
  },
}

/** STIX says a domain of mail by a wildcard before it; it cannot say that a sign is none. */
const WILD = /[%_]/

const mailDomain: Words = {
  kind: 'mail-domain',
  keys: ['domain'],
  write: (pattern) => {
    const domain = textIn(pattern, 'domain')
    return WILD.test(domain) ? null : `[email-addr:value LIKE ${quoted(`%@${domain}`)}]`
  },
  read: ({ path, operator, value, span }) => {
    if (path !== 'email-addr:value' || operator !== 'LIKE' || span !== null) return null
    const domain = value.slice(2)
    return value.startsWith('%@') && domain !== '' && !WILD.test(domain) ? { domain } : null
  },
}

const WORDS: readonly Words[] = [networkDay, mailDomain]

/** The language of patterns that STIX has no words for: canonical JSON of kind and pattern. */
export const OWN_LANGUAGE = 'stillwatch'

export interface Written {
  readonly pattern: string
  readonly pattern_type: string
}

/** A pattern in STIX patterning where that says exactly as much, else in our own language. */
export function writePattern({ kind, pattern }: KindPattern): Written {
  const keys = Object.keys(pattern).sort().join()
  const words = WORDS.find((one) => one.kind === kind && one.keys.join() === keys)
  const written = words?.write(pattern) ?? null
  return written !== null && written.length <= PATTERN_CHARACTERS_MAX
    ? { pattern: written, pattern_type: 'stix' }
    : { pattern: canonicalJson({ kind, pattern }), pattern_type: OWN_LANGUAGE }
}

export type PatternFault = 'pattern_syntax' | 'pattern_not_matchable'

/** More than this in one pattern is a list, for which there are objects. */
const ALTERNATIVES_MAX = 64

/**
 * What a STIX pattern of anybody's says, in our kinds: each of them matches wherever it does. A pattern of which a part
 * cannot be matched is not matched in part, for what is left out may be what spares the innocent.
 */
export function readPattern(text: string): readonly KindPattern[] | PatternFault {
  const observation = parsePattern(text)
  if (observation === null) return 'pattern_syntax'
  const alternatives = alternativesOf(observation)
  if (alternatives === null || alternatives.length > ALTERNATIVES_MAX)
    return 'pattern_not_matchable'
  const read = alternatives.map((alternative) => inWords(alternative))
  return read.every((one) => one !== null) ? read : 'pattern_not_matchable'
}

function inWords(alternative: Alternative): KindPattern | null {
  for (const { kind, read } of WORDS) {
    const pattern = read(alternative)
    if (pattern !== null) return { kind, pattern }
  }
  return null
}

type Span = Alternative['span']

/** All ways in which an observation matches, where it is nothing but alternatives; null where it is more. */
function alternativesOf(
  observation: Observation,
  outer: Span = null,
): readonly Alternative[] | null {
  const span = spanOf(observation, outer)
  if (span === undefined) return null
  if (observation.join === null) return comparisonsOf(observation.test, span)
  if (observation.join !== 'OR') return null
  return together(observation.parts.map((part) => alternativesOf(part, span)))
}

/** The span of an observation: its own, or that of what it is within, never both; undefined where it asks for more. */
function spanOf({ qualifiers }: Observation, outer: Span): Span | undefined {
  const [first, second] = qualifiers
  if (first === undefined) return outer
  if (second !== undefined || outer !== null || first.kind !== 'START') return undefined
  return [first.start, first.stop]
}

function comparisonsOf(test: Test, span: Span): readonly Alternative[] | null {
  if (test.join === null) return valuesOf(test.comparison, span)
  if (test.join !== 'OR') return null
  return together(test.parts.map((part) => comparisonsOf(part, span)))
}

function valuesOf(
  { path, operator, isNegated, values }: Comparison,
  span: Span,
): readonly Alternative[] | null {
  if (isNegated || values.length === 0 || values.some(({ kind }) => kind !== 'text')) return null
  const each = operator === 'IN' ? '=' : operator
  return values.map(({ value }) => ({ path, operator: each, value, span }))
}

const together = (
  parts: readonly (readonly Alternative[] | null)[],
): readonly Alternative[] | null => (parts.every((part) => part !== null) ? parts.flat() : null)
