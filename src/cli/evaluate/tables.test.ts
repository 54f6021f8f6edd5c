import { describe, expect, test } from 'vitest'
import type { Ablation } from '../../lab/ablation.js'
import type { Detection } from '../../lab/replay.js'
import type { Score } from '../../lab/score.js'
import { widthOf } from '../terminal/layout.js'
import { ablationLine } from './ablation.js'
import { detectionTable, lookHead, lookLine } from './replay-table.js'
import { scoreTable } from './table.js'

const COLUMNS = 80
const widest = (text: string) => Math.max(...text.split('\n').map(widthOf))

const detection: Detection = {
  campaign_id: 'stored-conversations-10',
  discipline: 'disciplined',
  accounts: 1234,
  exchanges: 1_234_567,
  share: 0.512,
  shareBefore: 0.25,
  hours: 1234.5,
  lost: 632_098,
  lostShare: 0.512,
  holdsBar: false,
}
const ablation: Ablation = {
  family: 'operations',
  recall: 0.5,
  fall: 0.375,
  found: 10,
  campaigns: 12,
  newFalsePositives: 1234,
  newFalseCampaigns: 12,
  hardest: { campaign_id: 'stored-conversations-10', lost: 0.87 },
  holdsBar: false,
}

describe('what evaluate prints fits a terminal of 80 columns', () => {
  test('how soon campaigns were found, the one that lost most first', () => {
    const text = detectionTable([{ ...detection, campaign_id: 'first', lostShare: 0.1 }, detection])
    expect(widest(text)).toBeLessThanOrEqual(COLUMNS)
    expect(text.indexOf('stored-conversations-10')).toBeLessThan(text.indexOf('first'))
  })

  test('a campaign that no look held', () => {
    const text = detectionTable([{ ...detection, share: null, hours: null, holdsBar: null }])
    expect(text).toContain('never')
    expect(widest(text)).toBeLessThanOrEqual(COLUMNS)
  })

  test('each look', () => {
    const look = { atMs: 0, held: new Set(['a']), falsePositives: 123, falseCampaigns: 12 }
    const line = lookLine(look, { exchanges: 1_234_567, accounts: 123_456 })
    expect(widest(lookHead + line)).toBeLessThanOrEqual(COLUMNS)
  })

  test('bystanders by scenario, where there are any', () => {
    const bystanders = [
      {
        scenario: 'unsupported-region',
        role: 'customer' as const,
        accounts: 12_345,
        clear: 12_000,
        watch: 300,
        inRole: 40,
        review: 5,
        act: 0,
      },
    ]
    const score: Score = {
      accounts: {
        precision: 1,
        recall: 1,
        truePositives: 0,
        falsePositives: 0,
        falsePositiveAccounts: [],
        benign: 0,
        falsePositiveRate: 0,
        falsePositiveRateUpper: 0,
        bystandersAccused: [],
        bystanders: 0,
        bystandersUnspared: [],
      },
      campaigns: [],
      lookalikes: [],
      bystanders,
      clusters: { precision: 1, recall: 1, f: 1 },
      found: 0,
      partlyFound: 0,
      missed: 0,
      falseCampaigns: [],
    }
    const text = scoreTable('x', score, 0)
    expect(widest(text)).toBeLessThanOrEqual(COLUMNS)
    expect(text).toMatch(/unsupported-region\s+customer\s+12345\s+12000\s+300\s+40\s+5\s+0\n/)
    expect(scoreTable('x', { ...score, bystanders: [] }, 0)).not.toContain('bystanders of')
  })

  test('a family', () => {
    const line = ablationLine(ablation, '3+11')
    expect(widest(line)).toBeLessThanOrEqual(COLUMNS)
    expect(line.startsWith('!')).toBe(true)
    expect(line).toContain('−38 %')
  })
})
