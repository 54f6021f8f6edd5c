/**
 * Whether a name stands in a text. Both are brought into one form, and letters and digits alone are compared: so capitals, width,
 * accents, invisible signs, letters of other scripts that look the same, and blanks and hyphens make no other name. Of `Acme Corp` so are
 * `AcmeCorp`, `acme-corp` and `A.C.M.E. Corp`.
 *
 * A longer name, and one in a script that writes no spaces, counts wherever it stands; where a text parts it as the name does not, only
 * where it begins and ends as a word or a part of one does: else prose would hold whatever its words hold together. A short one counts
 * where it begins and ends with no other letter of a word; from three characters on also where it is a part of a compound: what signs,
 * capitals, another script or digits part from the rest, as `acme` in `acme-bot`, `bot_acme`, `AcmeBot` and `acme2`, and not in
 * `acmeist`; and where it begins or ends a word that is all in capitals, as `ibm` in `MYIBM`. Parted it counts letter by letter,
 * `I.B.M.`, and not otherwise: `in a` is no `Ina`. One or two letters are a language, a country or a version in every other compound, so
 * a firm called `ai` counts as a word alone. From a short name in the digits of hexadecimal numbers digits part nothing: it would be
 * found in every other digest. And digits alone are parted in no other way than the name is: an account `20260301` is no date.
 *
 * Where it is no more than a part of words of ours, as a firm called `camp` is of `campaign`, it says nothing of anybody; where it
 * stands by itself it does. The two sides of a mail address are no names by themselves: some user's is `client@`, and no program of
 * anybody's could be told of.
 */
import { settledText } from './spellings.js'

const SHORT_CHARACTERS = 6
const OF_COMPOUND_CHARACTERS = 3
/** Of two characters and more: of one it would be found in every sentence. */
const UNSPACED_NAME =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{2,}$/u
const PART_OF_WORD = /[\p{L}\p{M}\p{N}_-]/u
/** Accents, and whatever is not seen. `name_spelling` has the same. */
const NOT_COMPARED = /[\p{Cf}\p{sc=Zinh}\p{DI}]/gu
const COMPARED = /[\p{L}\p{M}\p{N}]/u
/**
 * Small letters of Cyrillic and Greek that look like those of Latin, or whose capitals do, small capitals, and digits of Arabic, Persian,
 * Hindi, Bengali and Thai. `name_spelling` has the same.
 */
const ALIKE = [
  'авекмнорстухіјѕһԁԛԝӏαβεικνορτυχᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙',
  'abekmhopctyxijshdqwlabeikvoptuxabcdefghijklmnoprstuvwyz01234567890123456789012345678901234567890123456789',
] as const
const LOOKS_LIKE = new Map([...ALIKE[0]].map((letter, at) => [letter, ALIKE[1][at] ?? letter]))

/** A text as it is looked through: its letters and signs, and the same without capitals, place by place. */
export interface Looked {
  readonly cased: string
  readonly low: string
  /** What is compared of it: its letters and digits. */
  readonly letters: string
  /** Where each of these stands in it. */
  readonly at: Uint32Array
  /** 1 for each that something stands before which is not compared. */
  readonly parted: Uint8Array
}

export function lookedAt(text: string): Looked {
  const characters = [...text.normalize('NFKD').replaceAll(NOT_COMPARED, '')]
  const folds = characters.map(folded)
  const low = folds.join('')
  const cased = characters.map((one, at) => (one.length === folds[at]?.length ? one : folds[at]))
  const at = new Uint32Array(low.length)
  const parted = new Uint8Array(low.length)
  const letters: string[] = []
  let [place, length, isBehindSign] = [0, 0, false]
  for (const one of low) {
    if (COMPARED.test(one)) {
      const letter = LOOKS_LIKE.get(one) ?? one
      at.fill(place, length, length + letter.length)
      parted[length] = isBehindSign ? 1 : 0
      letters.push(letter)
      length += letter.length
    }
    isBehindSign = !COMPARED.test(one)
    place += one.length
  }
  return { cased: cased.join(''), low, letters: letters.join(''), at, parted }
}

/** What all spellings of a letter have in common: `ß` and `SS`, and each sigma. */
const folded = (letter: string): string => letter.toUpperCase().toLowerCase()

export interface Name extends Pick<Looked, 'low' | 'letters' | 'parted'> {
  /** With its signs. */
  readonly characters: number
  readonly lettersOrDigits: number
  readonly isUnspaced: boolean
  readonly isHexadecimal: boolean
  readonly hasLetter: boolean
}

