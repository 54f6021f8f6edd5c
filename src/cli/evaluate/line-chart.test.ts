import { describe, expect, test } from 'vitest'
import { CURVES } from '../../lab/curves.js'
import { widthOf } from '../terminal/layout.js'
import { curveTable } from './curves.js'
import { drawLines, type LineChart } from './line-chart.js'

const chart: LineChart = {
  title: 'Cost & <benefit>',
  description: 'What it says.',
  xAxis: 'cost',
  yAxis: 'recall',
  isLogarithmic: false,
  xTicks: [0, 10],
  lines: [
    {
      name: 'first',
      points: [
        { x: 0, y: 1 },
        { x: 10, y: 0 },
      ],
    },
    { name: 'second', points: [{ x: 10, y: 0 }] },
  ],
  mark: { y: 0.5, name: 'half' },
}

describe('a picture', () => {
  test('says in words what it shows, and is named by them', () => {
    const text = drawLines(chart)
    expect(text).toMatch(/^<svg [^>]*role="img" aria-labelledby="title description"/)
    expect(text).toContain('<title id="title">Cost &amp; &lt;benefit&gt;</title>')
    expect(text).toContain('<desc id="description">What it says.</desc>')
  })

  test('draws from the upper left to the lower right', () => {
    expect(drawLines(chart)).toContain('points="64,52 640,352"')
  })

  test('names every line at its end, and no two names in one place', () => {
    const places = [...drawLines(chart).matchAll(/y="([\d.]+)" font-weight="bold">(first|second)/g)]
    expect(places.map((match) => match[2]).sort()).toEqual(['first', 'second'])
    const [one, other] = places.map((match) => Number(match[1]))
    expect(Math.abs((one ?? 0) - (other ?? 0))).toBeGreaterThanOrEqual(14)
  })

  test('a logarithmic axis gives each doubling the same width', () => {
    const points = [1, 2, 4].map((x) => ({ x, y: 1 }))
    const text = drawLines({
      ...chart,
      isLogarithmic: true,
      xTicks: [1, 2, 4],
      lines: [{ name: 'first', points }],
    })
    expect(text).toContain('points="64,52 352,52 640,52"')
  })

  test('holds no script, and nothing that it could fetch', () => {
    const text = drawLines(chart)
    expect(text).not.toMatch(/<script|href|url\(|<style|@import/)
    expect(text.match(/https?:/g)).toHaveLength(1)
  })
})

test.each(CURVES)('the table of $id fits 80 columns', (curve) => {
  const points = curve.expenses.map((expense) => ({ expense, recall: 0.123 }))
  const name = 'disciplined'
  const text = curveTable(curve, [
    { name, points, budget: curve.expenses[0] ?? 0 },
    { name, points, budget: 199.4 },
    { name, points, budget: null },
  ])
  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80)
})
