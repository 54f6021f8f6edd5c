import { templatePieces } from '../../feeds/template-text.js'

/**
 * What of texts stays, in pieces, as long as each piece stands word for word in so many of them. The alignment forgives a
 * text that is in the family by chance; what is told does not: what fewer send may be somebody's own words.
 */
export function fixedText(texts: readonly string[], carriersMin: number): readonly string[] {
  const kept = texts.filter((text) => text !== '')
  if (kept.length < carriersMin) return []
  const fixed = templatePieces(kept).flatMap(({ kind, text }) =>
    kind === 'fixed' ? [text.trim()] : [],
  )
  return fixed
    .filter((piece) => (piece.match(WORD)?.length ?? 0) >= WORDS_MIN || UNSPACED.test(piece))
    .filter((piece) => kept.filter((text) => text.includes(piece)).length >= carriersMin)
    .slice(0, PIECES_MAX)
}

/** Fewer words make no run of three. */
const WORDS_MIN = 3
const PIECES_MAX = 8
const WORD = /[\p{L}\p{N}]+/gu
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]{4}/u
