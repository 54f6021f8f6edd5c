import { CAPABILITIES, type Capability } from '../domain/findings.js'

/** How numbers, times and names are written for people: in the report and on the terminal alike. */

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** 12,345,678 */
export function countText(count: number): string {
  return COUNT.format(count)
}

/** "1 account", "2 accounts" */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`
}

/** "+17.0", "−3.0": the sign is always written, since it is what matters. */
export function bitsText(bits: number): string {
  const rounded = Math.round(bits * 10) / 10
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(1)}`
}

/** A probability, never written as certainty. */
export function probabilityText(probability: number): string {
  if (probability > 0.999) return '> 0.999'
  if (probability < 0.001) return '< 0.001'
  return probability.toFixed(3).replace(/0$/, '')
}

/** "2026-03-04 15:59": UTC, as every page says once. */
export function minuteText(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return at.toISOString().slice(0, 16).replace('T', ' ')
}

export function dateText(instant: string): string {
  return minuteText(instant).slice(0, 10)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "4 Mar" and, where `withYear`, "4 Mar 2026". */
export function dayText(instant: string, { withYear }: { readonly withYear: boolean }): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`
  return withYear ? `${day} ${at.getUTCFullYear()}` : day
}

/** "from 30 Dec 2025 to 4 Jan 2026", "on 3 Mar 2026": as it stands in a sentence. */
export function spanText(first: string, last: string): string {
  const [from, to] = spanDays(first, last)
  return from === undefined ? `on ${to}` : `from ${from} to ${to}`
}

/** "30 Dec 2025 – 4 Jan 2026", "3 Mar 2026": as it stands in a table. */
export function spanShort(first: string, last: string): string {
  const [from, to] = spanDays(first, last)
  return from === undefined ? to : `${from} – ${to}`
}

function spanDays(first: string, last: string): readonly [from: string | undefined, to: string] {
  const to = dayText(last, { withYear: true })
  if (dateText(first) === dateText(last)) return [undefined, to]
  const sameYear = dateText(first).slice(0, 4) === dateText(last).slice(0, 4)
  return [dayText(first, { withYear: !sameYear }), to]
}

const DURATIONS: readonly (readonly [seconds: number, noun: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** "6 hours": in the largest unit that divides it without a rest. */
export function durationText(seconds: number): string {
  const [unit, noun] = DURATIONS.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [
    1,
    'second',
  ]
  return counted(Math.round(seconds / unit), noun)
}

const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  reasoning: 'reasoning',
  reward_model: 'grading as a reward model',
  code: 'code',
  tool_use: 'tool use',
  computer_use: 'computer use',
  vision: 'vision',
  data_analysis: 'data analysis',
  mathematics: 'mathematics',
  safety_rewriting: 'safe rewriting',
  instruction_generation: 'instruction generation',
  translation: 'translation',
  chat: 'chat',
  other: 'other work',
}

export function capabilityText(capability: Capability): string {
  return CAPABILITIES.includes(capability) ? CAPABILITY_WORDS[capability] : capability
}

/** "a", "a and b", "a, b and c" */
export function listText(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const ID_LENGTH_MIN = 8

/** The shortest beginning of an id, of eight characters or more, that no other id of these has. */
export function idPrefix(id: string, ids: readonly string[]): string {
  const others = ids.filter((other) => other !== id)
  for (let length = ID_LENGTH_MIN; length < id.length; length += 1) {
    const prefix = id.slice(0, length)
    if (!others.some((other) => other.startsWith(prefix))) return prefix
  }
  return id
}
