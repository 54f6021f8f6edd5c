import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from './open.js'
import { openReader } from './reader.js'
import { openRecorder } from './recorder.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

const path = mkdtempSync(join(tmpdir(), 'stillwatch-embedded-'))
let store: Store
let reader: Store
let recorder: Store

beforeAll(async () => {
  store = await openStore({ path })
  reader = await openReader({ path }, { secondsMax: 60, rowsMax: 100_000, bytesMax: 1e8 })
  recorder = await openRecorder({ path })
})
afterAll(async () => {
  await reader.close()
  await recorder.close()
  await store.close()
  rmSync(path, { recursive: true, force: true })
})

describe('whose turn it is', () => {
  const long = statement('long', 'SELECT sleep({seconds:Float64}) AS slept')
  const short = statement('short', 'SELECT {value:String} AS value')

  test('a question with values does not wait for a statement of another connection that has some', async () => {
    const ended: string[] = []
    const first = store.rows(long, { seconds: 2 }).then(() => ended.push('statement'))
    for (const door of [reader, recorder]) {
      expect(await door.rows(short, { value: 'a' })).toEqual([{ value: 'a' }])
      ended.push('question')
    }
    await first
    expect(ended).toEqual(['question', 'question', 'statement'])
  })

  test('statements of one connection come one after the other, also after one that fails', async () => {
    const ended: string[] = []
    const note = (name: string) => () => ended.push(name)
    await Promise.all([
      reader.rows(long, { seconds: 0.2 }).then(note('long')),
      reader
        .rows(statement('wrong', 'SELECT {value:UInt8} + nobody'), { value: 1 })
        .catch(note('failed')),
      reader.rows(short, { value: 'a' }).then(note('short')),
    ])
    expect(ended).toEqual(['long', 'failed', 'short'])
  })

  test('each of many statements at once is given its own values, whatever connection it is of', async () => {
    const sum = statement(
      'sum',
      'SELECT {a:UInt64} AS a, {b:String} AS b, sum(number) AS n FROM numbers({c:UInt64})',
    )
    const asked = Array.from({ length: 600 }, (_, place) => place)
    const rows = await Promise.all(
      asked.map((place) => {
        const door = [store, reader, recorder][place % 3] as Store
        return door.rows(sum, { a: place, b: `'${place}\\`, c: 1000 + place })
      }),
    )
    expect(rows).toEqual(
      asked.map((place) => {
        const count = 1000 + place
        return [{ a: String(place), b: `'${place}\\`, n: String((count * (count - 1)) / 2) }]
      }),
    )
  })
})

describe('what a statement is given', () => {
  const all = statement(
    'all',
    `SELECT {text:String} AS text, {texts:Array(String)} AS texts, {whole:Int64} AS whole, {part:Float64} AS part,
            {truth:Bool} AS truth, {numbers:Array(UInt64)} AS numbers, {pairs:Map(String, Int32)} AS pairs`,
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '\\',
        '"',
        '`',
        ';',
        '\n',
        '\t',
        '\0',
        'N',
        'x',
        '2',
        '}',
        '{',
        '-',
        '\u0085',
      ),
    }),
    fc.constantFrom(
      "'; DROP TABLE run; --",
      "\\'; SELECT 1; --",
      '\\N',
      '\\x27',
      "x', param_whole = '1",
    ),
  )
  const whole = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })

  test('is what it was given, whatever characters it has', async () => {
    const given = fc.record({
      text,
      texts: fc.array(text),
      whole: fc.oneof(whole, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      // Whole ones are refused where they are not exact.
      part: fc.double({ noNaN: true, min: -(2 ** 52), max: 2 ** 52 }),
      truth: fc.boolean(),
      numbers: fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER })),
      pairs: fc.dictionary(
        text.filter((one) => one !== '__proto__'),
        fc.integer(),
      ),
    })
    await fc.assert(
      fc.asyncProperty(given, async (values) => {
        const [row] = await reader.rows<Record<string, unknown>>(all, values)
        expect({ ...row, part: Number(row?.part) + 0 }).toEqual({
          ...values,
          whole: String(values.whole),
          part: values.part + 0,
          numbers: values.numbers.map(String),
          pairs: Object.fromEntries(Object.entries(values.pairs)),
        })
      }),
      { numRuns: 300 },
    )
  })

  test('is what the driver would have bound', async () => {
    const { Session } = await import('chdb')
    const beside = new Session(join(path, 'data'))
    try {
      await fc.assert(
        fc.asyncProperty(text, fc.array(text), async (one, several) => {
          const query =
            'SELECT hex({text:String}) AS text, arrayMap(x -> hex(x), {texts:Array(String)}) AS texts'
          const bound = await beside.queryBindAsync(
            query,
            { text: one, texts: several },
            { format: 'JSONEachRow' },
          )
          const [row] = await reader.rows(statement('hex', query), { text: one, texts: several })
          expect(row).toEqual(JSON.parse(bound.text()))
        }),
        { numRuns: 100 },
      )
    } finally {
      beside.close()
    }
  })

  test('may be as long as a question over the socket', async () => {
    const texts = Array.from(
      { length: 50_000 },
      (_, place) => `account-'${place}'-${'x'.repeat(60)}`,
    )
    const count = statement('count', 'SELECT uniqExact(arrayJoin({texts:Array(String)})) AS texts')
    expect(await reader.rows(count, { texts })).toEqual([{ texts: '50000' }])
  })

  test('is not there for the next statement', async () => {
    await reader.rows(statement('one', 'SELECT {secret:String} AS text'), { secret: 'a secret' })
    // With a space, which the wrapper does not take for a placeholder and the engine does.
    const stolen = statement('two', 'SELECT {secret : String} AS text')
    expect(await reader.rows(stolen)).toEqual([{ text: '' }])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '%s is refused, since it would be another number',
    async (whole) => {
      const question = statement('whole', 'SELECT {whole:Float64} AS whole')
      await expect(reader.rows(question, { whole })).rejects.toThrow()
    },
  )
})

describe('a reader', () => {
  test.each([
    'INSERT INTO newcomer (account_id) VALUES ({value:String})',
    'SET readonly = 0; SELECT {value:String}',
    'SET max_execution_time = 0, readonly = 0; INSERT INTO newcomer (account_id) VALUES ({value:String})',
  ])('can do nothing but read: %s', async (written) => {
    await expect(reader.run(statement('write', written), { value: 'a' })).rejects.toThrow(
      /readonly/i,
    )
    expect(await reader.rows(statement('none', 'SELECT account_id FROM newcomer'))).toEqual([])
  })
})
