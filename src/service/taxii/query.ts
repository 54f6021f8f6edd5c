/** What of a collection is asked for: the query of TAXII 2.1, read once. */
import { MICROS_MAX, microsOf } from './instant.js'

export const PAGE_OBJECTS_MAX = 1000
/** Of one filter. */
const VALUES_MAX = 100

export interface Versions {
  readonly isAll: boolean
  readonly isFirst: boolean
  readonly isLast: boolean
  /** In microseconds. */
  readonly at: readonly number[]
}

export interface Query {
  readonly limit: number
  /** Only what was added after it: the later of `added_after` and `next`. */
  readonly afterMicros: number
  /** Empty where all are asked for; so with types. */
  readonly ids: readonly string[]
  readonly types: readonly string[]
  readonly versions: Versions
  /** Whether objects of STIX 2.1 are asked for. There are no others. */
  readonly isOfStix: boolean
}

export const ALL_VERSIONS: Versions = { isAll: true, isFirst: false, isLast: false, at: [] }
const LAST_VERSION: Versions = { isAll: false, isFirst: false, isLast: true, at: [] }

export type Filter = 'id' | 'type' | 'version' | 'spec_version'

export interface Allowed {
  readonly filters: readonly Filter[]
  /** What counts where no version is named. */
  readonly versions: 'all' | 'last'
  /** Whether there are pages. */
  readonly isPaged: boolean
}

const PAGING = ['limit', 'next', 'added_after']

/**
 * Undefined where a part of it was not understood. A filter that is not known here is refused and not passed over: a deletion would
 * meet more than was meant.
 */
export function queryOf(given: URLSearchParams, allowed: Allowed): Query | undefined {
  const keys = [...given.keys()]
  if (new Set(keys).size !== keys.length) return undefined
  const known = [
    ...allowed.filters.map((filter) => `match[${filter}]`),
    ...(allowed.isPaged ? PAGING : []),
  ]
  const isStray = (key: string) =>
    (key.startsWith('match') || PAGING.includes(key)) && !known.includes(key)
  if (keys.some(isStray)) return undefined
  const values = (filter: Filter) => listOf(given.get(`match[${filter}]`))
  const [ids, types, specVersions] = [values('id'), values('type'), values('spec_version')]
  const versions = versionsOf(values('version'), allowed.versions)
  const limit = limitOf(given.get('limit'))
  const after = placeOf(given.get('added_after'), microsOf)
  const next = placeOf(given.get('next'), cursorOf)
  if (ids === undefined || types === undefined || specVersions === undefined) return undefined
  if (limit === undefined || after === undefined || next === undefined) return undefined
  if (versions === undefined) return undefined
  const isOfStix = specVersions.length === 0 || specVersions.includes('2.1')
  return { limit, afterMicros: Math.max(after, next), ids, types, versions, isOfStix }
}

/** The place after which the next page begins. Whoever asks is not to read anything in it. */
export const cursorAfter = (micros: number): string => micros.toString(36)

function cursorOf(text: string): number | undefined {
  if (!/^[0-9a-z]{1,11}$/.test(text)) return undefined
  const micros = Number.parseInt(text, 36)
  return micros < MICROS_MAX ? micros : undefined
}

const placeOf = (text: string | null, read: (text: string) => number | undefined) =>
  text === null ? -1 : read(text)

function limitOf(text: string | null): number | undefined {
  if (text === null) return PAGE_OBJECTS_MAX
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return limit < 1 ? undefined : Math.min(limit, PAGE_OBJECTS_MAX)
}

/** Values between commas; undefined where one is empty or there are too many. */
function listOf(text: string | null): readonly string[] | undefined {
  if (text === null) return []
  const values = text.split(',').map((value) => value.trim())
  return values.includes('') || values.length > VALUES_MAX ? undefined : values
}

function versionsOf(
  named: readonly string[] | undefined,
  unnamed: Allowed['versions'],
): Versions | undefined {
  if (named === undefined) return undefined
  if (named.length === 0) return unnamed === 'all' ? ALL_VERSIONS : LAST_VERSION
  const at = named.filter((one) => !['all', 'first', 'last'].includes(one)).map(microsOf)
  if (at.includes(undefined)) return undefined
  return {
    isAll: named.includes('all'),
    isFirst: named.includes('first'),
    isLast: named.includes('last'),
    at: at.filter((one) => one !== undefined),
  }
}
