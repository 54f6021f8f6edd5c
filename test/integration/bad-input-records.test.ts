import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { scan } from '../../src/scan.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { type Files, folderOf, ids, ingest, ingestMore, line, lines } from './bad-input.js'

const holder = testStore()
const of = (files: Files) => ingest(holder.store, folderOf(files))

const EXCHANGE = { 'exchange.jsonl': lines(line(1)) }

const rowsOf = async <Row>(text: string): Promise<Row[]> =>
  holder.store.rows<Row>(statement('test', text))

describe('duplicates', () => {
  test('of rows with one id the least (received_at, row_hash) stays, whatever the order', async () => {
    const all = [
      line(1),
      line(1),
      line(2, { received_at: '2026-03-01T11:00:00Z', account_id: 'late' }),
      line(2, { received_at: '2026-03-01T09:00:00Z', account_id: 'early' }),
      line(3, { account_id: 'b' }),
      line(3, { account_id: 'a' }),
      line(4),
    ]
    const first = await of({ 'exchange-1.jsonl': lines(...all) })
    const second = await of({
      'exchange-1.jsonl': lines(...all.slice(3).reverse()),
      'exchange-2.jsonl': lines(...all.slice(0, 3).reverse()),
    })
    expect(ids(first)).toEqual(['e1', 'e2', 'e3', 'e4'])
    expect(first.exchanges[1]?.account_id).toBe('early')
    expect(second.exchanges).toEqual(first.exchanges)
    const accepted = first.files.reduce((sum, file) => sum + file.accepted, 0)
    expect(accepted - first.exchanges.length).toBe(3)
  })

  test('the same folder a second time into the same store changes no exchange', async () => {
    const folder = folderOf({
      'exchange.jsonl': lines(line(1), line(2), line(2), 'no'),
      'account.jsonl': lines('{"account_id":"account-1","created_at":"2026-01-01T00:00:00Z"}'),
    })
    const first = await ingest(holder.store, folder)
    const second = await ingestMore(holder.store, folder)
    expect(second.exchanges).toEqual(first.exchanges)
    expect(second.files).toEqual(first.files)
    expect(second.rejects).toEqual(first.rejects)
  })

  test('what an interrupted scan left behind is neither lost nor counted twice', async () => {
    const folder = folderOf({ 'exchange.jsonl': lines(line(1), line(2)) })
    const first = await ingest(holder.store, folder)
    const run = (text: string) => holder.store.run(statement('interrupt', text))
    // One was dropped as a duplicate and not yet restored; another comes from a file half read.
    await run(`INSERT INTO exchange_kept SELECT * FROM exchange WHERE exchange_id = 'e1'`)
    await run(`DELETE FROM exchange WHERE exchange_id = 'e1'`)
    await run(
      `INSERT INTO exchange SELECT * REPLACE ('half' AS exchange_id, 99 AS input_id)
       FROM exchange WHERE exchange_id = 'e2'`,
    )
    const other = folderOf({ 'exchange.jsonl': lines(line(3)) })
    const got = await ingestMore(holder.store, other)
    expect(ids(got)).toEqual(['e1', 'e2', 'e3'])
    expect(got.exchanges[0]).toEqual(first.exchanges[0])
    expect(await rowsOf('SELECT 1 FROM exchange_kept')).toEqual([])
  })
})

describe('a whole scan', () => {
  const scanned = async (folder: string) => {
    const { findings } = await scan({
      store: holder.store,
      inputs: [{ path: folder }],
      runId: randomUUID(),
      startedAt: new Date(0),
      version: 'test',
      hashKey: hashKeyOf('test'),
      progress: () => undefined,
      watcher: { stage: () => undefined, now: () => 0 },
    })
    return findings
  }

  test('accounts that no file knows, or that were not seen, and a second scan of the same', async () => {
    const folder = folderOf({
      'exchange.jsonl': lines(line(1), line(2, { account_id: 'only seen' }), line(1), 'no'),
      'account.jsonl': lines(
        '{"account_id":"account-1","created_at":"2026-01-01T00:00:00Z"}',
        '{"account_id":"only in the file","created_at":"2026-01-01T00:00:00Z"}',
        'no',
      ),
    })
    await holder.store.run(statement('clear', 'TRUNCATE TABLE exchange'))
    await holder.store.run(statement('clear', 'TRUNCATE TABLE input_file'))
    const first = await scanned(folder)
    expect(first.input).toMatchObject({ exchanges: 2, accounts: 2, rejected: 2, duplicates: 1 })
    expect([first.campaigns, first.accounts]).toEqual([[], []])
    const second = await scanned(folder)
    expect(second.input).toMatchObject({ exchanges: 2, accounts: 2, duplicates: 4 })
    expect([second.campaigns, second.accounts]).toEqual([[], []])
  })
})

