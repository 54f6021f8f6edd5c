import type { Json } from '../../domain/sharing.js'

/** A string of what would leave, and where it stands. */
export interface Leaf {
  readonly place: string
  readonly value: string | number | boolean | null
}

/** Every value of it, and every key that is no name of ours would be: `objects.3.pattern.text`. */
export function leavesOf(value: Json, place = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ place, value }]
  return Object.entries(value).flatMap(([key, one]) =>
    leavesOf(one, place === '' ? key : `${place}.${key}`),
  )
}
