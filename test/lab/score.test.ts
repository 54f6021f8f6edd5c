/** The figures of an evaluation are right on cases small enough to count by hand. */

import { expect, test } from 'vitest'
import type { Campaign, Findings } from '../../src/domain/findings.js'
import type { Truth } from '../../src/domain/truth.js'
import { rateUpperBound, scoreFindings } from '../../src/lab/score.js'

const campaign = (id: string, members: readonly string[], extracting = 0): Campaign => ({
  campaign_id: id,
  verdict: 'act',
  confidence: 95,
  linkage: 0.99,
  extraction: 0.98,
  rests_on: '',
  first_seen_at: '2026-03-02T00:00:00Z',
  last_seen_at: '2026-03-03T00:00:00Z',
  accounts: members.length,
  exchanges: 10,
  tokens_out: 100,
  exchanges_extracting: extracting,
  capabilities: [],
  members: members.map((account_id) => ({
    account_id,
    role: 'operator',
    membership: 1,
    exchanges: 1,
    exchanges_extracting: 1,
    first_seen_at: '2026-03-02T00:00:00Z',
    last_seen_at: '2026-03-03T00:00:00Z',
  })),
  succeeds: [],
  evidence: [],
  counter_evidence: [],
  attribution: { operator: null, hypotheses: [] },
  countermeasure: { level: 'verify', needs: 'one person' },
})

const findings = (
  campaigns: readonly Campaign[],
  verdicts: Readonly<Record<string, 'watch' | 'review' | 'act'>>,
): Findings => ({
  schema: 'stillwatch.findings/1',
  stillwatch_version: '0.1.0',
  run_id: 'run',
  window_start: '2026-03-02T00:00:00Z',
  window_end: '2026-03-03T00:00:00Z',
  input: { exchanges: 0, accounts: 0, rejected: 0, duplicates: 0, detectors_off: [] },
  campaigns: [...campaigns],
  accounts: Object.entries(verdicts).map(([account_id, verdict]) => ({
    account_id,
    verdict,
    confidence: 90,
    campaign_id: null,
    reasons: [],
  })),
  calibration: {
    reference_accounts: 0,
    null_runs: 0,
    campaigns_on_null: 0,
    false_links_under_independence: 0,
  },
})

const truth = (accounts: readonly string[]): Truth => ({
  schema: 'stillwatch.truth/1',
  campaigns: [
    {
      campaign_id: 'true-1',
      shape: 'A',
      discipline: 'sloppy',
      cover_share: 0,
      accounts: [...accounts],
      exchanges: 100,
      exchanges_extracting: 80,
      capabilities: ['reasoning'],
      succeeds: null,
    },
  ],
  bystanders: [{ account_id: 'by', campaign_id: 'true-1', role: 'customer' }],
  lookalikes: [{ kind: 'university_class', accounts: ['u1', 'u2'] }],
})

const ALL = ['a', 'b', 'c', 'd', 'by', 'u1', 'u2', 'x', 'y']

test('a perfect finding scores one everywhere and a bystander in it is no impurity', () => {
  const score = scoreFindings(
    truth(['a', 'b', 'c', 'd']),
    findings([campaign('f', ['a', 'b', 'c', 'd', 'by'], 80)], {
      a: 'act',
      b: 'act',
      c: 'act',
      d: 'act',
      by: 'watch',
    }),
    ALL,
  )
  expect(score.accounts).toMatchObject({ precision: 1, recall: 1, falsePositives: 0, benign: 4 })
  expect(score.accounts.bystandersAccused).toEqual([])
  expect(score.campaigns[0]).toMatchObject({
    isFound: true,
    purity: 1,
    fragments: 1,
    contamination: 0,
    exchangesExtractingRatio: 1,
  })
  expect(score.clusters).toEqual({ precision: 1, recall: 1, f: 1 })
  expect(score).toMatchObject({ found: 1, partlyFound: 0, missed: 0, falseCampaigns: [] })
})

