import type { Json } from './sharing.js'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * The one text of a value by RFC 8785: whoever writes the same value writes the same bytes. Throws where JSON has no
 * word for it, a number that is none or half of a character. The caller bounds how deep the value is.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number') return numberOf(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalJson).join()}]`
  // Keys are in the order of their UTF-16 units, which is how JavaScript sorts.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, held]) => `${textOf(key)}:${canonicalJson(held)}`).join()}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

function textOf(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError('half of a character has no canonical form')
  return JSON.stringify(text)
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('JSON cannot hold such a number')
  return JSON.stringify(value)
}
