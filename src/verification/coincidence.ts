/**
 * Whether an application is one of many that one program made: it agrees with others in how the address is written and in
 * the browser, which strangers choose apart. How many would is estimated three ways, and the most that any gives counts:
 * by chance, from the shares of both among strangers of one land; by habit, from how many agreed so before; and by the place, where many write
 * alike because somebody told them to, yet nobody gives them names of one length.
 */
export interface Coincidence {
  readonly channels: readonly LookedAt[]
  /** Other customers that agree in all of them. */
  readonly observed: number
  readonly expected: number
  readonly bits: number
}

export const LOOKED_AT = [
  'mail_shape',
  'mail_grammar',
  'mail_domain',
  'client',
  'program',
  'network',
] as const
export type LookedAt = (typeof LOOKED_AT)[number]
export const bitOf = (channel: LookedAt): number => 1 << LOOKED_AT.indexOf(channel)

/** How many agree with an application, by what they agree in: a bit for each of {@link LOOKED_AT}. */
export type Agreeing = Int32Array
export const nobodyAgrees = (): Agreeing => new Int32Array(1 << LOOKED_AT.length)

const ADDRESS = ['mail_shape', 'mail_grammar', 'mail_domain'] as const
/** What sits in one place and agrees in what a place decides is explained by the place. */
const ONE_PLACE_SHARE = 0.6
const ONE_PLACE_BITS_MAX = 2
/**
 * Strangers of one land have a way of writing and a browser in common without having them from each other: where it sends a
 * twelfth of all sign-ups, two habits that nobody else has meet twelve times as often as chance says. How often they met
 * before says it better, where there is a before.
 */
const STRATA = 12
const STRATA_LEFT = 4
/** Of fewer elsewhere it is not known how strangers write who write by the same grammar. */
const ELSEWHERE_MIN = 20

export interface Compared {
  /** Others within the window. */
  readonly others: number
  /** Applications before it. */
  readonly earlier: number
  readonly inside: Agreeing
  readonly before: Agreeing
  /** How many within the window have a value of the application. */
  readonly holders: (channel: LookedAt) => number
}

/**
 * Whether more agree in address and browser than chance gives among strangers of one land. Habit and place only make more of
 * them expected, so that where this says no, nothing else needs to be counted.
 */
export const isBeyondChance = (compared: ByChance & Pick<Compared, 'inside'>): boolean =>
  ADDRESS.some((address) => {
    const observed = countOf(compared.inside, bitOf(address) | bitOf('client'))
    return worthOf(observed, chanceOf(address, compared)) > 0
  })

type ByChance = Pick<Compared, 'others' | 'earlier' | 'holders'>

const chanceOf = (
  address: (typeof ADDRESS)[number],
  { others, earlier, holders }: ByChance,
): number =>
  ((earlier < others ? STRATA : STRATA_LEFT) * holders(address) * holders('client')) / others

export function coincidenceOf(compared: Compared): Coincidence | undefined {
  const found = ADDRESS.flatMap((address) => {
    const one = byAddress(address, compared)
    return one === undefined ? [] : [one]
  })
  return found.sort((a, b) => b.bits - a.bits)[0]
}

function byAddress(address: (typeof ADDRESS)[number], compared: Compared): Coincidence | undefined {
  const { others, earlier, inside, before, holders } = compared
  const both = bitOf(address) | bitOf('client')
  const observed = countOf(inside, both)
  if (observed < 2) return undefined
  const chance = chanceOf(address, compared)
  // In the program and not in its version, since a new version is everybody's at once.
  const habits = countOf(before, bitOf(address) | bitOf('program'))
  const newest = holders('client') / Math.max(1, holders('program'))
  const habit = earlier === 0 ? 0 : (habits / earlier) * others * newest
  const isOnePlace = countOf(inside, both | bitOf('network')) >= ONE_PLACE_SHARE * observed
  const place = isOnePlace && address === 'mail_shape' ? expectedInPlace(inside) : 0
  const expected = Math.max(chance, habit, place)
  const bits = worthOf(observed, expected)
  const most =
    isOnePlace && address !== 'mail_shape' ? ONE_PLACE_BITS_MAX : Number.POSITIVE_INFINITY
  return { channels: [address, 'client'], observed, expected, bits: Math.min(bits, most) }
}

/** How many in the place would have names of these lengths, if they had them as those elsewhere who write so. */
function expectedInPlace(inside: Agreeing): number {
  const [grammar, shape, network] = [bitOf('mail_grammar'), bitOf('mail_shape'), bitOf('network')]
  const written = countOf(inside, grammar, network)
  if (written < ELSEWHERE_MIN) return Number.POSITIVE_INFINITY
  const share = countOf(inside, grammar | shape, network) / written
  return countOf(inside, grammar | network | bitOf('client')) * share
}

/** Those who agree in all that is wanted and in nothing that is not. */
const countOf = (agreeing: Agreeing, wanted: number, unwanted = 0): number =>
  agreeing.reduce(
    (sum, count, mask) =>
      (mask & wanted) === wanted && (mask & unwanted) === 0 ? sum + count : sum,
    0,
  )

/**
 * Bits by which so many speak of one maker: at most the odds of their excess over what is expected, the improbability of as
 * many by chance (Chernoff's bound of a Poisson tail), and what their number carries, since two or three agree who share a desk.
 */
export function worthOf(observed: number, expected: number): number {
  if (observed <= expected || observed < 2) return 0
  const least = Math.max(expected, 1e-6)
  const tail = (observed * Math.log(observed / least) - observed + least) / Math.LN2
  const odds = Math.log2((observed - expected) / Math.max(expected, 0.02))
  return Math.max(0, Math.min(odds, tail - SEARCH_BITS, 2 * Math.log2(1 + observed) - 1))
}
const SEARCH_BITS = Math.log2(ADDRESS.length)
