/**
 * A string as it stands, and as it reads each time that something is undone which a form, a log or a person wrote it with: escapes of
 * URLs, HTML, JSON and JavaScript, labels of domains in Punycode, width and invisible signs. Each is looked through, for what is
 * undone may have been meant as it stood. Then what is packed in Base64, hexadecimal digits or signs that nobody sees, what is turned
 * round by a sign of direction, and addresses that are written out.
 */
import { domainToUnicode } from 'node:url'

export interface Spellings {
  /** As it stands first; each once. */
  readonly all: readonly string[]
  /** Whether there was nothing more to undo: else nobody can say what it says. */
  readonly isSettled: boolean
}

/** Our own forms escape a value three times at most, and a log may have had it escaped. A run of 256 backslashes is undone by then. */
const ROUNDS_MAX = 8
/** Packed once more within what was packed. */
const PACKED_MAX = 2

export function spellingsOf(text: string): Spellings {
  const { rounds, isSettled } = undone(text)
  const all = [...rounds]
  let inner = rounds
  let settled = isSettled
  for (let depth = 0; depth < PACKED_MAX; depth += 1) {
    const packed = [...new Set(inner.flatMap(unpacked))].join('\n')
    if (packed === '') break
    const within = undone(packed)
    inner = within.rounds
    settled &&= within.isSettled
    all.push(...inner)
  }
  return { all: [...new Set([...all, ...all.map(addressed), ...turned(text)])], isSettled: settled }
}

/** As it reads once everything is undone. */
export const settledText = (text: string): string => undone(text).rounds.at(-1) ?? text

function undone(text: string): { readonly rounds: readonly string[]; readonly isSettled: boolean } {
  const rounds = [text]
  if (PLAIN.test(text)) return { rounds, isSettled: true }
  let next = unescaped(text)
  while (next !== rounds.at(-1) && rounds.length <= ROUNDS_MAX) {
    rounds.push(next)
    next = unescaped(next)
  }
  return { rounds, isSettled: next === rounds.at(-1) }
}

