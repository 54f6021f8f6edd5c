/**
 * How a body's values are read: as the sources read them in SQL, so that the record of an exchange that
 * went through the proxy is the record of the same pair of bodies read from a file.
 */
import { createHash } from 'node:crypto'

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectOf = (value: unknown): Json => (isObject(value) ? value : NOTHING)
const NOTHING: Json = Object.freeze({})

/** The objects of an array. What is none is one that says nothing, where any of the others is. */
export function objectsOf(value: unknown): readonly Json[] {
  if (!Array.isArray(value) || !value.some(isObject)) return []
  return value.map(objectOf)
}

/** A text as it stands, anything else as its JSON, nothing as the empty text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

export const firstText = (...values: readonly unknown[]): string => {
  for (const value of values) {
    const text = textOf(value)
    if (text !== '') return text
  }
  return ''
}

/** Content is either a text or an array of blocks. */
export const contentText = (value: unknown): string =>
  objectsOf(value).length > 0 || isEmptyArray(value) ? '' : textOf(value)
const isEmptyArray = (value: unknown) => Array.isArray(value) && value.length === 0

/** A whole number, also where it is written as a text or has a fraction, as the engine takes it. */
export function intOf(value: unknown): number | null {
  const number = Math.trunc(numberOf(value) ?? Number.NaN)
  return Number.isSafeInteger(number) ? number : null
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value)) return null
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export const flagOf = (value: unknown): boolean | null =>
  typeof value === 'boolean' ? value : null

export function firstValue<T>(...values: readonly (T | null)[]): T | null {
  return values.find((value) => value !== null) ?? null
}

export const joinTexts = (texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join('\n')

/** Signed artefacts are kept as digests only: whoever reads the store cannot present them. */
export const digestsOf = (artefacts: readonly string[]): readonly string[] =>
  artefacts.filter((artefact) => artefact !== '').map(sha256)

/**
 * One hash for the same tools in whatever order. The text that is hashed is written as the engine writes
 * it, which escapes the slash and the two line ends that only Unicode knows.
 */
export function toolsHashOf(
  tools: readonly (readonly string[] | Readonly<Record<string, string>>)[],
): string {
  if (tools.length === 0) return ''
  const rows = tools.map((tool) => ({ key: Object.values(tool).map((v) => Buffer.from(v)), tool }))
  rows.sort((a, b) => compareKeys(a.key, b.key))
  return sha256(engineJson(rows.map(({ tool }) => tool)))
}

function compareKeys(a: readonly Buffer[], b: readonly Buffer[]): number {
  for (const [place, part] of a.entries()) {
    const order = Buffer.compare(part, b[place] ?? Buffer.alloc(0))
    if (order !== 0) return order
  }
  return 0
}

const engineJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
