/** Instants as TAXII writes them: RFC 3339 in UTC, told with microseconds. Inside they are whole microseconds since 1970. */

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/
/** The year 2200: whatever is later is a mistake, and the store knows no such instants. */
export const MICROS_MAX = 7_258_118_400_000_000

/** Undefined where it is no such instant, or none from 1970 to 2200. */
export function microsOf(text: string): number | undefined {
  const [, seconds = '', fraction = ''] = FORM.exec(text) ?? []
  const ms = Date.parse(`${seconds}Z`)
  // A day that a month does not have becomes one of the next.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== seconds) return undefined
  const micros = ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
  return micros >= 0 && micros < MICROS_MAX ? micros : undefined
}

export function instantOf(micros: number): string {
  const whole = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1)
  return `${whole}${String(micros % 1000).padStart(3, '0')}Z`
}

/** As the store reads it. */
export const storedInstant = (micros: number): string =>
  instantOf(micros).replace('T', ' ').slice(0, -1)
