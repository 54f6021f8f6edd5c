import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  budgetOf,
  CURVES,
  type Curve,
  type CurvePoint,
  pointsOf,
  worldOf,
} from '../../lab/curves.js'
import { scoreFindings } from '../../lab/score.js'
import { simulate } from '../../lab/simulate.js'
import { scanFolder } from '../scan-folder.js'
import { padTo } from '../terminal/layout.js'
import { drawLines } from './line-chart.js'

export interface CurvesOptions {
  readonly seed: string
  /** Where the pictures go. */
  readonly target: string
  /** An empty folder for the logs, which the caller removes. */
  readonly folder: string
  /** Ids of curves; all, if left out. */
  readonly only: readonly string[]
  readonly json: boolean
}

interface Measured {
  readonly name: string
  readonly points: readonly CurvePoint[]
  readonly budget: number | null
}

/** Measures what hiding costs, one scan a line, and draws a picture of each curve. */
export async function drawCurves(options: CurvesOptions): Promise<void> {
  mkdirSync(options.target, { recursive: true })
  for (const curve of CURVES) {
    if (options.only.length > 0 && !options.only.includes(curve.id)) continue
    const lines: Measured[] = []
    for (const { name, discipline } of curve.lines) {
      const folder = join(options.folder, `${curve.id}-${name}`)
      const made = simulate({ ...worldOf(curve, discipline), folder, seed: options.seed })
      const { findings } = await scanFolder(folder)
      rmSync(folder, { recursive: true })
      const points = pointsOf(curve, scoreFindings(made.truth, findings, made.accountIds))
      lines.push({ name, points, budget: budgetOf(points, curve.isLogarithmic) })
    }
    const path = join(options.target, `${curve.id}.svg`)
    writeFileSync(path, pictureOf(curve, lines, options.seed))
    const { id } = curve
    if (options.json) process.stdout.write(`${JSON.stringify({ id, seed: options.seed, lines })}\n`)
    else process.stdout.write(`\n${curveTable(curve, lines)}  ${path}\n`)
  }
}

/** The points of a curve as a table of at most 80 columns, and where each line falls below half. */
export function curveTable(curve: Curve, lines: readonly Measured[]): string {
  const cells = (values: readonly string[]) => values.map((one) => padTo(one, 7, 'right')).join('')
  return [
    curve.title,
    `  ${curve.axis}`,
    `  ${padTo('', 12)}${cells(curve.expenses.map(String))}  under half at`,
    ...lines.map(
      ({ name, points, budget }) =>
        `  ${padTo(name, 12)}${cells(points.map((point) => point.recall.toFixed(2)))}  ${budgetText(budget, points)}`,
    ),
    '',
  ].join('\n')
}

function budgetText(budget: number | null, points: readonly CurvePoint[]): string {
  if (budget === null) return 'nowhere'
  return budget === points[0]?.expense ? 'the start' : budget.toFixed(budget < 10 ? 2 : 0)
}

const pictureOf = (curve: Curve, lines: readonly Measured[], seed: string): string =>
  drawLines({
    title: curve.title,
    description: `${curve.axis}, against the share of hostile accounts at review or above; seed ${seed}. ${lines.map(sentenceOf).join(' ')}`,
    xAxis: curve.axis,
    yAxis: 'Recall at review',
    isLogarithmic: curve.isLogarithmic,
    xTicks: curve.expenses,
    lines: lines.map(({ name, points }) => ({
      name,
      points: points.map(({ expense, recall }) => ({ x: expense, y: recall })),
    })),
    mark: { y: 0.5, name: 'half' },
  })

const sentenceOf = ({ name, points, budget }: Measured): string => {
  const [first, last] = [points[0], points.at(-1)]
  const span = `${name}: from ${first?.recall.toFixed(2)} at ${first?.expense} to ${last?.recall.toFixed(2)} at ${last?.expense}`
  return budget === null
    ? `${span}, never below half.`
    : `${span}, below half at ${budgetText(budget, points)}.`
}
