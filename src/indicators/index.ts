import { readdirSync } from 'node:fs'
import type { Family } from '../domain/findings.js'
import type { Pattern } from '../domain/indicator.js'
import type { IndicatorKind } from './define.js'

/** Every kind of indicator, ordered by id. A file of this folder is one: there is no list. */
export const INDICATOR_KINDS: readonly IndicatorKind[] = await load()

export const kindOf = (id: string): IndicatorKind | undefined =>
  INDICATOR_KINDS.find((kind) => kind.id === id)

/** What strangers have in common who do the same work: a vendor's customers, the readers of a tutorial. */
const FAMILIES_OF_WORK: readonly Family[] = ['client', 'content', 'extraction']
export const isOfWork = ({ family }: IndicatorKind): boolean => FAMILIES_OF_WORK.includes(family)

/** What of a pattern that somebody told is read, or why it touches nobody. */
export type PatternRead =
  | { readonly kind: IndicatorKind; readonly pattern: Pattern }
  | { readonly refused: string }

/** A pattern from outside, held against the canonical form of its kind, and refused where it is too wide. */
export function readPattern(kindId: string, given: unknown): PatternRead {
  const kind = kindOf(kindId)
  if (kind === undefined) return { refused: 'a kind that is not known' }
  const read = kind.pattern.safeParse(given)
  if (!read.success) return { refused: `not the form of ${kind.id}` }
  const why = kind.isTooWide(read.data)
  return why === '' ? { kind, pattern: read.data } : { refused: `too wide: ${why}` }
}

async function load(): Promise<readonly IndicatorKind[]> {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder).filter(
    (file) => /^[\w-]+\.[jt]s$/.test(file) && !/^(define|index|page)\./.test(file),
  )
  const kinds = await Promise.all(
    files.map(async (file) => {
      const { default: kind } = (await import(new URL(file, folder).href)) as {
        default: IndicatorKind
      }
      if (!file.startsWith(`${kind.id}.`)) {
        throw new Error(`${file} holds ${kind.id}: a file and its kind must agree`)
      }
      if (kind.benign.length === 0 || kind.evasions.length === 0) {
        throw new Error(`${file}: who carries this innocently, and how is it evaded?`)
      }
      return kind
    }),
  )
  return kinds.sort((a, b) => (a.id < b.id ? -1 : 1))
}
