import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import type { Indicator } from '../../src/domain/indicator.js'
import { INDICATOR_KINDS } from '../../src/indicators/index.js'
import { matchPatterns } from '../../src/pipeline/indicators/match.js'
import { type CampaignIndicators, indicatorsOf } from '../../src/pipeline/indicators/told.js'
import { scan } from '../../src/scan.js'
import { statement } from '../../src/store/sql.js'
import {
  forgetAll,
  logsFolder,
  makeWorld,
  optionsOf,
  RUN_ID,
  type World,
} from '../property/world.js'
import { testStore } from '../store.js'

const held = testStore()
const logs = logsFolder()
const GROUP = { id: 'the group', key: 'what two providers agreed on' }
const OURS = hashKeyOf('test')
const THEIRS = hashKeyOf('the secret of somebody else')
const run = (text: string) => held.store.run(statement('done', text))

let world: World
let findings: Findings
let told: CampaignIndicators[]
let indicators: readonly Indicator[]

const tellOf = (campaignId: string, hashKey = OURS) =>
  indicatorsOf({
    ...{ store: held.store, runId: RUN_ID, campaignId, hashKey, group: GROUP },
    now: new Date('2026-03-08T00:00:00Z'),
  })

async function scanned(hashKey: string): Promise<Findings> {
  await forgetAll(held.store)
  return (await scan({ ...optionsOf(held.store, [world.folder]), hashKey })).findings
}

beforeAll(async () => {
  world = makeWorld(logs.fresh(), 'indicators', {
    accounts: 300,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] },
      { id: 'slow-relay', scale: 0.1, tongues: ['en'] },
      { id: 'university-class', scale: 0.4 },
      { id: 'framework-template', scale: 0.25 },
      { id: 'consumer-app', scale: 0.12 },
      { id: 'corporate-nat', scale: 0.3 },
      { id: 'hackathon', scale: 0.4 },
      { id: 'public-benchmark', scale: 0.3 },
    ],
  })
  findings = await scanned(OURS)
  told = []
  for (const { campaign_id } of findings.campaigns) told.push(await tellOf(campaign_id))
  indicators = told.flatMap((one) => one.indicators)
})

describe('the indicators of planted campaigns', () => {
  test('there are some of several kinds, in the form of their kind', () => {
    expect(findings.campaigns.length).toBeGreaterThanOrEqual(2)
    const kinds = new Set(indicators.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['client', 'template', 'wrapper']))
    for (const { kind, pattern } of indicators) {
      const form = INDICATOR_KINDS.find(({ id }) => id === kind)?.pattern
      expect(form?.safeParse(pattern).error).toBeUndefined()
    }
  })

  test('nothing is read of whom people let go since, although the run that is told of knows nothing of it', async () => {
    const newest = '99999999-9999-4999-8999-999999999999'
    const at = '2026-03-09 00:00:00.000'
    await held.store.insert('run', [
      {
        run_id: newest,
        started_at: at,
        finished_at: at,
        window_start: at,
        window_end: at,
        version: 'test',
      },
    ])
    const [campaign] = findings.campaigns
    const members = campaign?.members ?? []
    await held.store.insert(
      'cleared',
      members.map(({ account_id: subject_id }) => ({
        ...{ run_id: newest, subject_kind: 'account', subject_id, ruling_id: 'r' },
      })),
    )
    const after = await tellOf(campaign?.campaign_id ?? '')
    await run(`ALTER TABLE run DELETE WHERE run_id = '${newest}' SETTINGS mutations_sync = 2`)
    await run(`ALTER TABLE cleared DELETE WHERE run_id = '${newest}' SETTINGS mutations_sync = 2`)
    expect(told[0]?.indicators.length).toBeGreaterThan(0)
    expect(after.indicators).toEqual([])
    expect((await tellOf(campaign?.campaign_id ?? '')).indicators).toEqual(told[0]?.indicators)
  })

  test('each has its precision on our own history, and says so', () => {
    for (const one of indicators) {
      const isText = ['template', 'wrapper'].includes(one.kind)
      expect(one.operators).toBeGreaterThanOrEqual(isText ? 8 : 4)
      expect(one.reference_carriers).toBe(0)
      expect(one.precision).toBeCloseTo((one.operators + 1) / (one.carriers + 2), 2)
      expect(Date.parse(one.expires_at)).toBeGreaterThan(Date.parse(one.last_seen_at))
    }
  })

  test('a network and its day are carried in the log by whom it says, and nine of ten are planted', () => {
    const guilty = planted()
    const sent = linesOf()
    for (const { kind, pattern, carriers } of indicators) {
      if (kind !== 'network-day' || !String(pattern.network).endsWith('/32')) continue
      const address = String(pattern.network).replace('/32', '')
      const own = sent.filter(
        (one) => one.ip === address && one.received_at.startsWith(`${pattern.date}`),
      )
      const senders = new Set(own.map(({ account_id }) => account_id))
      expect([pattern, senders.size]).toEqual([pattern, carriers])
      const ofCampaign = [...senders].filter((id) => guilty.has(id)).length
      expect(ofCampaign / senders.size).toBeGreaterThanOrEqual(0.9)
    }
  })

  test('each piece of a text that is told stands in the texts of eight, and nobody else sends all of them', () => {
    const guilty = planted()
    const sent = linesOf().map(({ account_id, messages = [], system = '' }) => ({
      account_id,
      text: [system ?? '', ...messages.map(({ content }) => content)].join('\n'),
    }))
    for (const { pattern } of indicators.filter(({ kind }) => kind === 'wrapper')) {
      const pieces = pattern.text as readonly string[]
      const sendersOf = (holds: (text: string) => boolean) =>
        new Set(sent.filter(({ text }) => holds(text)).map(({ account_id }) => account_id))
      for (const piece of pieces) {
        expect([piece, sendersOf((text) => text.includes(piece)).size >= 8]).toEqual([piece, true])
      }
      const all = sendersOf((text) => pieces.every((piece) => text.includes(piece)))
      expect([pieces, [...all].filter((id) => !guilty.has(id))]).toEqual([pieces, []])
    }
  })

  test('what is kept in is counted, with its reason', () => {
    const reasons = new Set(told.flatMap((one) => one.kept_out.map(({ reason }) => reason)))
    expect(reasons.size).toBeGreaterThan(1)
    for (const { values } of told.flatMap((one) => one.kept_out)) expect(values).toBeGreaterThan(0)
  })

  test('of all who carry what is told of a kind, nine of ten are planted', async () => {
    const guilty = planted()
    const matches = await matchesOf(OURS)
    for (const kind of new Set(indicators.map((one) => one.kind))) {
      const ids = new Set(
        indicators.filter((one) => one.kind === kind).map(({ indicator_id }) => indicator_id),
      )
      const carried = matches.filter(({ pattern_id }) => ids.has(pattern_id))
      const right = carried.filter(({ account_id }) => guilty.has(account_id)).length
      expect([kind, right / carried.length >= 0.9]).toEqual([kind, true])
    }
  })

  test('they match their operators again, and no look-alike: the popular program, the campus, the framework', async () => {
    const matches = await matchesOf(OURS)
    const innocent = new Set(world.truth.lookalikes.flatMap(({ accounts }) => accounts))
    expect(matches.filter(({ account_id }) => innocent.has(account_id))).toEqual([])
    expectFound(matches)
  })

  test('what is not theirs any more is not told: texts over their time, and who was erased', async () => {
    const [harvest] = findings.campaigns.filter(({ campaign_id }) =>
      indicators.some((one) => one.campaign_id === campaign_id && one.kind === 'wrapper'),
    )
    const id = harvest?.campaign_id ?? ''
    await run(`ALTER TABLE exchange UPDATE system = '', prompt = '', response = '', text_policy = 'erased'
      WHERE 1 SETTINGS mutations_sync = 1`)
    const textless = await tellOf(id)
    const isText = ({ kind }: { readonly kind: string }) => ['template', 'wrapper'].includes(kind)
    expect(textless.indicators.filter(isText)).toEqual([])
    expect(textless.kept_out.filter(isText).map(({ reason }) => reason)).toContain(UNREAD)
    const operators = `SELECT account_id FROM campaign_member WHERE campaign_id = '${id}'`
    for (const table of [
      'exchange',
      'exchange_origin',
      'account',
      'account_identity',
      'account_profile',
    ]) {
      await run(`DELETE FROM ${table} WHERE account_id IN (${operators})`)
    }
    const { indicators: left } = await tellOf(id)
    expect(left).toEqual([])
  })
})

