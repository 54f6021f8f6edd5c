import { describe, expect, test } from 'vitest'
import type { Ablation } from '../../lab/ablation.js'
import type { Detection } from '../../lab/replay.js'
import type { Score } from '../../lab/score.js'
import { widthOf } from '../terminal/layout.js'
import { ablationLine } from './ablation.js'
import { type LiveResult, liveTable } from './live-table.js'
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
const others = {
  innocents: { decided: 1, seen: 123_456, accounts: ['a'] },
  bystanders: { decided: 12, seen: 345 },
}
const live: LiveResult = {
  name: 'acceptance',
  seed: '1',
  exchanges: 2_234_567,
  days: 14,
  seconds: 2234.5,
  rate: { asked: 1000, measured: 999.6 },
  sent: { accepted: 2_334_567, rejected: 1234, retried: 123, slowestMs: 12_345 },
  campaigns: ['stored-conversations-10', 'never', 'late', 'early'].map((campaign_id, place) => ({
    campaign_id,
    discipline: 'disciplined',
    operators: 1234,
    exchanges: 1_234_567,
    firstSeconds: 1234,
    found:
      campaign_id === 'never'
        ? null
        : { seconds: 2200 - place, sent: 1_234_567 - place, decided: 123, seen: 1230 },
    last: { seconds: campaign_id === 'late' ? 2100 : 2234.5, decided: 1200, seen: 1234 },
    end: { decided: 1234, seen: 1234 },
  })),
  runs: [
    { atSeconds: 60, seconds: 20.4, campaigns: 12 },
    { atSeconds: 150, seconds: 31.2, campaigns: 12 },
  ],
  runFailures: 0,
  spoolSecondsMax: 35,
  isSettled: false,
  others: { last: others, end: others },
  missed: ['never was not found while it was active'],
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

  test('a replay into a running service, the campaigns that were not found first', () => {
    const text = liveTable(live)
    expect(widest(text)).toBeLessThanOrEqual(COLUMNS)
    const places = ['never', 'late', 'stored', 'early'].map((name) => text.indexOf(`  ${name}`))
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(places[0]).toBeGreaterThan(0)
    expect(text).toContain('missed: never was not found')
    expect(widest(liveTable({ ...live, runs: [], campaigns: [], missed: [] }))).toBeLessThanOrEqual(
      COLUMNS,
    )
  })

  test('a family', () => {
    const line = ablationLine(ablation, '3+11')
    expect(widest(line)).toBeLessThanOrEqual(COLUMNS)
    expect(line.startsWith('!')).toBe(true)
    expect(line).toContain('−38 %')
  })
})
