import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings as findingsSchema } from '../../src/domain/findings.js'
import { createRandom } from '../../src/lab/random.js'
import { scoreFindings } from '../../src/lab/score.js'
import { PRESETS, type Simulation, simulate } from '../../src/lab/simulate.js'
import { scanText } from '../scan-folder.js'

const SEED = 'golden'
const root = mkdtempSync(join(tmpdir(), 'stillwatch-golden-'))
const folder = join(root, 'given')
let made: Simulation
let text: string

beforeAll(async () => {
  made = simulate({ ...PRESETS.tiny, folder, seed: SEED })
  text = await scanText(folder)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe(`a small world, seed ${SEED}`, () => {
  test('the findings are as the contract has them', () => {
    expect(findingsSchema.safeParse(JSON.parse(text)).error).toBeUndefined()
  })

  test('every campaign is one, every look-alike is spared', () => {
    const score = scoreFindings(made.truth, JSON.parse(text), made.accountIds)
    expect(score.accounts.falsePositiveAccounts).toEqual([])
    expect(score.accounts.bystandersAccused).toEqual([])
    expect(score.falseCampaigns).toEqual([])
    for (const campaign of score.campaigns) {
      expect([campaign.campaign_id, campaign.fragments]).toEqual([campaign.campaign_id, 1])
      expect(campaign.recall).toBeGreaterThanOrEqual(0.95)
      expect(campaign.purity).toBeGreaterThanOrEqual(0.97)
    }
    for (const group of score.lookalikes) {
      expect(['clear', 'watch'].map((verdict) => `${group.kind} ${verdict}`)).toContain(
        `${group.kind} ${group.worst}`,
      )
    }
  })

  test('every campaign has evidence that a person can check, with bits that add', () => {
    const { campaigns } = findingsSchema.parse(JSON.parse(text))
    for (const campaign of campaigns) {
      expect(campaign.evidence.length).toBeGreaterThanOrEqual(3)
      for (const one of campaign.evidence) {
        expect(one.weight_bits).toBeGreaterThan(0)
        expect(one.statement).not.toMatch(/\{\w+\}/)
      }
    }
  })

  test('the same input gives the same bytes', async () => {
    expect(await scanText(folder)).toBe(text)
  })

  test('three logical shards give the same bytes', async () => {
    expect(await scanText(folder, 3)).toBe(text)
  })

  test('a shuffled log, cut into files, gives the same campaigns and members', async () => {
    const shuffled = join(root, 'shuffled')
    shuffleInto(shuffled)
    expect(await scanText(shuffled)).toBe(text)
  })
})

/** The same lines in another order, the exchanges over three files. */
function shuffleInto(target: string): void {
  mkdirSync(target)
  const random = createRandom('shuffle')
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name), 'utf8')
    if (!name.endsWith('.jsonl')) continue
    const lines = random.shuffle(content.split('\n').filter((line) => line !== ''))
    const parts = name === 'exchange.jsonl' ? 3 : 1
    for (let part = 0; part < parts; part += 1) {
      const own = lines.filter((_, index) => index % parts === part)
      writeFileSync(join(target, name.replace('.', `-${part}.`)), `${own.join('\n')}\n`)
    }
  }
}
