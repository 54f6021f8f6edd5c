import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  componentsOf,
  hubsOf,
  linksLeft,
  pathBetween,
} from '../../console/src/pages/graph/model.js'
import { LINK_RULE } from '../../src/pipeline/link-rule.js'
import type { EvidenceBrief, GraphLink } from '../../src/service/console/graph/api.js'

const CARD: EvidenceBrief = ['payment', 'money', 'money', '77', 14_000]
const link = (
  account_a: string,
  account_b: string,
  bits = 14,
  rests_on: readonly EvidenceBrief[] = [CARD],
): GraphLink => ({
  ...{ account_a, account_b, rests_on, is_controlled: true },
  weight_millibits: bits * 1000,
})
const shape = (names: string, ...links: readonly GraphLink[]) => ({
  accounts: [...names],
  links,
  limits: LINK_RULE,
})
type Shape = ReturnType<typeof shape>
const groupsOf = ({ accounts, links }: Shape) => componentsOf(accounts, links)
const atLeast = (made: Shape, bits: number) => ({ ...made, links: linksLeft(made, bits) })

const shapes = fc
  .uniqueArray(fc.tuple(fc.nat(8), fc.nat(8), fc.integer({ min: 12, max: 60 })), {
    selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
  })
  .map((pairs) =>
    shape(
      '012345678',
      ...pairs.filter(([a, b]) => a !== b).map(([a, b, bits]) => link(`${a}`, `${b}`, bits)),
    ),
  )

describe('groups', () => {
  it('have every account once, and every link inside of one', () =>
    fc.assert(
      fc.property(shapes, (made) => {
        const groups = groupsOf(made)
        expect(groups.flat().sort()).toEqual([...made.accounts])
        for (const { account_a, account_b } of made.links) {
          expect(groups.some((one) => one.includes(account_a) && one.includes(account_b))).toBe(
            true,
          )
        }
      }),
    ))

  it('fall apart no less the more bits a link must have', () =>
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 60 }), (made, bits) => {
        expect(groupsOf(atLeast(made, bits)).length).toBeGreaterThanOrEqual(groupsOf(made).length)
      }),
    ))
})

describe('a path', () => {
  it('is there exactly where two are of one group, and each step of it is a link', () =>
    fc.assert(
      fc.property(shapes, (made) => {
        const path = pathBetween(made.links, '0', '1') ?? []
        const together = groupsOf(made).some((one) => one.includes('0') && one.includes('1'))
        expect(path.length > 0).toBe(together)
        for (const [place, one] of path.slice(1).entries()) {
          const ends = [path[place], one].sort().join()
          expect(
            made.links.some(
              ({ account_a, account_b }) => [account_a, account_b].sort().join() === ends,
            ),
          ).toBe(true)
        }
      }),
    ))

  it('goes over the fewest links', () => {
    const made = shape('abcd', link('a', 'b'), link('b', 'c'), link('c', 'd'), link('a', 'd', 12))
    expect(pathBetween(made.links, 'a', 'd')).toEqual(['a', 'd'])
    expect(pathBetween(made.links, 'a', 'c')).toHaveLength(3)
  })
})

describe('what remains', () => {
  it('without an account has no link of it, and all others', () => {
    const made = shape('abcd', link('a', 'b'), link('a', 'c'), link('c', 'd'))
    const rest = componentsOf(['b', 'c', 'd'], linksLeft(made, 0, 'a'))
    expect(rest.map((one) => one.join(''))).toEqual(['cd', 'b'])
  })

  it('without a shared value are the links that other evidence carries, weighed again', () => {
    const fleet: EvidenceBrief = ['relay', 'operations', 'controller', '', 17_000]
    const other: EvidenceBrief = ['payment', 'money', 'money', '78', 14_000]
    const made = shape(
      'abcd',
      link('a', 'b', 31, [fleet, CARD]),
      link('a', 'c'),
      link('c', 'd', 14, [other]),
    )
    expect(
      linksLeft(made, 0, 'payment 77').map((one) => [one.account_b, one.weight_millibits]),
    ).toEqual([
      ['b', 17_000],
      ['d', 14_000],
    ])
    expect(linksLeft(made, 20, 'payment 77')).toEqual([])
  })

  it('is never more than there was', () =>
    fc.assert(
      fc.property(shapes, fc.constantFrom('', '0', 'payment 77', 'nobody'), (made, cut) => {
        expect(linksLeft(made, 0, cut).length).toBeLessThanOrEqual(made.links.length)
      }),
    ))

  it('names the values that four accounts or more share', () => {
    const made = shape('abcd', link('a', 'b'), link('a', 'c'), link('a', 'd'))
    expect(hubsOf(made.links).map(({ key, accounts }) => [key, accounts.size])).toEqual([
      ['payment 77', 4],
    ])
    expect(hubsOf(made.links.slice(1))).toEqual([])
  })
})
