/**
 * To whom sealed reasoning was issued, for as long as there is room: digests alone, in memory, in one flat table that the
 * collector of the heap never walks through. What was forgotten, or issued before the start, is nobody's.
 */
import { createHash } from 'node:crypto'

export interface Artefacts {
  /** `digests` in hexadecimal, as the record has them. */
  readonly issued: (owner: string, digests: readonly string[]) => void
  /** How many of these were issued, and to somebody else. */
  readonly foreign: (owner: string, digests: readonly string[]) => number
}

const WORDS = 4
/** Digests that share a place; the one that came first makes room. */
const WAYS = 8

/** Holds `most` digests or a little less, in 16 bytes each. */
export function makeArtefacts(most: number): Artefacts {
  const sets = 2 ** Math.max(0, Math.floor(Math.log2(most / WAYS)))
  const words = new Uint32Array(sets * WAYS * WORDS)
  const next = new Uint8Array(sets)
  const place = (low: number, high: number): number => {
    const first = (low & (sets - 1)) * WAYS * WORDS
    for (let at = first; at < first + WAYS * WORDS; at += WORDS) {
      if (words[at] === low && words[at + 1] === high) return at
    }
    return -1
  }
  return {
    issued: (owner, digests) => {
      const [ownerLow, ownerHigh] = ownerWords(owner)
      for (const digest of digests) {
        const [low, high] = halves(digest)
        const set = low & (sets - 1)
        // Whoever was given it first has it: nobody makes it his own by having it told again.
        if (place(low, high) >= 0) continue
        const way = next[set] ?? 0
        next[set] = (way + 1) % WAYS
        words.set([low, high, ownerLow, ownerHigh], (set * WAYS + way) * WORDS)
      }
    },
    foreign: (owner, digests) => {
      const [ownerLow, ownerHigh] = ownerWords(owner)
      return digests.filter((digest) => {
        const at = place(...halves(digest))
        return at >= 0 && !(words[at + 2] === ownerLow && words[at + 3] === ownerHigh)
      }).length
    },
  }
}

type Halves = readonly [low: number, high: number]

const halves = (digest: string): Halves => [
  Number.parseInt(digest.slice(0, 8), 16) >>> 0,
  // An empty place is zero, and no digest is.
  Number.parseInt(digest.slice(8, 16), 16) >>> 0 || 1,
]

const ownerWords = (owner: string): Halves =>
  halves(createHash('sha256').update(owner).digest('hex'))
