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
export const wordsOf = (name: string): string => CAPABILITY_WORDS[name] ?? name.replaceAll('_', ' ')

const CAPABILITY_WORDS: Readonly<Record<string, string>> = {
  reward_model: 'grading as a reward model',
  safety_rewriting: 'safe rewriting',
  other: 'other work',
}

/** Enough of an id for people, who copy the whole of it. */
export const shortId = (id: string): string => (id.length > 10 ? id.slice(0, 8) : id)

const NAME_CHARACTERS_MAX = 120

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
  // A name of spaces alone cannot be seen, nor pointed at.
  return cut.replaceAll(cut.trim() === '' ? /./gsu : UNSEEN, codeOf)
}

const codeOf = (mark: string): string => `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`

// Marks of direction, control characters, and what has no width.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu
