import type { Json } from './sharing.js'

/**
 * RFC 8785: keys in the order of their UTF-16 units, no space, numbers and strings as ECMAScript prints them. The same value has
 * the same bytes, whoever made it and in whatever order.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('it is no number')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`
}

// `Array.isArray` does not know of lists that are not to be changed.
const isList = (value: object): value is readonly Json[] => Array.isArray(value)
