/**
 * The analysis of competing hypotheses (Heuer, Psychology of Intelligence Analysis, chapter 8): each item is rated against
 * each hypothesis, and what is counted is what speaks against. An item that fits everything says nothing, however true.
 */

/** How an item sits with a hypothesis: very consistent to very inconsistent. */
export const RATINGS = ['++', '+', '0', '-', '--'] as const
export type Rating = (typeof RATINGS)[number]

const VALUE: Readonly<Record<Rating, number>> = { '++': 2, '+': 1, '0': 0, '-': -1, '--': -2 }

export interface RatedItem {
  readonly item: string
  /** The facts that an inference rests on; without one of them it falls. */
  readonly rests_on: readonly string[]
  /** By hypothesis. What is not there was not rated, and counts nothing. */
  readonly ratings: ReadonlyMap<string, Rating>
}

export interface Standing {
  readonly hypothesis: string
  /** One for each `-`, two for each `--`. */
  readonly inconsistency: number
  /** 1 for the least inconsistent; those alike share a place. */
  readonly place: number
}

export interface Weighed {
  readonly item: string
  /** From 0, where it fits all hypotheses alike and says nothing, to 4. */
  readonly diagnosticity: number
  /** Whether the order of the hypotheses would be another without it and what rests on it. */
  readonly is_sensitive: boolean
  /** Whether the one that is first would be another. */
  readonly decides: boolean
}

export interface Matrix {
  /** The least inconsistent first; those alike by name. */
  readonly standings: readonly Standing[]
  readonly items: readonly Weighed[]
  /** Rated inferences that rest on rated facts: one observation is counted twice. */
  readonly counted_twice: readonly string[]
  /** Pairs that nobody rated. */
  readonly unrated: readonly (readonly [item: string, hypothesis: string])[]
}

/** Pure, and blind to the order in which anything was added. */
export function weigh(hypotheses: readonly string[], items: readonly RatedItem[]): Matrix {
  const standings = standingsOf(hypotheses, items)
  const rated = new Set(items.filter(isRated).map(({ item }) => item))
  return {
    standings,
    items: items.map((one) => {
      const without = standingsOf(hypotheses, withoutIt(items, one.item))
      return {
        item: one.item,
        diagnosticity: diagnosticityOf(hypotheses, one),
        is_sensitive: orderOf(without) !== orderOf(standings),
        decides: firstOf(without) !== firstOf(standings),
      }
    }),
    counted_twice: items
      .filter((one) => isRated(one) && one.rests_on.some((fact) => rated.has(fact)))
      .map(({ item }) => item),
    unrated: items.flatMap(({ item, ratings }) =>
      hypotheses.flatMap((one) => (ratings.has(one) ? [] : [[item, one] as const])),
    ),
  }
}

const isRated = ({ ratings }: RatedItem): boolean =>
  [...ratings.values()].some((one) => one !== '0')

const withoutIt = (items: readonly RatedItem[], gone: string): readonly RatedItem[] =>
  items.filter(({ item, rests_on }) => item !== gone && !rests_on.includes(gone))

function standingsOf(
  hypotheses: readonly string[],
  items: readonly RatedItem[],
): readonly Standing[] {
  const counted = hypotheses.map((hypothesis) => ({
    hypothesis,
    inconsistency: items.reduce((sum, { ratings }) => sum + against(ratings.get(hypothesis)), 0),
  }))
  return counted
    .toSorted((a, b) => a.inconsistency - b.inconsistency || (a.hypothesis < b.hypothesis ? -1 : 1))
    .map((one) => ({
      ...one,
      place: 1 + counted.filter((other) => other.inconsistency < one.inconsistency).length,
    }))
}

const against = (rating: Rating | undefined): number =>
  rating === undefined ? 0 : Math.max(0, -VALUE[rating])

function diagnosticityOf(hypotheses: readonly string[], { ratings }: RatedItem): number {
  const values = hypotheses.flatMap((one) => {
    const rating = ratings.get(one)
    return rating === undefined ? [] : [VALUE[rating]]
  })
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values)
}

const orderOf = (standings: readonly Standing[]): string =>
  standings.map(({ hypothesis, place }) => `${place} ${hypothesis}`).join('\n')

const firstOf = (standings: readonly Standing[]): string =>
  orderOf(standings.filter(({ place }) => place === 1))
