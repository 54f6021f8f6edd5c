import type { Facts } from './facts.js'

/** What became of accounts that applied with a value. */
export interface Marked {
  readonly campaign: number
  readonly suspended: number
}

/** Values of accounts of which more is known by now: those of campaigns and those that were suspended. */
export interface Marks {
  /** @param value as {@link Facts.values} has it */
  of(value: string | undefined): Marked
}

const NONE: Marked = Object.freeze({ campaign: 0, suspended: 0 })
export const NO_MARKS: Marks = Object.freeze({ of: () => NONE })

export function makeMarks(): Marks & { add(facts: Facts, mark: keyof Marked): void } {
  const held = new Map<string, { campaign: number; suspended: number }>()
  return Object.freeze({
    of: (value: string | undefined) => held.get(value ?? '') ?? NONE,
    add: (facts: Facts, mark: keyof Marked) => {
      for (const value of Object.values(facts.values)) {
        const known = held.get(value) ?? { campaign: 0, suspended: 0 }
        known[mark] += 1
        held.set(value, known)
      }
    },
  })
}