/** A name as it is kept and, where a log had it with escapes, as it is meant. */
export const namesOf = (name: string): readonly Name[] =>
  [...new Set([name, settledText(name)])].map(nameOf)

function nameOf(name: string): Name {
  const { low, letters, parted } = lookedAt(name)
  const whole = low.normalize('NFC')
  return {
    ...{ low, letters, parted, characters: [...whole].length },
    lettersOrDigits: [...letters.normalize('NFC')].length,
    isUnspaced: UNSPACED_NAME.test(whole),
    isHexadecimal: /^[0-9a-f]+$/.test(letters),
    hasLetter: /\p{L}/u.test(letters),
  }
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
      [...places(text, words)].some(([from, to]) => isEdge(text, from) && isEdge(text, to)),
    )
  return Object.freeze({
    has(words: string) {
      const found = known.get(words) ?? look(words)
      known.set(words, found)
      return found
    },
  })
}

/** Whether a name stands in `looked`, as it is written or by its letters and digits, other than as a part of words of ours. */
export function standsIn(name: Name, looked: Looked, own: OwnWords): boolean {
  const isTold = ([from, to]: Place) => !own.has(wordsAround(looked.low, [from, to]))
  for (const place of places(looked.low, name.low)) {
    if (counts(name, name.characters, looked, place) && isTold(place)) return true
  }
  if (name.lettersOrDigits < (name.hasLetter ? OF_COMPOUND_CHARACTERS : SHORT_CHARACTERS))
    return false
  for (const [first, end] of places(looked.letters, name.letters)) {
    const last = looked.at[end - 1] ?? 0
    const place: Place = [looked.at[first] ?? 0, last + characterAt(looked.low, last).length]
    const isThere = isPartedAlike(name, looked, first)
      ? counts(name, name.lettersOrDigits, looked, place)
      : countsApart(name, looked, { first, place })
    if (isThere && isTold(place)) return true
  }
  return false
}

type Place = readonly [from: number, to: number]

function* places(text: string, part: string): Generator<Place> {
  if (part === '') return
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    yield [at, at + part.length]
  }
}

/** Whether it is parted there nowhere but where the name is. */
const isPartedAlike = ({ letters, parted }: Name, looked: Looked, first: number): boolean => {
  for (let at = 1; at < letters.length; at += 1) {
    if (looked.parted[first + at] === 1 && parted[at] === 0) return false
  }
  return true
}

function counts(
  { isUnspaced, isHexadecimal }: Name,
  characters: number,
  { cased }: Looked,
  place: Place,
): boolean {
  if (characters >= SHORT_CHARACTERS || isUnspaced) return true
  if (characters < OF_COMPOUND_CHARACTERS) return place.every((at) => isEdge(cased, at))
  if (place.every((at) => isParted(cased, at, !isHexadecimal))) return true
  return !isHexadecimal && isInCapitals(cased, place)
}

interface Apart {
  readonly first: number
  readonly place: Place
}

/** Whether it counts where signs stand in it that the name does not have. */
function countsApart(name: Name, { cased, parted }: Looked, { first, place }: Apart): boolean {
  const { lettersOrDigits, letters, isHexadecimal, hasLetter } = name
  if (!hasLetter) return false
  if (lettersOrDigits >= SHORT_CHARACTERS) {
    return place.every((at) => isParted(cased, at, !isHexadecimal))
  }
  const signs = parted.subarray(first + 1, first + letters.length)
  const isLetterByLetter = signs.reduce((sum, one) => sum + one, 0) === lettersOrDigits - 1
  return isLetterByLetter && place.every((at) => isEdge(cased, at))
}

const OF_CAPITALS = /^[\p{Lu}\p{N}\p{M}]+$/u

/** Whether it begins or ends a word that has no small letter. */
function isInCapitals(text: string, [from, to]: Place): boolean {
  const isCompared = (at: number) => COMPARED.test(characterAt(text, at))
  // Asked first: a long word that holds a name many times is gone through for its two ends alone.
  if (isCompared(before(text, from)) && isCompared(to)) return false
  let [first, end] = [from, to]
  while (isCompared(before(text, first))) first = before(text, first)
  while (isCompared(end)) end += characterAt(text, end).length
  return OF_CAPITALS.test(text.slice(first, end))
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
