import type { TemplatePiece } from './picture.js'
import { excerpt } from './visible.js'

/**
 * Which text of a template stays, and where it changes.
 *
 * One sample is the pattern; every other is aligned with it by a longest common subsequence of words,
 * and a word of the pattern is fixed if most of the others have it in the same order. "Rate 7 of 10: A
 * cat. Think first." and "Rate 3 of 10: Two men. Think first." give "Rate ▢ of 10: ▢. Think first."
 *
 * Most and not all, because a family is told by a few sampled shingles, and one text that is in it by
 * chance would otherwise dissolve the whole template. Scripts without spaces are aligned by character.
 */
export function templatePieces(samples: readonly string[]): readonly TemplatePiece[] {
  const texts = samples.slice(0, SAMPLES_ALIGNED_MAX).map(tokensOf)
  if (texts.length < SAMPLES_MIN) return []
  const pattern = patternOf(texts)
  const others = texts.filter((text) => text !== pattern)
  const matches = new Uint16Array(pattern.length)
  for (const other of others) {
    for (const index of alignedIndexes(pattern, other)) matches[index] = (matches[index] ?? 0) + 1
  }
  const needed = Math.max(1, Math.ceil(others.length * SHARE_FIXED))
  return piecesOf(pattern, (index) => (matches[index] ?? 0) >= needed)
}

/** Two texts could agree by chance on a stock phrase; three hardly do. */
const SAMPLES_MIN = 3
/** Alignment takes the product of two lengths for each; twelve tell what fifty would. */
const SAMPLES_ALIGNED_MAX = 12
const TOKENS_MAX = 800
const SHARE_FIXED = 0.75
/** A run of fixed text shorter than this, between two slots, is a word that they happen to share. */
const RUN_LETTERS_MIN = 5
const RUN_CHARACTERS_UNSPACED_MIN = 2
const SLOT_CHARACTERS_MAX = 140

interface Token {
  /** As it stands, with the space after it. */
  readonly text: string
  /** What is compared. */
  readonly key: string
}

const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const TOKEN = new RegExp(
  `([${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+|[^\\s])(\\s*)`,
  'gu',
)
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'gu')

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [whole, key = ''] of text.trim().matchAll(TOKEN)) {
    tokens.push({ text: whole, key })
    if (tokens.length === TOKENS_MAX) break
  }
  return tokens
}

/** The sample that has most of what most samples have; of equals the shortest, whose slots are least. */
function patternOf(texts: readonly (readonly Token[])[]): readonly Token[] {
  const carriers = new Map<string, number>()
  for (const text of texts) {
    for (const key of new Set(text.map((token) => token.key))) {
      carriers.set(key, (carriers.get(key) ?? 0) + 1)
    }
  }
  const common = (text: readonly Token[]) =>
    [...new Set(text.map((token) => token.key))].filter(
      (key) => (carriers.get(key) ?? 0) >= texts.length * SHARE_FIXED,
    ).length
  const ranked = texts.map((text) => ({ text, common: common(text) }))
  ranked.sort((a, b) => b.common - a.common || a.text.length - b.text.length)
  return ranked[0]?.text ?? []
}

/** The places of `pattern` that a longest common subsequence with `other` matches. */
function alignedIndexes(pattern: readonly Token[], other: readonly Token[]): readonly number[] {
  const [rows, columns] = [pattern.length, other.length]
  const width = columns + 1
  // lengths[i * width + j]: the longest common subsequence of pattern from i on and other from j on.
  const lengths = new Uint16Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        pattern[i]?.key === other[j]?.key
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  }
  const matched: number[] = []
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (pattern[i]?.key === other[j]?.key) {
      matched.push(i)
      i += 1
      j += 1
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return matched
}

function piecesOf(
  pattern: readonly Token[],
  isFixed: (index: number) => boolean,
): readonly TemplatePiece[] {
  const runs: { kind: TemplatePiece['kind']; text: string }[] = []
  pattern.forEach(({ text }, index) => {
    const kind = isFixed(index) ? 'fixed' : 'slot'
    const last = runs.at(-1)
    if (last?.kind === kind) last.text += text
    else runs.push({ kind, text })
  })
  const merged: { kind: TemplatePiece['kind']; text: string }[] = []
  runs.forEach((run, index) => {
    const isInside = index > 0 && index < runs.length - 1
    const kind = isInside && isAccident(run.text) ? 'slot' : run.kind
    const last = merged.at(-1)
    if (last?.kind === kind) last.text += run.text
    else merged.push({ kind, text: run.text })
  })
  // A mark of punctuation that they all end with is no template.
  if (!merged.some(({ kind, text }) => kind === 'fixed' && !isAccident(text))) return []
  return merged.map(({ kind, text }, index) => {
    if (kind === 'slot') return { kind, text: excerpt(text.trimEnd(), SLOT_CHARACTERS_MAX) }
    // The space after a slot belongs to what stays: a line end there is part of the template.
    const before = merged[index - 1]?.text ?? ''
    return { kind, text: before.slice(before.trimEnd().length) + text }
  })
}

function isAccident(text: string): boolean {
  const unspaced = text.match(IS_UNSPACED)?.length ?? 0
  if (unspaced >= RUN_CHARACTERS_UNSPACED_MIN) return false
  // A line of its own ("\n\nAnswer:") is structure, however short.
  if (/\n/.test(text) && /[\p{L}\p{N}]/u.test(text)) return false
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < RUN_LETTERS_MIN
}
