/**
 * Whether a name stands in a text, in whatever capitals, width and composition, invisible signs apart. A longer one, and one in a
 * script that writes no spaces, counts wherever it stands. A short one counts where it begins and ends with no other letter of a word;
 * from three characters on also where it is a part of a compound: what signs, capitals, another script or digits part from the rest, as
 * `acme` in `acme-bot`, `bot_acme`, `AcmeBot` and `acme2`, and not in `acmeist`. One or two letters are a language, a country or a
 * version in every other compound, so a firm called `ai` counts as a word alone. From a short name in the digits of hexadecimal numbers
 * digits part nothing: it would be found in every other digest.
 *
 * Where it is no more than a part of words of ours, as a firm called `camp` is of `campaign`, it says nothing of anybody; where it
 * stands by itself it does. The two sides of a mail address are no names by themselves: some user's is `client@`, and no program of
 * anybody's could be told of.
 */

const SHORT_CHARACTERS = 6
const OF_COMPOUND_CHARACTERS = 3
/** Of two characters and more: of one it would be found in every sentence. */
const UNSPACED_NAME =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{2,}$/u
const PART_OF_WORD = /[\p{L}\p{M}\p{N}_-]/u

/** A text as it is looked through: its letters and signs, and the same without capitals, place by place. */
export interface Looked {
  readonly cased: string
  readonly low: string
}

export function lookedAt(text: string): Looked {
  // Taken apart, so that a sign behind a name makes no other letter of its last one. The dot of a Turkish capital is none of it.
  const letters = text
    .replaceAll(/\p{Cf}/gu, '')
    .normalize('NFKD')
    .replaceAll(/(?<=[Ii])\u0307/g, '')
  const low = [...letters].map(folded)
  const cased = [...letters].map((one, at) => (one.length === low[at]?.length ? one : low[at]))
  return { cased: cased.join(''), low: low.join('') }
}

/** What all spellings of a letter have in common: `ß` and `SS`, and each sigma. */
const folded = (letter: string): string => letter.toUpperCase().toLowerCase()

export interface Name {
  readonly low: string
  /** Where it must begin and end: anywhere, or where a word or a part of one does. */
  readonly isAt: (text: string, at: number) => boolean
}

export function nameOf(name: string): Name {
  const { low } = lookedAt(name)
  const whole = name.replaceAll(/\p{Cf}/gu, '').normalize('NFKC')
  const characters = [...whole].length
  if (characters >= SHORT_CHARACTERS || UNSPACED_NAME.test(whole)) return { low, isAt: () => true }
  if (characters < OF_COMPOUND_CHARACTERS) return { low, isAt: isEdge }
  const isHexadecimal = /^[0-9a-f]+$/.test(low)
  return { low, isAt: (text, at) => isParted(text, at, !isHexadecimal) }
}

export interface OwnWords {
  /** Whether these words of a text, whole, stand in a text of ours. */
  readonly has: (words: string) => boolean
}

/** Of texts of ours. What was looked up is remembered: an own word that is looked up is looked up at every place that it has. */
export function ownWords(texts: readonly string[]): OwnWords {
  const own = texts.map((text) => lookedAt(text).low)
  const whole = new Set(own)
  const known = new Map<string, boolean>()
  const look = (words: string) =>
    whole.has(words) ||
    own.some((text) =>
      places(text, words).some(([from, to]) => isEdge(text, from) && isEdge(text, to)),
    )
  return Object.freeze({
    has(words: string) {
      const found = known.get(words) ?? look(words)
      known.set(words, found)
      return found
    },
  })
}

/** Whether a name stands in `looked`, other than as a part of words of ours. */
export const standsIn = (
  { low: name, isAt }: Name,
  { low, cased }: Looked,
  own: OwnWords,
): boolean =>
  places(low, name).some(
    ([from, to]) => isAt(cased, from) && isAt(cased, to) && !own.has(wordsAround(low, [from, to])),
  )

type Place = readonly [from: number, to: number]

function places(text: string, part: string): readonly Place[] {
  const found: Place[] = []
  if (part === '') return found
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    found.push([at, at + part.length])
  }
  return found
}

/** Whether no word goes on across this place. */
const isEdge = (text: string, at: number): boolean =>
  !isOfWord(text, at) || !isOfWord(text, before(text, at))

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const DIGIT = /\p{N}/u
const MARK = /\p{M}/u
const CAPITAL = /\p{Lu}/u
const SMALL = /\p{Ll}/u
/** Those that are written with spaces. */
const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Hebrew', 'Arabic', 'Hangul'].map(
  (script) => new RegExp(`\\p{sc=${script}}`, 'u'),
)
const scriptOf = (letter: string): number => SCRIPTS.findIndex((one) => one.test(letter))

/** Whether a part of a compound ends at this place, or a word. A mark is of the letter before it. */
function isParted(text: string, at: number, byDigits: boolean): boolean {
  const next = characterAt(text, at)
  if (MARK.test(next)) return isEdge(text, at)
  let from = before(text, at)
  while (MARK.test(characterAt(text, from))) from = before(text, from)
  const last = characterAt(text, from)
  if (!LETTER_OR_DIGIT.test(last) || !LETTER_OR_DIGIT.test(next)) return true
  if (DIGIT.test(last) || DIGIT.test(next)) return byDigits && DIGIT.test(last) !== DIGIT.test(next)
  if (scriptOf(last) !== scriptOf(next)) return true
  if (!CAPITAL.test(next)) return false
  let behind = at + next.length
  while (MARK.test(characterAt(text, behind))) behind += characterAt(text, behind).length
  return SMALL.test(last) || SMALL.test(characterAt(text, behind))
}

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
