import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidOf } from '../../domain/identifier.js'
import { campaignNames, type Former } from './names.js'

const cluster = (cluster_id: string, earliest_exchange = `e-${cluster_id}`) => ({
  cluster_id,
  earliest_exchange,
})
const former = (
  cluster_id: string,
  campaign_id: string,
  shared: number,
  operators = shared,
  succeeds: readonly string[] = [],
): Former => ({ cluster_id, campaign_id, shared, operators, succeeds })

test('the first run calls each after its earliest exchange', () => {
  expect(campaignNames([cluster('c')], [])).toEqual(
    new Map([['c', { campaign_id: uuidOf('e-c'), succeeds: [] }]]),
  )
})

test('one that goes on keeps its name, whatever its earliest exchange is by now', () => {
  const names = campaignNames([cluster('c', 'came in late')], [former('c', 'X', 40, 50)])
  expect(names.get('c')).toEqual({ campaign_id: 'X', succeeds: [] })
})

test('where less than half of it is left it is another', () => {
  const names = campaignNames([cluster('c')], [former('c', 'X', 24, 50)])
  expect(names.get('c')).toEqual({ campaign_id: uuidOf('e-c'), succeeds: [] })
})

test('of two that become one the larger has the name, and the other is named for good', () => {
  const merged = campaignNames([cluster('c')], [former('c', 'X', 10), former('c', 'Y', 40)])
  expect(merged.get('c')).toEqual({ campaign_id: 'Y', succeeds: ['X'] })
  const later = campaignNames([cluster('d')], [former('d', 'Y', 50, 50, ['X'])])
  expect(later.get('d')).toEqual({ campaign_id: 'Y', succeeds: ['X'] })
})

test('of one that becomes two the larger half has the name, and no two have one', () => {
  const halves = [cluster('c', uuidOf('x')), cluster('d', uuidOf('x'))]
  const names = campaignNames(halves, [former('c', 'X', 25, 50), former('d', 'X', 25, 50)])
  expect([...names.values()].map(({ campaign_id }) => campaign_id)).toEqual([
    'X',
    uuidOf(uuidOf('x')),
  ])
  const first = uuidOf('e')
  const again = campaignNames([cluster('c', 'e'), cluster('d', 'e')], [former('d', first, 9)])
  expect(again.get('d')?.campaign_id).toBe(first)
  expect(again.get('c')?.campaign_id).not.toBe(first)
})

test('whatever the clusters are, no name is given twice, none to itself, and the order tells nothing', () => {
  const some = fc.record({
    cluster_id: fc.constantFrom('a', 'b', 'c', 'd'),
    campaign_id: fc.constantFrom(uuidOf('e-a'), uuidOf('e-b'), 'X', 'Y'),
    shared: fc.integer({ min: 1, max: 9 }),
    operators: fc.integer({ min: 9, max: 12 }),
    succeeds: fc.array(fc.constantFrom('X', 'Y', 'Z'), { maxLength: 2 }),
  })
  const once = fc.uniqueArray(some, {
    selector: (one) => `${one.cluster_id} ${one.campaign_id}`,
    maxLength: 12,
  })
  fc.assert(
    fc.property(once, (formers) => {
      const clusters = ['a', 'b', 'c', 'd'].map((id) => cluster(id))
      const names = campaignNames(clusters, formers)
      const given = [...names.values()].map(({ campaign_id }) => campaign_id)
      expect(new Set(given).size).toBe(4)
      for (const { campaign_id, succeeds } of names.values()) {
        expect(succeeds).not.toContain(campaign_id)
      }
      expect(campaignNames(clusters, formers.toReversed())).toEqual(names)
    }),
  )
})
