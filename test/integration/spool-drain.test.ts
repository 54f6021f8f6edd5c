import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { type DrainOptions, openDrain } from '../../src/service/spool/drain.js'
import type { RecordKind } from '../../src/service/spool/kind.js'
import { segmentFileOf } from '../../src/service/spool/segment-name.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { loadSources } from '../../src/sources/index.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { freshFolders } from './spool-faults.js'

const held = testStore()
const fresh = freshFolders()
const TABLES = [
  'exchange',
  'exchange_rejected',
  'account',
  'account_event',
  'model_release',
  'ruling',
  'input_file',
]

const exchange = (id: string, more: object = {}) =>
  JSON.stringify({ exchange_id: id, received_at: '2026-03-01T00:00:00Z', account_id: 'a', ...more })

beforeEach(async () => {
  for (const table of TABLES) {
    await held.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
})

/** A spool that was closed, with one segment a call. */
async function spooled(...calls: readonly (readonly [RecordKind, readonly string[]])[]) {
  const folder = fresh()
  for (const [kind, lines] of calls) {
    const spool = await openSpool({ folder, bytesMax: 1e10, now: () => 0 })
    await spool.append(
      kind,
      lines.map((line) => Buffer.from(line)),
    )
    await spool.close()
  }
  return folder
}

const drainOf = async (folder: string, more: Partial<DrainOptions> = {}) =>
  openDrain({
    store: held.store,
    folder,
    sources: await loadSources(),
    hashKey: hashKeyOf('test'),
    ...more,
  })

const rows = <Row>(text: string) => held.store.rows<Row>(statement('test', text))
const ids = async () =>
  (
    await rows<{ exchange_id: string }>('SELECT exchange_id FROM exchange ORDER BY exchange_id')
  ).map(({ exchange_id }) => exchange_id)
const segmentsIn = (folder: string) =>
  readdirSync(folder).flatMap((file) => segmentFileOf(file) ?? [])

describe('the drain', () => {
  test('takes each kind of record, and lets the segments go', async () => {
    const folder = await spooled(
      ['exchange', [exchange('e1'), exchange('e2')]],
      ['account', ['{"account_id":"a","created_at":"2026-01-01T00:00:00Z"}']],
      [
        'account_event',
        ['{"account_id":"a","occurred_at":"2026-01-02T00:00:00Z","kind":"closed"}'],
      ],
      ['model_release', ['{"model":"m","released_at":"2026-01-02T00:00:00Z"}']],
      [
        'ruling',
        [
          '{"ruling_id":"r","ruled_at":"2026-01-02T00:00:00Z","subject_kind":"account","subject_id":"a","conclusion":"benign"}',
        ],
      ],
    )
    const drained = await (await drainOf(folder)).pass()
    expect(drained).toMatchObject({
      segments: 5,
      accepted: 6,
      rejected: 0,
      inputs: [1, 2, 3, 4, 5],
    })
    expect(segmentsIn(folder)).toEqual([])
    for (const table of ['account', 'account_event', 'model_release', 'ruling']) {
      expect(await rows(`SELECT input_id > 0 AS is_ours FROM ${table}`)).toHaveLength(1)
    }
    expect(await ids()).toEqual(['e1', 'e2'])
  })

  test('a line at fault is rejected with segment, place and reason, and the rest is taken', async () => {
    const lines = [exchange('e1'), '[{"exchange_id":"e"}]', '{"no":1}', '{', exchange('e5')]
    // A segment that begins with a bracket or with the mark of a packed file is still lines.
    const folder = await spooled(
      ['exchange', lines],
      ['exchange', ['[1,2', exchange('e6')]],
      ['exchange', ['\x1f\x8b', exchange('e7')]],
    )
    const [segment] = segmentsIn(folder)
    const drained = await (await drainOf(folder)).pass()
    expect(drained).toMatchObject({ accepted: 4, rejected: 5 })
    expect(await ids()).toEqual(['e1', 'e5', 'e6', 'e7'])
    const rejected = await rows(
      `SELECT line_number::UInt8 AS place, reason FROM exchange_rejected
       WHERE file = '${segment?.name}' ORDER BY place`,
    )
    expect(rejected).toEqual([
      { place: 2, reason: 'the line is not a JSON object' },
      { place: 3, reason: 'exchange_id is missing' },
      { place: 4, reason: 'the line is not valid JSON' },
    ])
  })

  test('the same segment drained twice counts once', async () => {
    const folder = await spooled(['exchange', [exchange('e1')]], ['ruling', ['{}']])
    const [first] = segmentsIn(folder)
    const copy = join(fresh(), 'copy')
    copyFileSync(join(folder, first?.file ?? ''), copy)
    await (await drainOf(folder)).pass()
    copyFileSync(copy, join(folder, first?.file ?? ''))
    expect(await (await drainOf(folder)).pass()).toMatchObject({ segments: 0, accepted: 0 })
    expect(await rows('SELECT 1 FROM exchange')).toHaveLength(1)
    expect(segmentsIn(folder)).toEqual([])
  })

  test('an exchange that was sent again counts once, and the same row stays in either order', async () => {
    const [early, late] = [exchange('e1'), exchange('e1', { account_id: 'b' })]
    const kept: unknown[] = []
    for (const order of [
      [early, late],
      [late, early],
      [early, late, early],
    ]) {
      const folder = await spooled(...order.map((line) => ['exchange', [line, line]] as const))
      const drained = await (await drainOf(folder)).pass()
      expect(drained.repeated).toBe(order.length)
      kept.push(await rows('SELECT exchange_id, account_id FROM exchange'))
      await held.store.run(statement('clear', 'TRUNCATE TABLE exchange'))
    }
    expect(kept[0]).toHaveLength(1)
    expect(kept[1]).toEqual(kept[0])
    expect(kept[2]).toEqual(kept[0])
  })

  test('rows that the disk lost are rejected by their place, and their segment is kept aside', async () => {
    const folder = fresh()
    const spool = await openSpool({ folder, bytesMax: 1e10, now: () => 0 })
    for (const id of ['e1', 'e2', 'e3']) await spool.append('exchange', [Buffer.from(exchange(id))])
    await spool.close()
    const [segment] = segmentsIn(folder)
    const path = join(folder, segment?.file ?? '')
    const bytes = readFileSync(path)
    const at = bytes.indexOf('"e2"')
    bytes[at + 1] = 0
    writeFileSync(path, bytes)
    const drained = await (await drainOf(folder)).pass()
    expect(drained).toMatchObject({ accepted: 2, rejected: 1, damaged: 1, aside: [segment?.name] })
    expect(await rows('SELECT line_number::UInt8 AS place, reason FROM exchange_rejected')).toEqual(
      [{ place: 2, reason: 'the row was damaged on the disk of the spool' }],
    )
    expect(segmentsIn(folder).map(({ state }) => state)).toEqual(['aside'])
  })

  test('a segment that ends the process each time is set aside, and those behind it are taken', async () => {
    const folder = await spooled(['exchange', [exchange('e1')]], ['exchange', [exchange('e2')]])
    const [first] = segmentsIn(folder)
    const step = (name: string, segment: string) => {
      if (name === 'finish' && segment === first?.name) throw new Error('ended')
    }
    const drain = await drainOf(folder, { attemptsMax: 3, step })
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(drain.pass()).rejects.toThrow('ended')
    expect(await drain.pass()).toMatchObject({ segments: 1, accepted: 1, aside: [first?.name] })
    expect(await ids()).toEqual(['e2'])
  })

  test('what fails in the middle is done again from where it failed, whole', async () => {
    const folder = await spooled(
      ['exchange', [exchange('e1'), exchange('e1'), '{}']],
      [
        'account_event',
        ['{"account_id":"a","occurred_at":"2026-01-02T00:00:00Z","kind":"closed"}'],
      ],
    )
    let fails = ''
    const failed = new Set<string>()
    const step = (name: string, segment: string) => {
      fails = `${name} ${segment}`
      if (failed.has(fails)) return
      failed.add(fails)
      throw new Error('not now')
    }
    const drain = await drainOf(folder, { attemptsMax: 100, step })
    for (;;) {
      const isDone = await drain.pass().then(
        () => true,
        () => false,
      )
      if (isDone) break
    }
    expect(failed.size).toBe(10)
    expect(await ids()).toEqual(['e1'])
    expect(await rows('SELECT 1 FROM account_event')).toHaveLength(1)
    expect(await rows('SELECT 1 FROM exchange_rejected')).toHaveLength(1)
    expect(segmentsIn(folder)).toEqual([])
  })

  test('files that are none of ours are left alone', async () => {
    const folder = await spooled(['exchange', [exchange('e1')]])
    mkdirSync(join(folder, 'lost+found'))
    writeFileSync(join(folder, 'exchange.jsonl'), exchange('e2'))
    await (await drainOf(folder)).pass()
    expect(readdirSync(folder).sort()).toEqual(['exchange.jsonl', 'lost+found'])
    expect(await ids()).toEqual(['e1'])
  })
})
