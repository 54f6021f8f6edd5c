import { describe, expect, test } from 'vitest'
import { testStore } from '../store.js'
import { folderOf, ids, ingest, line, lines } from './bad-input.js'

const holder = testStore()

const of = (content: string | Buffer) =>
  ingest(holder.store, folderOf({ 'exchange.jsonl': content }))

describe('a line at fault is rejected with file, number and reason, and the others are kept', () => {
  test('what is not JSON, lacks a field, or is no object', async () => {
    const got = await of(
      lines(
        line(1),
        '{"exchange_id": "e2", "received',
        '[1, 2]',
        '"text"',
        '{}',
        '["e2", "2026-03-01T10:00:00Z", "account-1"]',
        line(3, { exchange_id: null }),
        line(4, { exchange_id: '' }),
        line(5, { account_id: undefined }),
        line(6, { received_at: null }),
        `${line(7)}${line(8)}`,
        `${'['.repeat(3000)}${']'.repeat(3000)}`,
        line(9),
      ),
    )
    expect(got.rejects).toEqual([
      'exchange.jsonl:2 the line is not valid JSON',
      'exchange.jsonl:3 the line is not a JSON object',
      'exchange.jsonl:4 the line is not a JSON object',
      'exchange.jsonl:5 exchange_id is missing',
      'exchange.jsonl:6 the line is not a JSON object',
      'exchange.jsonl:7 exchange_id is missing',
      'exchange.jsonl:8 exchange_id is missing',
      'exchange.jsonl:9 account_id is missing',
      'exchange.jsonl:10 received_at is missing',
      'exchange.jsonl:11 the line is not valid JSON',
      'exchange.jsonl:12 the line is not valid JSON',
    ])
    expect(ids(got)).toEqual(['e1', 'e9'])
    expect(got.files).toMatchObject([{ lines: 13, accepted: 2, rejected: 11, fault: '' }])
  })

  test('invalid UTF-8 and raw NUL bytes; a NUL that is escaped is text like any other', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${line(1)}\n`),
      Buffer.from(line(2)).map((byte) => (byte === 0x66 ? 0xff : byte)),
      Buffer.from(
        `\n${line(3).replace('prompt', 'pro\0mpt')}\n\0\n\0the line is longer than 32 MiB\n`,
      ),
      Buffer.from(`${line(4, { messages: [{ role: 'user', content: 'a\0b' }] })}\n`),
    ])
    const got = await of(bad)
    expect(got.rejects).toEqual([
      'exchange.jsonl:2 the line is not valid UTF-8',
      'exchange.jsonl:3 the line is not valid JSON',
      'exchange.jsonl:4 the line is not valid JSON',
      'exchange.jsonl:5 the line is longer than 32 MiB',
    ])
    expect(got.exchanges.map(({ prompt }) => prompt)).toEqual(['prompt of 1', 'a\0b'])
  })

  test('half a surrogate pair hides no exchange: it is read with the half replaced', async () => {
    const half = line(2).replace('prompt of', 'cut \\ud83d here')
    const pair = line(3).replace('prompt of', 'both \\ud83d\\ude00 \\uD83D\\uDE00 \\udead')
    const got = await of(lines('no', line(1), half, pair, `${half}!`, '\\ud83d'))
    expect(got.rejects).toEqual([
      'exchange.jsonl:1 the line is not valid JSON',
      'exchange.jsonl:5 the line is not valid JSON',
      'exchange.jsonl:6 the line is not valid JSON',
    ])
    expect(got.exchanges.map(({ prompt }) => prompt)).toEqual([
      'prompt of 1',
      'cut \ufffd here 2',
      'both 😀 😀 \ufffd 3',
    ])
  })

  const instants: readonly (readonly [string, string])[] = [
    ['1970-01-01T00:00:00Z', 'lies outside the years 2000 to 2100'],
    ['2200-01-01T00:00:00Z', 'lies outside the years 2000 to 2100'],
    ['0', 'is not an instant'],
    ['12', 'is not an instant'],
    ['2026', 'is not an instant'],
    ['Mar 1', 'is not an instant'],
    ['12:34', 'is not an instant'],
    ['10/11/2026', 'is not an instant'],
    ['yesterday', 'is not an instant'],
    ['2026-02-30T00:00:00Z', 'is not an instant'],
    ['2026-13-01T00:00:00Z', 'is not an instant'],
    ['2026-03-01T25:00:00Z', 'is not an instant'],
    ['2026-03-01T10:61:00Z', 'is not an instant'],
    ['2026-03-01T10:00:00Z; DROP TABLE exchange', 'is not an instant'],
    ['99999999999999999999', 'is not an instant'],
  ]
  test('instants that are none, or of no year that a log can be of', async () => {
    const got = await of(
      lines(...instants.map(([at], index) => line(index, { received_at: at })), line(99)),
    )
    expect(got.rejects).toEqual(
      instants.map(([, why], index) => `exchange.jsonl:${index + 1} received_at ${why}`),
    )
    expect(ids(got)).toEqual(['e99'])
  })

  test('instants of every honest spelling are one and the same', async () => {
    const spellings = [
      '2026-03-01T10:00:00Z',
      '2026-03-01t10:00:00z',
      '2026-03-01T12:00:00+02:00',
      '2026-03-01T05:30:00.000000-0430',
      '2026-03-01 10:00:00',
      '2026-03-01 10:00:00 UTC',
      '2026-03-01 10:00:00+00',
      '2026-03-01T10:00Z',
      1772359200,
      1772359200000,
    ]
    const got = await of(lines(...spellings.map((at, index) => line(index, { received_at: at }))))
    expect(got.rejects).toEqual([])
    expect(new Set(got.exchanges.map((row) => row.received_at))).toEqual(
      new Set(['2026-03-01 10:00:00.000']),
    )
    expect(got.exchanges).toHaveLength(spellings.length)
  })

  test('identifiers over 128 bytes; one that the customer chose hides no exchange', async () => {
    const long = 'x'.repeat(129)
    const got = await of(
      lines(
        line(1, { exchange_id: long }),
        line(2, { account_id: long }),
        line(3, { account_id: 'ü'.repeat(65) }),
        line(4, { account_id: 'x'.repeat(128) }),
        line(5, { end_user_id: 'y'.repeat(100_000) }),
      ),
    )
    expect(got.rejects).toEqual([
      'exchange.jsonl:1 exchange_id is longer than 128 bytes',
      'exchange.jsonl:2 account_id is longer than 128 bytes',
      'exchange.jsonl:3 account_id is longer than 128 bytes',
    ])
    expect(ids(got)).toEqual(['e4', 'e5'])
    expect(got.exchanges[1]?.end_user_id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('100 MB on one line, in bounded memory', async () => {
    const huge = line(2, { response: 'x'.repeat(100_000_000) })
    const before = process.memoryUsage().rss
    const got = await of(lines(line(1), huge, line(3)))
    expect(got.rejects).toEqual(['exchange.jsonl:2 the line is longer than 32 MiB'])
    expect(ids(got)).toEqual(['e1', 'e3'])
    // The text is held here too, in three copies.
    expect(process.memoryUsage().rss - before).toBeLessThan(1_500_000_000)
  })
})

describe('what is no fault is none', () => {
  test('CRLF, a byte order mark, blank lines, and no newline at the end', async () => {
    const got = await of(`\ufeff${line(1)}\r\n\r\n  \t\r\n\n${line(2)}\r\nnot JSON\r\n${line(3)}`)
    expect(ids(got)).toEqual(['e1', 'e2', 'e3'])
    expect(got.rejects).toEqual(['exchange.jsonl:6 the line is not valid JSON'])
    expect(got.files).toMatchObject([{ lines: 4, accepted: 3, rejected: 1, fault: '' }])
  })

  test('unknown keys are ignored and counted', async () => {
    const got = await of(
      lines(line(1, { shoe_size: 44 }), line(2, { shoe_size: 45, '; DROP': 1 }), line(3)),
    )
    expect(ids(got)).toHaveLength(3)
    expect(got.files[0]?.unknown_keys).toEqual({ shoe_size: 2, '; DROP': 1 })
  })

  test('fields of another type than theirs are absent, and cost no exchange', async () => {
    const odd = {
      status: 'ok',
      is_batch: 'perhaps',
      tools: 'none',
      n: {},
      messages: 'text',
      asn: -1,
    }
    const got = await of(lines(line(1, odd), line(2, { account_id: 42 })))
    expect(got.exchanges).toMatchObject([
      { exchange_id: 'e1', status: null, is_batch: null, prompt: '' },
      { exchange_id: 'e2', account_id: '42' },
    ])
  })
})
