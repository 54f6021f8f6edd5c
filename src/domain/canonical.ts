/** What JSON may hold once it was read. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/**
 * The one text of a value, as RFC 8785 has it: no blanks, keys in the order of their UTF-16 units, numbers and texts as
 * ECMAScript prints them. Whoever makes the value anew makes the same bytes. Throws on a text that is no Unicode.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('it is no number')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  const members = keys.map((key) => `${textOf(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value)

function textOf(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Error('it holds half a character')
  return JSON.stringify(text)
}
