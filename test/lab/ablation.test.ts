/** What a family is worth is counted against the scan with all of them. */

import { expect, test } from 'vitest'
import { compareAblation, type Scored } from '../../src/lab/ablation.js'

interface Case {
  readonly recall: number
  readonly wrong?: readonly string[]
  readonly falseCampaigns?: Readonly<Record<string, readonly string[]>>
  readonly recalls?: Readonly<Record<string, number>>
}

const scored = ({ recall, wrong = [], falseCampaigns = {}, recalls = {} }: Case): Scored =>
  ({
    score: {
      accounts: { recall, falsePositiveAccounts: wrong },
      campaigns: Object.entries(recalls).map(([campaign_id, own]) => ({
        campaign_id,
        recall: own,
      })),
      falseCampaigns: Object.keys(falseCampaigns),
      found: 1,
    },
    findings: {
      campaigns: Object.entries(falseCampaigns).map(([campaign_id, members]) => ({
        campaign_id,
        members: members.map((account_id) => ({ account_id })),
      })),
    },
  }) as unknown as Scored

test('less than 40 % of recall may be lost', () => {
  const full = scored({ recall: 0.8, recalls: { a: 0.9, b: 0.7 } })
  const some = compareAblation('money', full, scored({ recall: 0.5, recalls: { a: 0.8, b: 0.2 } }))
  expect(some).toMatchObject({ holdsBar: true, hardest: { campaign_id: 'b' } })
  expect(some.fall).toBeCloseTo(0.375)
  expect(some.hardest?.lost).toBeCloseTo(0.5)
  expect(compareAblation('money', full, scored({ recall: 0.4 })).holdsBar).toBe(false)
})

test('a false campaign is new where nobody in it was in one before', () => {
  const full = scored({ recall: 1, wrong: ['x'], falseCampaigns: { f: ['x', 'y'] } })
  const same = scored({ recall: 1, wrong: ['x'], falseCampaigns: { g: ['y', 'z'] } })
  expect(compareAblation('time', full, same)).toMatchObject({
    newFalseCampaigns: 0,
    newFalsePositives: 0,
    holdsBar: true,
  })
  const more = scored({ recall: 1, wrong: ['x', 'v'], falseCampaigns: { h: ['v', 'w'] } })
  expect(compareAblation('time', full, more)).toMatchObject({
    newFalseCampaigns: 1,
    newFalsePositives: 1,
    holdsBar: false,
  })
})
