/**
 * Evasion curves: what hiding costs an operator, and what it buys.
 *
 * Each curve takes one thing that an operator can pay for and pays more and more of it; recall is the
 * share of its accounts that are at `review` or above. One world holds the campaigns of one line, three
 * shapes at each expense, so that a line is one scan. They are strangers to each other and do not share
 * anything, but a tenth to a fifth of the accounts seen is hostile, more than anywhere in truth.
 */

import type { ScenarioChoice } from './choice.js'
import type { Preset } from './presets.js'
import type { Discipline } from './scenarios/discipline.js'
import type { Score } from './score.js'

export interface Curve {
  /** Also the name of its picture. */
  readonly id: string
  readonly title: string
  /** What the horizontal axis counts. */
  readonly axis: string
  readonly isLogarithmic: boolean
  readonly expenses: readonly number[]
  readonly lines: readonly {
    readonly name: string
    readonly discipline: Discipline
  }[]
  readonly shapes: readonly string[]
  readonly scale: number
  /** How a campaign is made that spends so much. */
  readonly campaignAt: (expense: number) => Pick<ScenarioChoice, 'coverShare' | 'effort'>
}

const DISCIPLINES = (['sloppy', 'careful', 'disciplined'] as const).map((discipline) => ({
  name: discipline,
  discipline,
}))

/** Accounts for each thousand exchanges of the shapes of `spread`, unspread. */
const ACCOUNTS_PER_THOUSAND = 12.5

export const CURVES: readonly Curve[] = [
  {
    id: 'cover',
    title: 'Cover traffic against recall',
    axis: 'Share of exchanges that are ordinary requests, sent as cover',
    isLogarithmic: false,
    expenses: [0, 0.25, 0.5, 0.75, 0.9],
    lines: DISCIPLINES,
    shapes: ['reasoning-harvest', 'big-pivot', 'many-pathways'],
    scale: 0.35,
    campaignAt: (expense) => ({ coverShare: expense }),
  },
  {
    id: 'sharing',
    title: 'Means of their own against recall',
    axis: 'Share given up of common cards, exits, clients and wording',
    isLogarithmic: false,
    expenses: [0, 0.4, 0.6, 0.75, 0.85, 0.95, 1],
    lines: [
      { name: 'hurried', discipline: 'sloppy' },
      { name: 'patient', discipline: 'disciplined' },
    ],
    shapes: ['reasoning-harvest', 'big-pivot', 'many-pathways'],
    scale: 0.3,
    campaignAt: (expense) => ({ coverShare: 0.1, effort: { sharingKept: 1 - expense } }),
  },
  {
    id: 'spread',
    title: 'Splitting over accounts against recall',
    axis: 'Accounts for each thousand exchanges',
    isLogarithmic: true,
    expenses: [1, 2, 4, 8, 16].map((factor) => factor * ACCOUNTS_PER_THOUSAND),
    lines: DISCIPLINES,
    shapes: ['reasoning-harvest', 'big-pivot'],
    scale: 0.3,
    campaignAt: (expense) => ({
      coverShare: 0.1,
      effort: { spread: expense / ACCOUNTS_PER_THOUSAND },
    }),
  },
]

/** The world of one line: every shape of the curve at every expense, among ordinary accounts. */
export const worldOf = (curve: Curve, discipline: Discipline): Preset => ({
  accounts: 9000,
  days: 8,
  exchangesMean: 5,
  isCompressed: false,
  textScale: 0.2,
  scenarios: [
    ...curve.expenses.flatMap((expense) =>
      curve.shapes.map((id) => ({
        id,
        scale: curve.scale,
        discipline,
        ...curve.campaignAt(expense),
      })),
    ),
    { id: 'university-class' },
    { id: 'framework-template' },
    { id: 'consumer-app' },
  ],
})

export interface CurvePoint {
  readonly expense: number
  /** Mean over the shapes of the share of accounts at `review` or above. */
  readonly recall: number
}

/** The points of a line. Campaigns are scored in the order in which `worldOf` made them. */
export const pointsOf = (curve: Curve, score: Pick<Score, 'campaigns'>): readonly CurvePoint[] =>
  curve.expenses.map((expense, place) => {
    const from = place * curve.shapes.length
    const recalls = score.campaigns.slice(from, from + curve.shapes.length).map((one) => one.recall)
    return { expense, recall: recalls.reduce((sum, one) => sum + one, 0) / curve.shapes.length }
  })

/** The first expense at which recall is below half, on the straight line between points; or null. */
export function budgetOf(points: readonly CurvePoint[], isLogarithmic: boolean): number | null {
  const toScale = isLogarithmic ? Math.log : (value: number) => value
  const fromScale = isLogarithmic ? Math.exp : (value: number) => value
  for (const [place, point] of points.entries()) {
    if (point.recall >= 0.5) continue
    const before = points[place - 1]
    if (before === undefined) return point.expense
    const part = (before.recall - 0.5) / (before.recall - point.recall)
    const [from, to] = [toScale(before.expense), toScale(point.expense)]
    return fromScale(from + part * (to - from))
  }
  return null
}
