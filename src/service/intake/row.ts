import type { Json } from './ndjson.js'

/** A row without what is absent: the contract knows no empty text and no empty list. */
export function absentLeftOut(row: Json): Json {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    ),
  )
}

/** Milliseconds since 1970 as an instant, or nothing where there is no such day. */
export function instantOf(milliseconds: number): string {
  const isDay = Number.isFinite(milliseconds) && milliseconds > 0 && milliseconds < DAYS_END
  return isDay ? new Date(milliseconds).toISOString() : ''
}

const DAYS_END = Date.UTC(2300, 0, 1)

/** A text as a whole number, or `undefined` where it is none. */
export function wholeOf(text: string): number | undefined {
  const whole = Number(text)
  return /^-?\d{1,18}$/.test(text) && Number.isSafeInteger(whole) ? whole : undefined
}

/** A text as a number, or `undefined` where it is none. */
export function fractionOf(text: string): number | undefined {
  const number = Number(text)
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(number) ? number : undefined
}

export function truthOf(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}
