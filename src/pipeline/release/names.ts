/**
 * Whether a name stands in a text. A short one counts where it begins and ends with no other letter of a word; a longer one, and
 * one in a script that writes no spaces, wherever it stands. Where it is no more than a part of words of ours, as a firm called `camp` is of `campaign`, it says nothing of
 * anybody; where it stands by itself it does.
 */

const SHORT_CHARACTERS = 6
/** Of two characters and more: of one it would be found in every sentence. */
const UNSPACED_NAME =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{2,}$/u
const PART_OF_WORD = /[\p{L}\p{M}\p{N}_-]/u

/** A text, and the same without capitals: not always as long. */
interface Looked {
  readonly text: string
  readonly low: string
}

export interface OwnWords {
  /** Whether these words of a text, whole, stand in a text of ours. */
  readonly has: (words: string) => boolean
}

/** Of texts of ours. What was looked up is remembered: an own word that is looked up is looked up at every place that it has. */
export function ownWords(texts: readonly string[]): OwnWords {
  const own = texts.map((text) => text.toLowerCase())
  const whole = new Set(own)
  const known = new Map<string, boolean>()
  const look = (words: string) =>
    whole.has(words) || own.some((text) => places(text, words).some((at) => isWhole(text, at)))
  return Object.freeze({
    has(words: string) {
      const found = known.get(words) ?? look(words)
      known.set(words, found)
      return found
    },
  })
}

/** Whether `name` stands in `looked`, other than as a part of words of ours. */
export function standsIn(name: string, { text, low }: Looked, own: OwnWords): boolean {
  const isShort = [...name].length < SHORT_CHARACTERS && !UNSPACED_NAME.test(name)
  const stands = (all: string, one: string) =>
    places(all, one).some((at) => {
      if (isShort && !isWhole(all, at)) return false
      return !own.has(wordsAround(all, at).toLowerCase())
    })
  return stands(low, name.toLowerCase()) || stands(text, name)
}

type Place = readonly [from: number, to: number]

function places(text: string, part: string): readonly Place[] {
  const found: Place[] = []
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    found.push([at, at + part.length])
  }
  return found
}

/** Whether no word goes on before or behind it. */
const isWhole = (text: string, [from, to]: Place): boolean =>
  startOf(text, from) === from && endOf(text, to) === to

/** With the rest of the words that it is a part of. */
const wordsAround = (text: string, [from, to]: Place): string =>
  text.slice(startOf(text, from), endOf(text, to))

function startOf(text: string, from: number): number {
  let at = from
  if (!isOfWord(text, at)) return at
  while (isOfWord(text, before(text, at))) at = before(text, at)
  return at
}

function endOf(text: string, to: number): number {
  let at = to
  if (!isOfWord(text, before(text, at))) return at
  while (isOfWord(text, at)) at += characterAt(text, at).length
  return at
}

const characterAt = (text: string, at: number): string => {
  const code = text.codePointAt(at)
  return at < 0 || code === undefined ? '' : String.fromCodePoint(code)
}

/** Where the character before begins. */
const before = (text: string, at: number): number => {
  const isPair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff
  return at - (isPair ? 2 : 1)
}

const isOfWord = (text: string, at: number): boolean => PART_OF_WORD.test(characterAt(text, at))
