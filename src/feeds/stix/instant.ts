import { NOBODYS_AT, utc } from './object.js'

/** The range of instants that the store takes, the last of them not within it. */
const FIRST_MS = Date.parse(NOBODYS_AT)
const END_MS = Date.parse('2100-01-01T00:00:00.000Z')

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/

/**
 * An instant as STIX writes it, to the millisecond, or null where it is none: another form, a day that is not in the
 * calendar, or outside of 2000 to 2099.
 */
export function instantOf(text: string): string | null {
  if (!FORM.test(text)) return null
  const ms = Date.parse(text)
  if (Number.isNaN(ms) || ms < FIRST_MS || ms >= END_MS) return null
  const instant = new Date(ms).toISOString()
  // The platform takes the 30th of February for the first or second of March.
  return instant.slice(0, 19) === text.slice(0, 19) ? instant : null
}

/** The earlier of two instants, in the form of STIX. */
export const earlierOf = (one: string, other: string): string =>
  utc(Date.parse(one) <= Date.parse(other) ? one : other)

export const DAY_MS = 86_400_000

/** The UTC day that two instants enclose, as `2026-03-01`; null where it is not one whole day. */
export function dayBetween(start: string, stop: string): string | null {
  const [from, to] = [instantOf(start), instantOf(stop)]
  if (from === null || to === null || !from.endsWith('T00:00:00.000Z')) return null
  return Date.parse(to) - Date.parse(from) === DAY_MS ? from.slice(0, 10) : null
}

/** Both ends of a day in the form of a pattern; null where it is no day. */
export function endsOf(day: string): readonly [start: string, stop: string] | null {
  const start = instantOf(`${day}T00:00:00.000Z`)
  return start === null ? null : [start, new Date(Date.parse(start) + DAY_MS).toISOString()]
}
