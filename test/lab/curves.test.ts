/** A curve's worlds and budgets are what its picture says. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { budgetOf, CURVES, pointsOf, worldOf } from '../../src/lab/curves.js'
import { SHARING, sharingOf } from '../../src/lab/scenarios/sharing.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'

const line = (...recalls: readonly number[]) =>
  recalls.map((recall, place) => ({ expense: 10 ** place, recall }))

describe('the budget at which recall falls below half', () => {
  test('lies on the line between two points', () => {
    expect(budgetOf(line(0.9, 0.1), false)).toBeCloseTo(5.5)
    expect(budgetOf(line(0.9, 0.1), true)).toBeCloseTo(10 ** 0.5)
  })

  test('is the first one, whatever comes after', () => {
    expect(budgetOf(line(0.6, 0.4, 0.9), false)).toBeCloseTo(5.5)
  })

  test('is the least where nothing need be spent, and none where nothing helps', () => {
    expect(budgetOf(line(0.4, 0.3), false)).toBe(1)
    expect(budgetOf(line(0.9, 0.5), false)).toBeNull()
  })
})

test('each expense is the mean of its own campaigns', () => {
  for (const curve of CURVES) {
    const choices = worldOf(curve, 'sloppy').scenarios.filter((one) => one.discipline)
    expect(choices).toHaveLength(curve.expenses.length * curve.shapes.length)
    const campaigns = choices.map((_, place) => ({
      recall: Math.floor(place / curve.shapes.length) / 10,
    }))
    const points = pointsOf(curve, { campaigns } as unknown as Parameters<typeof pointsOf>[1])
    expect(points.map((point) => point.expense)).toEqual(curve.expenses)
    for (const [place, point] of points.entries()) expect(point.recall).toBeCloseTo(place / 10)
  }
})

test('what is given up is given up of every means, and conduct stays', () => {
  const half = sharingOf('disciplined', { sharingKept: 0.5 })
  expect(half.card).toBeCloseTo(SHARING.sloppy.card / 2)
  expect(half.continuation).toBeCloseTo(SHARING.sloppy.continuation / 2)
  expect(half.patience).toBe(SHARING.disciplined.patience)
  expect(sharingOf('careful', { spread: 2 })).toBe(SHARING.careful)
})

test('a spread campaign does the same work with more accounts', () => {
  const made = [1, 4].map((spread) => {
    const folder = mkdtempSync(join(tmpdir(), 'stillwatch-spread-'))
    try {
      const scenarios = [{ id: 'reasoning-harvest', scale: 0.3, effort: { spread } }]
      return simulate({ ...PRESETS.tiny, accounts: 20, scenarios, folder, seed: 'spread' })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
  const [one, four] = made.map((simulation) => simulation.truth.campaigns[0])
  expect(four?.accounts.length).toBe((one?.accounts.length ?? 0) * 4)
  const ratio = (four?.exchanges ?? 0) / (one?.exchanges ?? 1)
  expect(ratio).toBeGreaterThan(0.85)
  expect(ratio).toBeLessThan(1.15)
})
