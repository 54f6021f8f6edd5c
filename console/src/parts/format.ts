/** How numbers, times and names are written. Times are UTC throughout, and say so once a page. */
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

/** 12,345,678 */
export const countText = (count: number): string => COUNT.format(count)

/** 12.3M: where there is no room. */
export const shortCount = (count: number): string => SHORT.format(count)

export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${countText(count)} ${count === 1 ? noun : plural}`

/** "+17.0", "−3.0": the sign is always written, since it is what matters. */
export function bitsText(bits: number): string {
  const rounded = Math.round(bits * 10) / 10
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(1)}`
}

/** "2026-03-04 15:59" */
export function minuteText(instant: string): string {
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? instant : at.toISOString().slice(0, 16).replace('T', ' ')
}

export const dateText = (instant: string): string => minuteText(instant).slice(0, 10)

/** "2026-03-04 – 2026-03-09", or the one day. */
export function spanText(first: string, last: string): string {
  const [from, to] = [dateText(first), dateText(last)]
  return from === to ? from : `${from} – ${to}`
}

const SPANS: readonly (readonly [seconds: number, noun: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** "3 days", of whatever is largest and not more than it. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [unit, noun] = SPANS.find(([unit]) => seconds >= unit) ?? [1, 'second']
  return counted(Math.floor(seconds / unit), noun)
}

/** `reward_model` as people say it. */
export const wordsOf = (name: string): string =>
  CAPABILITY_WORDS.get(name) ?? name.replaceAll('_', ' ')

const CAPABILITY_WORDS: ReadonlyMap<string, string> = new Map([
  ['reward_model', 'grading as a reward model'],
  ['safety_rewriting', 'safe rewriting'],
  ['other', 'other work'],
])

/** Enough of an id for people, who copy the whole of it. */
export const shortId = (id: string): string => (id.length > 10 ? id.slice(0, 8) : id)

// As many as an identifier may have.
const NAME_CHARACTERS_MAX = 128

/**
 * A name that somebody else chose, so that it can be read: what turns the direction of a line, or shows nothing, is written
 * as its code, and what is longer than anybody reads is cut.
 */
export function nameText(name: string): string {
  const cut =
    name.length > NAME_CHARACTERS_MAX
      ? `${[...name].slice(0, NAME_CHARACTERS_MAX).join('')}…`
      : name
  if (cut === '') return '(no name)'
  return cut.replaceAll(UNSEEN, codesOf).replaceAll(SPACES, codesOf)
}

const codesOf = (marks: string): string => [...marks].map(codeOf).join('')
const codeOf = (mark: string): string => `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`

// Marks of direction, control characters, what has no width, and spaces that are not the ordinary one.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|(?! )\p{Zs}/gu
/** At an end, or several: two names that differ by these look the same. */
const SPACES = /^ +| +$| {2,}/g

/** A text of a log as it is shown: lines stay, what turns their direction or hides something is written as its code. */
export const textShown = (text: string): string => text.replaceAll(TURNING, codesOf)

const TURNING = /(?!\n|\t|\u200c|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
