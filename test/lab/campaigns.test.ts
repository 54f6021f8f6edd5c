/** Every guilty scenario, alone and tiny: its truth is true of its lines, at any discipline. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { account, accountEvent } from '../../src/domain/account.js'
import { type Exchange, exchange } from '../../src/domain/exchange.js'
import { everyShapeAtEveryLevel } from '../../src/lab/campaigns.js'
import type { Discipline } from '../../src/lab/scenarios/discipline.js'
import { SCENARIOS } from '../../src/lab/scenarios/index.js'
import { PRESETS, type ScenarioChoice, simulate } from '../../src/lab/simulate.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-campaigns-'))
afterAll(() => rmSync(root, { recursive: true }))

const rows = <T>(folder: string, name: string): readonly T[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

/** A log with hardly any background, so that what is left is the campaign's. */
const alone = (choice: ScenarioChoice, folder: string, seed = 'alone') => {
  const path = join(root, folder)
  const made = simulate({
    ...PRESETS.tiny,
    accounts: 3,
    days: 5,
    textScale: 0.3,
    scenarios: [choice],
    folder: path,
    seed,
  })
  return { ...made, path, sent: rows<Exchange>(path, 'exchange.jsonl') }
}

const GUILTY = SCENARIOS.filter(({ kind }) => 'campaign' in kind)
const PLAYS: readonly { readonly discipline: Discipline; readonly coverShare: number }[] = [
  { discipline: 'sloppy', coverShare: 0 },
  { discipline: 'careful', coverShare: 0.4 },
  { discipline: 'disciplined', coverShare: 0.9 },
]
const CASES = GUILTY.flatMap(({ id }) => PLAYS.map((play) => ({ id, ...play })))

describe.each(CASES)('$id, $discipline, cover $coverShare', ({ id, discipline, coverShare }) => {
  const { truth, path, sent } = alone(
    { id, discipline, coverShare, scale: 0.12 },
    `${id}-${discipline}`,
  )
  const accounts = new Map(rows(path, 'account.jsonl').map((row) => [rowId(row), row]))
  const count = (ids: readonly string[]): number => {
    const wanted = new Set(ids)
    return sent.filter((row) => wanted.has(row.account_id)).length
  }
  const bystanders = truth.bystanders.map((bystander) => bystander.account_id)

  test('its rows keep the published form', () => {
    for (const row of accounts.values()) account.strict().parse(row)
    for (const row of rows(path, 'account_event.jsonl')) accountEvent.strict().parse(row)
    for (const row of sent.filter((_, place) => place % 7 === 0)) exchange.strict().parse(row)
  })

  test('its truth is told as asked, and of accounts that exist', () => {
    expect(truth.campaigns.length).toBeGreaterThan(0)
    for (const campaign of truth.campaigns) {
      expect(campaign).toMatchObject({ discipline, cover_share: coverShare })
      expect(campaign.accounts.length).toBeGreaterThan(1)
      expect(campaign.accounts.every((one) => accounts.has(one))).toBe(true)
    }
    const named = [...truth.campaigns.flatMap((campaign) => campaign.accounts), ...bystanders]
    expect(new Set(named).size).toBe(named.length)
    expect(new Set(truth.campaigns.map((one) => one.campaign_id)).size).toBe(truth.campaigns.length)
  })

  test('its exchanges are counted, and what took something is among them', () => {
    for (const campaign of truth.campaigns) {
      const own = count(campaign.accounts)
      expect(campaign.exchanges).toBeGreaterThanOrEqual(own)
      expect(campaign.exchanges).toBeLessThanOrEqual(own + count(bystanders))
      expect(campaign.exchanges_extracting).toBeGreaterThan(0)
      expect(campaign.exchanges_extracting).toBeLessThanOrEqual(campaign.exchanges)
      const uncovered = campaign.exchanges * (1 - coverShare)
      // Few jobs fit into a tiny log, and some of them are long: hence the wide margin.
      expect(campaign.exchanges_extracting).toBeLessThanOrEqual(uncovered * 1.25 + 25)
    }
  })

  test('nobody sends before the account was opened or after it was suspended', () => {
    const ends = new Map(
      rows<{ account_id: string; occurred_at: string }>(path, 'account_event.jsonl').map(
        (event) => [event.account_id, event.occurred_at],
      ),
    )
    for (const row of sent) {
      const opened = account.parse(accounts.get(row.account_id)).created_at
      expect(Date.parse(row.received_at)).toBeGreaterThanOrEqual(Date.parse(opened))
      const end = ends.get(row.account_id)
      if (row.status === 200 && end) expect(row.received_at <= end).toBe(true)
    }
  })
})

const rowId = (row: unknown): string => account.parse(row).account_id

const digest = (path: string): string =>
  readdirSync(path)
    .toSorted()
    .map((name) =>
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    )
    .join()