test('a split campaign counts its fragments and loses cluster recall, not precision', () => {
  const score = scoreFindings(
    truth(['a', 'b', 'c', 'd']),
    findings([campaign('f', ['a', 'b']), campaign('g', ['c', 'd'])], { a: 'act', b: 'review' }),
    ALL,
  )
  expect(score.campaigns[0]).toMatchObject({ isFound: true, recallBest: 0.5, fragments: 2 })
  expect(score.campaigns[0]?.recall).toBe(0.5)
  expect(score.clusters.precision).toBe(1)
  expect(score.clusters.recall).toBeCloseTo(1 / 3)
})

test('strangers in a finding lower its purity, and a finding of strangers is false', () => {
  const score = scoreFindings(
    truth(['a', 'b', 'c', 'd']),
    findings([campaign('f', ['a', 'b', 'c', 'x']), campaign('g', ['u1', 'u2', 'y'])], {
      a: 'act',
      x: 'review',
      u1: 'watch',
      u2: 'review',
      by: 'act',
    }),
    ALL,
  )
  expect(score.campaigns[0]).toMatchObject({ purity: 0.75, contamination: 0.25 })
  expect(score.falseCampaigns).toEqual(['g'])
  expect(score.accounts).toMatchObject({ truePositives: 1, falsePositives: 2 })
  expect(score.accounts.precision).toBeCloseTo(1 / 3)
  expect(score.accounts.bystandersAccused).toEqual(['by'])
  expect(score.lookalikes[0]).toMatchObject({ worst: 'review', watch: 1, review: 1, act: 0 })
})

test('bystanders are told by scenario and role, each where it fares worst', () => {
  const bystanders: Truth['bystanders'] = [
    ...(['by', 'clear', 'watched', 'named'] as const).map((account_id) => ({
      account_id,
      campaign_id: 'reseller-hydra-2',
      role: 'customer' as const,
    })),
    { account_id: 'key', campaign_id: 'reseller-hydra-7', role: 'victim' },
    { account_id: 'other', campaign_id: 'stolen-keys-1', role: 'victim' },
  ]
  const found = campaign('f', ['a', 'by', 'named'])
  const members = found.members.map((one) =>
    one.account_id === 'by' ? { ...one, role: 'victim' as const } : one,
  )
  const score = scoreFindings(
    { ...truth(['a', 'b', 'c', 'd']), bystanders },
    findings([{ ...found, members }], {
      by: 'watch',
      watched: 'watch',
      named: 'review',
      other: 'act',
    }),
    ALL,
  )
  const none = { accounts: 1, clear: 0, watch: 0, inRole: 0, review: 0, act: 0 }
  expect(score.bystanders).toEqual([
    {
      scenario: 'reseller-hydra',
      role: 'customer',
      accounts: 4,
      clear: 1,
      watch: 1,
      inRole: 1,
      review: 1,
      act: 0,
    },
    { ...none, scenario: 'reseller-hydra', role: 'victim', clear: 1 },
    { ...none, scenario: 'stolen-keys', role: 'victim', act: 1 },
  ])
})

test('nothing found is a miss and not an error', () => {
  const score = scoreFindings(truth(['a', 'b']), findings([], {}), ALL)
  expect(score).toMatchObject({ found: 0, missed: 1 })
  expect(score.accounts).toMatchObject({ precision: 1, recall: 0 })
  expect(score.campaigns[0]).toMatchObject({ isFound: false, fragments: 0, recall: 0 })
})

test('the upper bound gives the figures that the science page states', () => {
  expect(rateUpperBound(0, 20_000)).toBeCloseTo(1.498e-4, 6)
  expect(rateUpperBound(1, 20_000)).toBeCloseTo(2.372e-4, 6)
  expect(rateUpperBound(0, 300_000)).toBeCloseTo(1e-5, 6)
  expect(rateUpperBound(0, 0)).toBe(1)
  expect(rateUpperBound(5, 5)).toBe(1)
})
