/** A running service is told what had happened by then, and nothing of what was to come. */

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foundFrom, isFoundActive, type LiveCampaign, missedLive } from '../../src/lab/live.js'
import { writeRows } from '../../src/lab/replay-log.js'
import { type Batch, batchesInTime, orderOfTime } from '../../src/lab/replay-order.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'

interface Told {
  readonly schema?: string
  readonly account_id: string
  readonly received_at?: string
  readonly created_at?: string
  readonly occurred_at?: string
  readonly released_at?: string
  readonly status?: string
}

const rowsIn = ({ body }: Batch): readonly Told[] =>
  body
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)

describe('a simulation in the order of time', () => {
  let folder: string
  let batches: readonly Batch[]
  let lines: number

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stillwatch-order-'))
    simulate({ ...PRESETS.tiny, folder, seed: '1' })
    const path = join(folder, 'exchange.jsonl')
    lines = readFileSync(path, 'utf8').trimEnd().split('\n').length
    batches = [...batchesInTime(folder, orderOfTime(path), 100)]
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('has each exchange once, none before an older one', () => {
    const placed = batches.flatMap(({ exchanges }) => exchanges)
    expect(placed.length).toBe(lines)
    expect(new Set(placed.map(({ start }) => start)).size).toBe(lines)
    const times = placed.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  test('tells of every account before, or with, its first exchange', () => {
    const known = new Set<string>()
    const strangers: string[] = []
    for (const batch of batches) {
      for (const { schema, account_id } of rowsIn(batch)) {
        if (schema === 'stillwatch.account/1') known.add(account_id)
      }
      for (const { account_id } of batch.exchanges) {
        if (!known.has(account_id)) strangers.push(account_id)
      }
    }
    expect(strangers).toEqual([])
  })

  test('holds nothing from after its last exchange', () => {
    let nowMs = 0
    const early: Told[] = []
    for (const batch of batches) {
      // A batch of rows alone comes before the exchanges that it belongs to.
      const next = batches.slice(batches.indexOf(batch)).find((one) => one.exchanges.length > 0)
      nowMs = next?.exchanges.at(-1)?.atMs ?? nowMs
      for (const row of rowsIn(batch)) {
        const at = row.received_at ?? row.occurred_at ?? row.released_at ?? row.created_at ?? ''
        if (Date.parse(at) > nowMs) early.push(row)
      }
    }
    expect(early).toEqual([])
  })

  test('counts the records of each body, and fills no body beyond its bound', () => {
    expect(batches.map((batch) => rowsIn(batch).length)).toEqual(
      batches.map(({ records }) => records),
    )
    expect(Math.max(...batches.map(({ records }) => records))).toBeLessThan(2100)
  })
})

describe('what is known of an account', () => {
  let folder: string
  const exchange = (account_id: string, day: number) =>
    `${JSON.stringify({ exchange_id: `${account_id} ${day}`, received_at: `2026-03-0${day}T00:00:00Z`, account_id })}\n`

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stillwatch-known-'))
    writeFileSync(join(folder, 'exchange.jsonl'), '')
    // By scenario, as the lab writes them.
    for (const [account, day] of [
      ['a', 2],
      ['a', 5],
      ['b', 3],
      ['b', 1],
    ] as const) {
      appendFileSync(join(folder, 'exchange.jsonl'), exchange(account, day))
    }
    writeRows(join(folder, 'account.jsonl'), [
      { account_id: 'a', created_at: '2026-03-01T12:00:00Z', status: 'suspended' },
      { account_id: 'b', created_at: '2026-03-02T00:00:00Z', status: 'active' },
      { account_id: 'late', created_at: '2026-03-06T00:00:00Z', status: 'active' },
    ])
    writeRows(join(folder, 'account_event.jsonl'), [
      { account_id: 'a', occurred_at: '2026-03-04T00:00:00Z', kind: 'suspended' },
    ])
    writeRows(join(folder, 'model_release.jsonl'), [
      { model: 'next', released_at: '2026-03-03T00:00:00Z' },
    ])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is told when it becomes known: sign-up, release and suspension each in their turn', () => {
    const order = orderOfTime(join(folder, 'exchange.jsonl'))
    const told = [...batchesInTime(folder, order, 1)].map((batch) =>
      rowsIn(batch).map(({ schema = 'exchange', account_id = '', status = '' }) =>
        [schema.replace(/stillwatch.|\/1/g, ''), account_id, status].join(' ').trim(),
      ),
    )
    expect(told).toEqual([
      // It asks before its sign-up, by the clock of another machine.
      ['account b active', 'exchange b'],
      ['account a active', 'exchange a'],
      ['model_release', 'exchange b'],
      ['account_event a', 'account a suspended', 'exchange a'],
    ])
  })
})

describe('found while active', () => {
  const campaign: LiveCampaign = {
    campaign_id: 'a',
    discipline: 'careful',
    operators: 40,
    exchanges: 100,
    firstSeconds: 0,
    found: { seconds: 9, sent: 40, decided: 8, seen: 20 },
    last: { seconds: 10, decided: 30, seen: 40 },
    end: { decided: 40, seen: 40 },
  }
  const rate = { asked: 1000, measured: 999 }

  test('takes eight operators, of many a tenth, of few half', () => {
    expect(foundFrom(3, 40)).toBe(8)
    expect(foundFrom(200, 400)).toBe(20)
    expect(foundFrom(5, 5)).toBe(3)
  })

  test('is before the last exchange arrived, not with it', () => {
    expect(isFoundActive(campaign)).toBe(true)
    expect(isFoundActive({ ...campaign, last: { ...campaign.last, seconds: 9 } })).toBe(false)
    expect(isFoundActive({ ...campaign, found: null })).toBe(false)
  })

  test('is asked of campaigns of eight and more, at the rate that was asked for', () => {
    expect(missedLive([campaign], rate)).toEqual([])
    expect(missedLive([{ ...campaign, found: null }], rate)).toHaveLength(1)
    expect(missedLive([{ ...campaign, found: null, operators: 7 }], rate)).toEqual([])
    expect(missedLive([campaign], { ...rate, measured: 900 })).toHaveLength(1)
  })
})