describe('another provider, with another secret', () => {
  test('matches the same accounts in the same traffic, and no look-alike', async () => {
    await scanned(THEIRS)
    const matches = await matchesOf(THEIRS)
    const innocent = new Set(world.truth.lookalikes.flatMap(({ accounts }) => accounts))
    expect(matches.filter(({ account_id }) => innocent.has(account_id))).toEqual([])
    expectFound(matches)
  })

  test('is told the same patterns by the same names', async () => {
    const own: string[] = []
    const { campaigns } = await scanned(THEIRS)
    for (const { campaign_id } of campaigns) {
      const { indicators: theirs } = await tellOf(campaign_id, THEIRS)
      own.push(...theirs.map(({ indicator_id }) => indicator_id))
    }
    const ours = indicators.map(({ indicator_id }) => indicator_id)
    expect(own.filter((id) => ours.includes(id)).length).toBeGreaterThan(ours.length * 0.8)
  })
})

/** Texts are told by what most of them have, and found where nine of ten do: a few are told and not found. */
function expectFound(matches: readonly { readonly pattern_id: string }[]): void {
  const isFound = ({ indicator_id, operators }: Indicator) =>
    matches.filter(({ pattern_id }) => pattern_id === indicator_id).length >= 0.9 * operators
  const isText = ({ kind }: Indicator) => kind === 'template' || kind === 'wrapper'
  expect(indicators.filter((one) => !isText(one) && !isFound(one))).toEqual([])
  const texts = indicators.filter(isText)
  expect(texts.filter(isFound).length / texts.length).toBeGreaterThanOrEqual(0.75)
}

const UNREAD = 'cannot be read any more, or by no key'

const planted = () => new Set(world.truth.campaigns.flatMap(({ accounts }) => accounts))
const linesOf = () =>
  readFileSync(join(world.folder, 'exchange.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent)

interface Sent {
  readonly account_id: string
  readonly received_at: string
  readonly ip?: string
  readonly system?: string | null
  readonly messages?: readonly { readonly content: string }[]
}

/** Who carries which of the told patterns, in the store as it is. */
async function matchesOf(hashKey: string) {
  await matchPatterns({
    ...{
      store: held.store,
      runId: RUN_ID,
      familyRunId: RUN_ID,
      hashKey,
      groups: [GROUP],
      of: 'all',
    },
    patterns: indicators.map(({ indicator_id, kind, pattern }) => ({
      ...{ pattern_id: indicator_id, kind, pattern },
    })),
  })
  return held.store.rows<{ pattern_id: string; account_id: string }>(
    statement('matches', 'SELECT pattern_id, account_id FROM pattern_match'),
  )
}
