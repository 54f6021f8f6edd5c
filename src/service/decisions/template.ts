import { firstShingle, type Tables } from './tables.js'

/** The templates that a request carries. Valid until the next count. */
export interface TemplatesFound {
  readonly found: number
  low(place: number): number
  high(place: number): number
}

// A sketch has at most 64 shingles of each of three parts of a text; more are not a sketch.
const SHINGLES_MAX = 192
// Of so many templates the shingles are counted; more than a dozen at once is no request that anybody makes.
const TEMPLATES_MAX = 64

/** Counts which known templates a request carries enough shingles of. Its memory is made once. */
export function makeTemplateCounter(): (
  tables: Tables,
  shingles: readonly bigint[],
) => TemplatesFound {
  const word = new Uint32Array(2)
  const long = new BigUint64Array(word.buffer)
  const templates = new Uint32Array(TEMPLATES_MAX * 2)
  const counts = new Uint16Array(TEMPLATES_MAX)
  const result = {
    found: 0,
    low: (place: number) => templates[place * 2] ?? 0,
    high: (place: number) => templates[place * 2 + 1] ?? 0,
  }

  let seen = 0
  const count = (low: number, high: number) => {
    for (let place = 0; place < seen; place++) {
      if (templates[place * 2] === low && templates[place * 2 + 1] === high) {
        counts[place] = (counts[place] ?? 0) + 1
        return
      }
    }
    if (seen === TEMPLATES_MAX) return
    templates[seen * 2] = low
    templates[seen * 2 + 1] = high
    counts[seen] = 1
    seen++
  }

  return (tables, shingles) => {
    seen = 0
    const { shingles: known } = tables
    const asked = Math.min(shingles.length, SHINGLES_MAX)
    for (let index = 0; index < asked; index++) {
      long[0] = shingles[index] ?? 0n
      const low = word[0] ?? 0
      const high = word[1] ?? 0
      const first = firstShingle(tables, low, high)
      if (first < 0) continue
      for (let row = first; known[row * 4] === low && known[row * 4 + 1] === high; row++) {
        count(known[row * 4 + 2] ?? 0, known[row * 4 + 3] ?? 0)
      }
    }
    // Those with enough move to the front.
    let kept = 0
    for (let place = 0; place < seen; place++) {
      if ((counts[place] ?? 0) < tables.templateShinglesMin) continue
      templates[kept * 2] = templates[place * 2] ?? 0
      templates[kept * 2 + 1] = templates[place * 2 + 1] ?? 0
      kept++
    }
    result.found = kept
    return result
  }
}