describe('bad rows of other files', () => {
  const account = (given: object) =>
    JSON.stringify({ account_id: 'a', created_at: '2026-01-01T00:00:00Z', ...given })

  test('accounts', async () => {
    const got = await of({
      ...EXCHANGE,
      'account.jsonl': lines(
        account({ account_id: 'good' }),
        account({ created_at: undefined }),
        account({ account_id: '' }),
        account({ created_at: '1970-01-01T00:00:00Z' }),
        account({ created_at: 'soon' }),
        account({ account_id: 'x'.repeat(129) }),
        '',
        '["a", "2026-01-01T00:00:00Z"]',
        'no',
        account({ account_id: 'date', created_at: '2026-01-01', price_month: 'free', odd: 1 }),
      ),
    })
    expect(got.rejects).toEqual([
      'account.jsonl:2 created_at is missing',
      'account.jsonl:3 account_id is missing',
      'account.jsonl:4 created_at lies outside the years 2000 to 2100',
      'account.jsonl:5 created_at is not an instant',
      'account.jsonl:6 account_id is longer than 128 bytes',
      'account.jsonl:8 the line is not a JSON object',
      'account.jsonl:9 the line is not valid JSON',
    ])
    expect(got.files[0]).toMatchObject({
      file: 'account.jsonl',
      lines: 9,
      accepted: 2,
      rejected: 7,
      unknown_keys: { odd: 1 },
    })
    expect(ids(got)).toEqual(['e1'])
  })

  test('events, releases and rulings', async () => {
    const ruling = (given: object) =>
      JSON.stringify({
        ruling_id: 'r1',
        ruled_at: '2026-01-01T00:00:00Z',
        subject_kind: 'account',
        subject_id: 'a',
        conclusion: 'benign',
        ...given,
      })
    const got = await of({
      ...EXCHANGE,
      'account_event.jsonl': lines(
        '{"account_id":"a","occurred_at":"2026-01-01T00:00:00Z","kind":"suspended"}',
        '{"account_id":"a","occurred_at":"2026-01-01T00:00:00Z"}',
        '{"account_id":"a","occurred_at":"2201-01-01T00:00:00Z","kind":"suspended"}',
      ),
      'model_release.jsonl': lines(
        '{"model":"m","released_at":"2026-01-01T00:00:00Z"}',
        '{"model":"m"}',
      ),
      'ruling.jsonl': lines(
        ruling({}),
        ruling({ conclusion: 'begnin' }),
        ruling({ subject_kind: 'person' }),
        ruling({ ruled_at: '12' }),
      ),
    })
    expect(got.rejects).toEqual([
      'account_event.jsonl:2 kind is missing',
      'account_event.jsonl:3 occurred_at lies outside the years 2000 to 2100',
      'model_release.jsonl:2 released_at is missing',
      'ruling.jsonl:2 conclusion is none of the values that are known',
      'ruling.jsonl:3 subject_kind is none of the values that are known',
      'ruling.jsonl:4 ruled_at is not an instant',
    ])
    expect(got.files.map(({ accepted }) => accepted)).toEqual([1, 1, 1, 1])
  })
})

