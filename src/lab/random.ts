/**
 * Chance, from a seed.
 *
 * The lab must give the same bytes for the same seed on every machine, and adding one account must
 * not change the draws of another. So the generator is splittable: each account, campaign and
 * conversation gets its own stream, derived from the seed and a path of labels, and no stream is
 * ever shared. The generator is sfc32 (Chris Doty-Humphrey, PractRand), seeded by four rounds of a
 * string hash; it is fast and small, and is not meant to keep a secret.
 */

export interface Random {
  /** A new independent stream. The parent's position does not matter, only its label path. */
  readonly split: (label: string | number) => Random
  /** Uniform in [0, 1). */
  readonly unit: () => number
  /** Uniform integer in [low, high], both included. */
  readonly int: (low: number, high: number) => number
  readonly uniform: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(values: readonly T[]) => T
  /** One value, drawn by weight. */
  readonly weighted: <T>(choices: readonly Weighted<T>[]) => T
  /** A value of a list whose popularity falls like 1 / rank. */
  readonly zipf: <T>(values: readonly T[]) => T
  readonly normal: () => number
  readonly exponential: (mean: number) => number
  /** By its median and the standard deviation of its logarithm. */
  readonly lognormal: (median: number, sigma: number) => number
  /** Gaps with a coefficient of variation above one: a mixture of two exponentials. */
  readonly hyperExponential: (mean: number, variation: number) => number
  readonly pareto: (minimum: number, shape: number) => number
  readonly poisson: (mean: number) => number
  readonly geometric: (mean: number) => number
  readonly shuffle: <T>(values: readonly T[]) => T[]
  readonly sample: <T>(values: readonly T[], count: number) => T[]
  readonly hex: (digits: number) => string
}

export type Weighted<T> = readonly [value: T, weight: number]

export const createRandom = (seed: string): Random => {
  const next = sfc32(seed)
  const unit = (): number => next() / 4294967296
  const draws = {
    unit,
    int: (low: number, high: number) => low + Math.floor(unit() * (high - low + 1)),
    uniform: (low: number, high: number) => low + unit() * (high - low),
    chance: (probability: number) => unit() < probability,
    pick: <T>(values: readonly T[]): T => at(values, Math.floor(unit() * values.length)),
    weighted: <T>(choices: readonly Weighted<T>[]): T => drawWeighted(choices, unit()),
    zipf: <T>(values: readonly T[]): T => at(values, Math.floor((values.length + 1) ** unit()) - 1),
    hex: (digits: number) => drawHex(next, digits),
  }
  return Object.freeze({
    split: (label: string | number) => createRandom(`${seed}/${label}`),
    ...draws,
    ...shapes(unit),
    ...orders(draws.int),
  })
}

const shapes = (unit: () => number) => {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(6.283185307 * unit())
  const exponential = (mean: number): number => -mean * Math.log(1 - unit())
  return {
    normal,
    exponential,
    lognormal: (median: number, sigma: number) => median * Math.exp(sigma * normal()),
    hyperExponential: (mean: number, variation: number) => {
      if (variation <= 1) return exponential(mean)
      // Balanced means: the share of the fast branch follows from the squared variation.
      const squared = variation * variation
      const fast = (1 + Math.sqrt((squared - 1) / (squared + 1))) / 2
      return exponential(unit() < fast ? mean / (2 * fast) : mean / (2 * (1 - fast)))
    },
    pareto: (minimum: number, shape: number) => minimum / (1 - unit()) ** (1 / shape),
    poisson: (mean: number) => drawPoisson(mean, unit, normal),
    geometric: (mean: number) =>
      mean <= 1 ? 1 : 1 + Math.floor(Math.log(1 - unit()) / Math.log(1 - 1 / mean)),
  }
}

const orders = (int: (low: number, high: number) => number) => {
  const shuffle = <T>(values: readonly T[]): T[] => {
    const copy = [...values]
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = int(0, last)
      const kept = at(copy, last)
      copy[last] = at(copy, other)
      copy[other] = kept
    }
    return copy
  }
  return {
    shuffle,
    sample: <T>(values: readonly T[], count: number): T[] => shuffle(values).slice(0, count),
  }
}

/** A hash of a text: for choices that must not depend on a stream. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}

const sfc32 = (seed: string): (() => number) => {
  let a = hashText(`a${seed}`) | 0
  let b = hashText(`b${seed}`) | 0
  let c = hashText(`c${seed}`) | 0
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm += 1) next()
  return next
}

const drawWeighted = <T>(choices: readonly Weighted<T>[], unit: number): T => {
  let total = 0
  for (const [, weight] of choices) total += weight
  let left = unit * total
  for (const [value, weight] of choices) {
    left -= weight
    if (left < 0) return value
  }
  return at(choices, choices.length - 1)[0]
}

const drawPoisson = (mean: number, unit: () => number, normal: () => number): number => {
  if (mean <= 0) return 0
  // Above 40 the normal approximation is closer than the lab needs, and takes constant time.
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  const limit = Math.exp(-mean)
  let product = unit()
  let count = 0
  while (product > limit) {
    product *= unit()
    count += 1
  }
  return count
}

/** Every four-digit hexadecimal text, since identifiers are a large part of the work. */
const HEX = Array.from({ length: 65536 }, (_, value) => value.toString(16).padStart(4, '0'))

const drawHex = (next: () => number, digits: number): string => {
  let text = ''
  while (text.length < digits) {
    const word = next()
    text += `${HEX[word >>> 16]}${HEX[word & 65535]}`
  }
  return text.length === digits ? text : text.slice(0, digits)
}

/** The element at a place that is known to exist; an empty list is a fault of the caller. */
export const at = <T>(values: readonly T[], place: number): T => {
  const value = values[place]
  if (value === undefined && !(place in values)) throw new Error(`nothing at place ${place}`)
  return value as T
}
