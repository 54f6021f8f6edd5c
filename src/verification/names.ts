/** Texts and a number for each. */
export interface Names {
  get(text: string): number | undefined
  set(text: string, number: number): void
  delete(text: string): void
}

/**
 * Millions of names in many small maps: one map of them all stands still for a second whenever it grows, and whoever asks
 * waits; of these each takes part of a millisecond.
 */
export function makeNames(): Names {
  const maps = Array.from({ length: MAPS }, () => new Map<string, number>())
  const mapOf = (text: string): Map<string, number> => {
    let hash = 0
    for (let at = Math.max(0, text.length - TAIL); at < text.length; at++)
      hash = (Math.imul(hash, 31) + text.charCodeAt(at)) & (MAPS - 1)
    return maps[hash] as Map<string, number>
  }
  return {
    get: (text) => mapOf(text).get(text),
    set: (text, number) => void mapOf(text).set(text, number),
    delete: (text) => void mapOf(text).delete(text),
  }
}

/** Two million names are two thousand in each. */
const MAPS = 1024
/** Hashes and ids differ at their ends. */
const TAIL = 6
