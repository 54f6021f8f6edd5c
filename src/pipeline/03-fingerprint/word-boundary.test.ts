import { describe, expect, it } from 'vitest'
import { CAPABILITY_PATTERNS } from './capability.js'
import { FOREIGN_WORDS } from './classify.js'
import { ELICITATION_PATTERNS } from './elicitation.js'
import { CORE_CUE_PATTERNS, OTHER_CUE_PATTERNS } from './extraction-cues.js'

// The engine's word boundary stands between ASCII letters and the rest. Beside any other letter it never
// holds, so a pattern with `\b` there is silent, and nothing but a test tells. What may stand beside a
// boundary is found by reading the pattern: alternatives are taken one by one, an optional part is looked past.

type Side = 'first' | 'last'

interface Part {
  /** The characters that may stand at either end, as far as they are spelled out; of a gap, none. */
  readonly first: string
  readonly last: string
  readonly optional: boolean
}

interface Read extends Part {
  readonly end: number
}

const NOTHING: Part = { first: '', last: '', optional: true }
const FOREIGN_LETTER = /[^\p{ASCII}\P{L}]/u

/** What stands beside a boundary and may be a letter outside ASCII: the boundary, with what is around it. */
function silentBoundaries(pattern: string): readonly string[] {
  const found: string[] = []
  alternatives(pattern, 0, found)
  return found
}

function alternatives(pattern: string, start: number, found: string[]): Read {
  let all = sequence(pattern, start, found)
  while (pattern[all.end] === '|') {
    const next = sequence(pattern, all.end + 1, found)
    all = {
      first: all.first + next.first,
      last: all.last + next.last,
      optional: all.optional || next.optional,
      end: next.end,
    }
  }
  return all
}

function sequence(pattern: string, start: number, found: string[]): Read {
  const parts: (Part | number)[] = []
  let at = start
  while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
    if (pattern.startsWith('\\b', at)) {
      parts.push(at)
      at += 2
      continue
    }
    const part = repeated(pattern, atom(pattern, at, found))
    parts.push(part)
    at = part.end
  }
  for (const [place, part] of parts.entries()) {
    if (typeof part !== 'number') continue
    const after = edge(parts.slice(place + 1), 'first')
    const before = edge(parts.slice(0, place).reverse(), 'last')
    if (FOREIGN_LETTER.test(after + before))
      found.push(pattern.slice(Math.max(0, part - 20), part + 20))
  }
  return {
    first: edge(parts, 'first'),
    last: edge([...parts].reverse(), 'last'),
    optional: parts.every((part) => typeof part === 'number' || part.optional),
    end: at,
  }
}

/** The characters of one end of a row of parts: up to the first that must be there, or a gap. */
function edge(parts: readonly (Part | number)[], side: Side): string {
  let all = ''
  for (const part of parts) {
    if (typeof part === 'number') return all
    all += part[side]
    if (!part.optional || part[side] === '') return all
  }
  return all
}

function repeated(pattern: string, part: Read): Read {
  const times = /^(?:[?*+]|\{\d*(?:,\d*)?\})/.exec(pattern.slice(part.end))?.[0]
  if (times === undefined) return part
  const isOptional = times === '?' || times === '*' || times.startsWith('{0')
  return { ...part, optional: part.optional || isOptional, end: part.end + times.length }
}

function atom(pattern: string, at: number, found: string[]): Read {
  const group = /^\((?:\?(?:[a-z]+\)|:|[a-z]+:))?/.exec(pattern.slice(at))?.[0]
  // `(?i)` is no part of the text.
  if (group?.endsWith(')')) return { ...NOTHING, end: at + group.length }
  if (group !== undefined) {
    const inner = alternatives(pattern, at + group.length, found)
    return { ...inner, end: inner.end + 1 }
  }
  const set = /^\[\^?\]?(?:\\.|[^\]\\])*\]/su.exec(pattern.slice(at))?.[0]
  // A set of what is excluded spells nothing out: it is a gap, and a gap never asks for a letter.
  if (set !== undefined) {
    const spelled = set.startsWith('[^') ? '' : set
    return { first: spelled, last: spelled, optional: false, end: at + set.length }
  }
  const one = /^(?:\\[pP]\{\w+\}|\\?.)/su.exec(pattern.slice(at))?.[0] ?? ''
  const spelled = one.startsWith('\\') || one === '.' ? '' : one
  return { first: spelled, last: spelled, optional: false, end: at + one.length }
}

describe('a word boundary', () => {
  it('is read out of a pattern', () => {
    expect(silentBoundaries('\\bécri')).toHaveLength(1)
    expect(silentBoundaries('\\b(?:fin|(?:a|é)cri)')).toHaveLength(1)
    expect(silentBoundaries('\\b[eé]cri')).toHaveLength(1)
    expect(silentBoundaries('(?:los|cada)? ?réponses?|(?:fin|là)\\b')).toHaveLength(1)
    expect(silentBoundaries('\\bl?été\\b')).toHaveLength(2)
    expect(silentBoundaries('\\b(?:a[ñn]ad|cr[eé])…\\bcada [á]\\b')).toHaveLength(1)
    expect(silentBoundaries('[^.]*\\bcada\\b.*é|¿\\bcada')).toHaveLength(0)
  })

  it('stands beside no letter outside ASCII, for there it never holds', () => {
    const patterns = [
      ...[...ELICITATION_PATTERNS, ...CAPABILITY_PATTERNS].map((one) => one.pattern),
      ...[...CORE_CUE_PATTERNS, ...OTHER_CUE_PATTERNS].map((one) => one.pattern),
      FOREIGN_WORDS,
    ]
    expect(patterns.flatMap(silentBoundaries)).toEqual([])
  })
})