describe('other forms of the same records', () => {
  const CSV = [
    'exchange_id,received_at,account_id,is_batch,status,messages,tools,odd',
    'e1,2026-03-01T10:00:00Z,007,true,200,"[{""role"":""user"",""content"":""say \\""hi\\""""}]","[""t""]",z',
    'e2,2026-03-01T10:00:00Z,008,,,,,',
    '',
    'e3,2026-03-01T10:00:00Z,9,false,429,plain text,,',
    'e4,2026-03-01T10:00:00Z,9,false,429,,,,one too many',
    'e5,never,9,1,429,,,',
    'e6,2026-03-01T10:00:00Z',
    'e7,2026-03-01T10:00:00Z,"x,""y""",0,,,,',
  ].join('\r\n')

  test.each([
    ['exchange.csv', `\ufeff${CSV}\r\n`],
    ['exchange.csv.gz', gzipSync(CSV)],
  ])('%s, with messages as a JSON text', async (name, content) => {
    const got = await of({ [name]: content })
    expect(got.exchanges).toMatchObject([
      { exchange_id: 'e1', account_id: '007', is_batch: true, status: 200, tools: ['t'] },
      { exchange_id: 'e2', account_id: '008', is_batch: null, status: null, tools: [] },
      { exchange_id: 'e7', account_id: 'x,"y"', is_batch: false },
    ])
    expect(got.exchanges[0]?.prompt).toBe('say "hi"')
    expect(got.rejects).toEqual([
      `${name}:5 messages is not a JSON array`,
      `${name}:6 the row has more columns than the header`,
      `${name}:7 received_at is not an instant`,
      `${name}:8 account_id is missing`,
    ])
    expect(got.files[0]?.unknown_keys).toEqual({ odd: 5 })
  })

  test('a row of CSV whose quotes do not close costs that row', async () => {
    const rows = ['exchange_id,received_at,account_id', 'e1,2026-03-01T10:00:00Z,a']
    const bad = [...rows, '"e2"x,2026-03-01T10:00:00Z,a', 'e3,2026-03-01T10:00:00Z,a', '']
    const got = await of({ 'exchange.csv': bad.join('\n') })
    expect(ids(got)).toEqual(['e1', 'e3'])
    expect(got.rejects).toEqual(['exchange.csv:3 the row could not be read as CSV'])
    expect(got.files[0]?.fault).toContain('could not be read as CSV')
  })

  test('CSV with another separator says what its header looks like', async () => {
    const got = await of({ 'exchange.csv': 'exchange_id;account_id\ne1;a\n' })
    expect(got.error?.message).toContain('exchange_id;account_id')
  })

  test('Parquet, with messages as structures or as a JSON text', async () => {
    const folder = folderOf({})
    for (const [name, messages] of [
      ['1', `[tuple('user', 'hi')::Tuple(role String, content String)]`],
      ['2', `'[{"role":"user","content":"hi"}]'`],
      ['3', `'not a list'`],
    ]) {
      const write = `INSERT INTO FUNCTION file('${folder}/exchange-${name}.parquet', 'Parquet')
        SELECT 'e${name}' AS exchange_id, toDateTime64('2026-03-01 10:00:00', 3, 'UTC') AS received_at,
          'a' AS account_id, ${messages} AS messages, true AS is_batch, 1 AS odd`
      await holder.store.run(statement('write', write))
    }
    const got = await ingest(holder.store, folder)
    expect(got.exchanges).toMatchObject([
      { exchange_id: 'e1', prompt: 'hi', is_batch: true, received_at: '2026-03-01 10:00:00.000' },
      { exchange_id: 'e2', prompt: 'hi' },
    ])
    expect(got.rejects).toEqual(['exchange-3.parquet:1 messages is not a JSON array'])
    const whole = readFileSync(join(folder, 'exchange-1.parquet'))
    const torn = await of({ 'exchange.parquet': whole.subarray(0, whole.length / 2) })
    expect(torn.error).toMatchObject({ code: 'INPUT_UNREADABLE', exit: 3 })
  })

  test('one JSON array instead of lines is read; one that breaks off, as far as it goes', async () => {
    const all = Array.from({ length: 100 }, (_, index) => JSON.parse(line(index)))
    const text = JSON.stringify(all, null, 2)
    const whole = await of({ 'exchange.json': `\ufeff ${text}\n` })
    expect(ids(whole)).toHaveLength(100)
    const torn = await of({ 'exchange.json': text.slice(0, text.length / 2) })
    expect(torn.files[0]?.fault).toMatch(/^the JSON array breaks off or is damaged/)
    expect(ids(torn).length).toBeGreaterThan(40)
  })
})