/** Nothing is to be undone there, as in most. */
const PLAIN = /^(?:(?!xn--)[\t\n\r -$'-[\]-~])*$/i

const NAMED_SIGNS: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.' },
  ...{ hyphen: '-', dash: '-', lowbar: '_', colon: ':', sol: '/', num: '#', shy: '', zwj: '' },
  ...{ zwnj: '', tab: '\t', newline: '\n', lpar: '(', rpar: ')', percnt: '%', bsol: '\\' },
  ...{ ensp: ' ', emsp: ' ', thinsp: ' ', hairsp: ' ', numsp: ' ', puncsp: ' ' },
  ...{ oslash: 'ø', aelig: 'æ', oelig: 'œ', szlig: 'ß', eth: 'ð', thorn: 'þ', inodot: 'ı' },
}
const ACCENTED = /^([a-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|breve|macr)$/i

/** One round. It makes a text shorter, or leaves it as it is. */
const unescaped = (text: string): string =>
  text
    .replaceAll(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replaceAll(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, decoded)
    .replaceAll(/&#(x[0-9a-f]{1,6}|\d{1,7});?/gi, (whole, code: string) =>
      signOf(Number(code.replace(/^x/i, '0x')), whole),
    )
    .replaceAll(
      /&([a-z]{2,8});/gi,
      (whole, name: string) => NAMED_SIGNS[name.toLowerCase()] ?? ACCENTED.exec(name)?.[1] ?? whole,
    )
    .replaceAll(/\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gis, unslashed)
    .replaceAll(
      /(?<![\p{L}\p{N}])xn--[a-z0-9-]{1,59}/giu,
      (label) => domainToUnicode(label) || label,
    )

/** Where the bytes make no characters, those among them that do by themselves. */
function decoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped.replaceAll(/%([2-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }
}

const signOf = (code: number, otherwise: string): string =>
  code <= 0x10ffff ? String.fromCodePoint(code) : otherwise

function unslashed(whole: string, ...parts: readonly (string | undefined)[]): string {
  const [braced, four, two, sign = ''] = parts
  const code = braced ?? four ?? two
  if (code !== undefined) return unitOf(Number.parseInt(code, 16), whole)
  return /[nrtbfv]/.test(sign) ? ' ' : sign
}

/** Two halves of a pair may be written apart. */
const unitOf = (code: number, otherwise: string): string =>
  code <= 0xffff ? String.fromCharCode(code) : signOf(code, otherwise)

/** Words that begin with up to three characters of something else are unpacked as well, and the pieces of a path or a compound. */
const PACKED = /[A-Za-z0-9+/_-]{8,}={0,2}/g
const PIECES = /[A-Za-z0-9+]{8,}={0,2}/g
const BEGINS = [0, 1, 2, 3]
const DIGITS = /(?<![0-9a-f])(?:0x)?(?:[0-9a-f]{2}){6,}(?![0-9a-f])/gi
/** Fewer bytes make a text by chance. */
const CHARACTERS_MIN = 6
const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/** What words of it are, as texts, where they are the bytes of one; and what is written in signs that nobody sees. */
const unpacked = (text: string): readonly string[] => [
  ...[...new Set([...(text.match(PACKED) ?? []), ...(text.match(PIECES) ?? [])])].flatMap((word) =>
    BEGINS.flatMap((begin) => textIn(Buffer.from(word.slice(begin), 'base64'))),
  ),
  ...(text.match(DIGITS) ?? []).flatMap((digits) =>
    textIn(Buffer.from(digits.replace(/^0x/i, ''), 'hex')),
  ),
  ...unseen(text),
]

function textIn(bytes: Buffer): readonly string[] {
  try {
    const text = UTF_8.decode(bytes)
    return text.length < CHARACTERS_MIN || /[^\P{C}\s]/u.test(text) ? [] : [text]
  } catch {
    return []
  }
}

const TAGS = /[\u{e0020}-\u{e007e}]/gu
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu

/** Tags are the letters of ASCII once more, and selectors of variants the numbers to 255. */
function unseen(text: string): readonly string[] {
  const codes = (signs: RegExp) =>
    [...(text.match(signs) ?? [])].map((one) => one.codePointAt(0) ?? 0)
  const tags = codes(TAGS).map((code) => String.fromCharCode(code - 0xe0000))
  const bytes = codes(SELECTORS).map((code) => (code < 0xe0000 ? code - 0xfe00 : code - 0xe00f0))
  return [...(tags.length > 0 ? [tags.join('')] : []), ...textIn(Buffer.from(bytes))]
}

const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** As it is seen where a sign says that it runs the other way. */
const turned = (text: string): readonly string[] =>
  TURNING.test(text) ? [[...text].toReversed().join('')] : []

const BRACKETED_AT = /\s{0,4}[([{<]\s{0,4}(?:at|@)\s{0,4}[)\]}>]\s{0,4}/gi
const BRACKETED_DOT = /\s{0,4}[([{<]\s{0,4}(?:dot|\.)\s{0,4}[)\]}>]\s{0,4}/gi
const WRITTEN =
  /[^\s@]{1,64}\s{1,4}(?:at|@)\s{1,4}[^\s@]{1,64}(?:\s{1,4}(?:dot|\.)\s{1,4}[^\s@]{1,64}){1,8}/gi

/** With mail addresses as they are meant where somebody wrote them so that no program sees them. */
const addressed = (text: string): string =>
  text
    .replaceAll(BRACKETED_AT, '@')
    .replaceAll(BRACKETED_DOT, '.')
    .replaceAll(WRITTEN, (words) =>
      words.replaceAll(/\s+dot\s+|\s+\.\s+/gi, '.').replace(/\s+(?:at|@)\s+/i, '@'),
    )
    .replaceAll(/(?<=\S) +@ +(?=\S)/g, '@')