test.each(GUILTY.map(({ id }) => id))('%s: the same seed gives the same bytes', (id) => {
  const choice: ScenarioChoice = { id, scale: 0.06, discipline: 'careful', coverShare: 0.2 }
  const one = alone(choice, `${id}-one`, 'same')
  expect(digest(alone(choice, `${id}-two`, 'same').path)).toBe(digest(one.path))
  expect(digest(alone(choice, `${id}-other`, 'other').path)).not.toBe(digest(one.path))
})

test('the second pool succeeds the first, and is born after its ban', () => {
  const { truth, path } = alone({ id: 'two-pools', scale: 0.12 }, 'succession')
  const [first, second] = truth.campaigns
  expect(second?.succeeds).toBe(first?.campaign_id)
  const banned = rows<{ account_id: string; occurred_at: string }>(path, 'account_event.jsonl')
  expect(banned.map((event) => event.account_id).toSorted()).toEqual(first?.accounts.toSorted())
  const firstBan = banned.map((event) => event.occurred_at).toSorted()[0] ?? ''
  const later = new Set([...(second?.accounts ?? []), ...truth.bystanders.map((b) => b.account_id)])
  for (const row of rows(path, 'account.jsonl').map((one) => account.parse(one))) {
    if (later.has(row.account_id)) expect(row.created_at > firstBan).toBe(true)
  }
  expect(truth.bystanders.every((bystander) => bystander.role === 'customer')).toBe(true)
})

test('a stolen key is used from two places, and its owner is a victim', () => {
  const { truth, sent } = alone({ id: 'stolen-keys', scale: 0.2 }, 'victims')
  expect(truth.bystanders.length).toBeGreaterThan(3)
  for (const { account_id, role } of truth.bystanders) {
    const own = sent.filter((row) => row.account_id === account_id)
    expect(role).toBe('victim')
    expect(new Set(own.map((row) => row.api_key_id)).size).toBeLessThanOrEqual(1)
  }
  const used = truth.bystanders.filter(
    ({ account_id }) =>
      new Set(sent.filter((row) => row.account_id === account_id).map((row) => row.ja4)).size > 1,
  )
  expect(used.length).toBeGreaterThan(truth.bystanders.length / 2)
})

test('a spike spends about four requests an account, in two days', () => {
  const { truth, sent } = alone({ id: 'short-spike', scale: 0.2 }, 'spike')
  const members = new Set(truth.campaigns[0]?.accounts)
  const own = sent.filter((row) => members.has(row.account_id))
  const instants = own.map((row) => Date.parse(row.received_at))
  expect(own.length / members.size).toBeGreaterThan(3)
  expect(own.length / members.size).toBeLessThan(5.5)
  expect(Math.max(...instants) - Math.min(...instants)).toBeLessThan(2.1 * 86_400_000)
})

test('the refiner sends back what others were answered; stored dialogues were answered to nobody', () => {
  const refined = alone({ id: 'refiner', scale: 0.15 }, 'returned').sent
  const served = refined.filter((row) => row.status === 200 && (row.response?.length ?? 0) > 200)
  const asked = refined.map((row) => row.messages?.at(-1)?.content ?? '')
  const returned = served.filter((row) => asked.some((text) => text.includes(row.response ?? '-')))
  expect(returned.length).toBeGreaterThan(10)

  const stored = alone({ id: 'stored-conversations', scale: 0.15, coverShare: 0 }, 'stored').sent
  const answers = new Set(stored.map((row) => row.response))
  const turns = stored.flatMap((row) => row.messages ?? []).filter((t) => t.role === 'assistant')
  const foreign = turns.filter((turn) => turn.content.length > 60 && !answers.has(turn.content))
  expect(foreign.length).toBeGreaterThan(turns.length / 2)
})

test('nearly every technique is refused until one is found', () => {
  const { sent } = alone({ id: 'technique-search', scale: 0.3, coverShare: 0 }, 'search')
  const ordered = sent.filter((row) => row.status === 200)
  const early = ordered.filter((row) => row.received_at < '2026-03-04')
  const late = ordered.filter((row) => row.received_at > '2026-03-06')
  const refused = (some: readonly Exchange[]): number =>
    some.filter((row) => row.refusal_category).length / some.length
  expect(refused(early)).toBeGreaterThan(0.8)
  expect(refused(late)).toBeLessThan(0.2)
})

test('acceptance has every published shape at each discipline', () => {
  const shapes = new Map(
    SCENARIOS.flatMap(({ id, kind }) => ('campaign' in kind ? [[id, kind.campaign]] : [])),
  )
  const played = everyShapeAtEveryLevel().map(
    (choice) => `${shapes.get(choice.id)} ${choice.discipline}`,
  )
  for (const shape of 'ABCDEFGHIJKL') {
    for (const { discipline } of PLAYS) expect(played).toContain(`${shape} ${discipline}`)
  }
  expect(new Set(played).size).toBe(played.length)
})
