import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { type Files, folderOf, ids, ingest, line, lines } from './bad-input.js'

const holder = testStore()
const of = (files: Files) => ingest(holder.store, folderOf(files))

const LINES = 2000
/** Lines that do not compress to nothing, so that damage lies between some of them. */
const many = lines(
  ...Array.from({ length: LINES }, (_, index) =>
    line(index, { system: randomBytes(60).toString('hex') }),
  ),
)

/** Zstandard data, as the engine writes it: what Node 20 cannot. */
async function zst(text: string): Promise<Buffer> {
  const folder = folderOf({ 'plain.txt': text })
  const write = `INSERT INTO FUNCTION file('${folder}/packed.zst', 'LineAsString', 'line String')
    SELECT line FROM file('${folder}/plain.txt', 'LineAsString', 'line String')`
  await holder.store.run(statement('pack', write))
  return readFileSync(join(folder, 'packed.zst'))
}

const half = (data: Buffer) => data.subarray(0, Math.floor(data.length / 2))

function damaged(data: Buffer): Buffer {
  const copy = Buffer.from(data)
  copy.fill(0xaa, Math.floor(copy.length / 2), Math.floor(copy.length / 2) + 200)
  return copy
}

describe('compressed files', () => {
  test('gzip that breaks off keeps its good lines, and the fault is named', async () => {
    const got = await of({ 'exchange.jsonl.gz': half(gzipSync(many)) })
    expect(got.files[0]?.fault).toMatch(/^the gzip data breaks off or is damaged/)
    expect(ids(got).length).toBeGreaterThan(LINES * 0.4)
    expect(got.rejects).toEqual([
      `exchange.jsonl.gz:${ids(got).length + 1} the line is not valid JSON`,
    ])
    expect(scratchFolders()).toBeLessThanOrEqual(1)
  })

  test('gzip that is damaged in the middle keeps what came before', async () => {
    const got = await of({ 'exchange.jsonl.gz': damaged(gzipSync(many)) })
    expect(got.files[0]?.fault).toMatch(/^the gzip data breaks off or is damaged/)
    expect(ids(got).length).toBeGreaterThan(LINES * 0.4)
  })

  test('what stands behind gzip data is a fault, and costs at most the last lines', async () => {
    const tail = Buffer.concat([gzipSync(many), Buffer.from('tail')])
    const got = await of({ 'exchange.jsonl.gz': tail })
    expect(ids(got).length).toBeGreaterThanOrEqual(LINES - 5)
    expect(got.files[0]?.fault).toMatch(/^the gzip data breaks off or is damaged/)
  })

  test('zst that breaks off does not pass for the whole', async () => {
    const got = await of({ 'exchange.jsonl.zst': half(await zst(many)) })
    expect(got.files[0]?.fault).toMatch(/^the zst data breaks off/)
    expect(ids(got).length).toBeGreaterThan(LINES * 0.3)
  })

  test('zst that is damaged in the middle keeps what can be read', async () => {
    const got = await of({ 'exchange.jsonl.zst': damaged(await zst(many)) })
    expect(got.files[0]?.fault).toMatch(/^the zst data breaks off or is damaged/)
    expect(ids(got).length).toBeGreaterThan(LINES * 0.3)
  })

  test('sound gzip and zst files are read whole, under whatever name', async () => {
    const got = await of({
      'exchange-1.jsonl.gz': Buffer.concat([gzipSync(lines(line(1))), gzipSync(lines(line(2)))]),
      'exchange-2.jsonl.zst': await zst(lines(line(3), line(4))),
      'exchange-3.jsonl': gzipSync(lines(line(5))),
      'exchange-4.jsonl.gz': lines(line(6)),
    })
    expect(ids(got)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6'])
    expect(got.files.map(({ fault }) => fault)).toEqual(['', '', '', ''])
  })

  test.each([
    ['exchange.jsonl.gz', randomBytes(3000).fill(0, 0, 4), 'it is no gz data'],
    ['exchange.jsonl.zst', randomBytes(3000).fill(0, 0, 4), 'it is no zst data'],
    ['exchange.jsonl', Buffer.from(lines(line(1)), 'utf16le'), 'no line'],
    ['exchange.jsonl', Buffer.from(`\ufeff${lines(line(1))}`, 'utf16le'), 'it is UTF-16 text'],
    ['exchange.jsonl', Buffer.from('PK\x03\x04 and so on'), 'it is a zip archive'],
    ['exchange.parquet', Buffer.from('PAR1 but no more'), 'it could not be read as Parquet'],
    ['exchange.jsonl', randomBytes(50_000).fill(0, 0, 4), 'no line'],
    ['exchange.jsonl', Buffer.from(lines('{"foo": 1}')), 'has the keys foo'],
  ])('%s that holds no exchange is an error with a hint: %#', async (name, content, problem) => {
    const got = await of({ [name]: content })
    expect(got.error?.message).toContain(problem)
    expect(got.error?.hint.length).toBeGreaterThan(20)
    expect(got.error?.exit).toBe(3)
    expect(got.files).toMatchObject([{ file: name, accepted: 0 }])
    expect(got.files[0]?.fault).not.toBe('')
  })

  test('a file that cannot be read costs the others nothing', async () => {
    const got = await of({
      'exchange-1.jsonl': randomBytes(5000).fill(0, 0, 4),
      'exchange-2.jsonl.zst': randomBytes(5000).fill(0, 0, 4),
      'exchange-3.parquet': 'no',
      'exchange-4.jsonl': lines('{"foo": 1}'),
      'exchange-5.jsonl': lines(line(1)),
      'account.parquet': 'no',
    })
    expect(got.error).toBeUndefined()
    expect(ids(got)).toEqual(['e1'])
    expect(got.files.filter(({ fault }) => fault !== '')).toHaveLength(5)
  })
})

const scratchFolders = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`stillwatch-scratch-${process.pid}-`))
    .length

describe('names', () => {
  test('a path is read as it stands, whatever the engine would make of it', async () => {
    const names = [
      'exchange it\'s "quoted".jsonl',
      'exchange*.jsonl',
      'exchange?.jsonl',
      'exchange{1,2}.jsonl',
      'exchange[ab].jsonl',
      'exchange::x.jsonl',
      'exchange ü 例 😀.jsonl',
      'exchange\\back.jsonl',
      'exchange%20;$(x)`y`.jsonl',
      'exchange\nline\u001b[31m.jsonl',
    ]
    // Beside each, what it would match as a pattern.
    const others = ['exchange1.jsonl', 'exchangea.jsonl', 'exchange2.jsonl']
    for (const name of names) {
      const files = Object.fromEntries(others.map((other) => [other, lines(line(other))]))
      const folder = folderOf({ ...files, [name]: lines(line('right')) })
      const got = await ingest(holder.store, join(folder, name))
      expect([name, ...ids(got)]).toEqual([name, 'eright'])
      expect(got.files[0]?.file).toBe(name)
    }
  })

  test('a folder whose name is a pattern', async () => {
    const folder = join(folderOf({}), 'logs {2026,2027}*')
    mkdirSync(folder)
    symlinkSync(
      join(folderOf({ 'a.jsonl': lines(line(1)) }), 'a.jsonl'),
      join(folder, 'exchange.jsonl'),
    )
    expect(ids(await ingest(holder.store, folder))).toEqual(['e1'])
  })

  test('a folder called exchange.jsonl is no file, and read where it is named itself', async () => {
    const folder = folderOf({ 'exchange-1.jsonl': lines(line(1)) })
    const inner = join(folder, 'exchange.jsonl')
    mkdirSync(inner)
    expect(ids(await ingest(holder.store, folder))).toEqual(['e1'])
    expect((await ingest(holder.store, inner)).error?.message).toContain('the folder is empty')
  })

  test('the same file under two names is read once', async () => {
    const folder = folderOf({ 'exchange.jsonl': lines(line(1), line(2)) })
    symlinkSync(join(folder, 'exchange.jsonl'), join(folder, 'exchange-link.jsonl'))
    const got = await ingest(holder.store, folder, join(folder, 'exchange.jsonl'))
    expect(got.files).toHaveLength(1)
  })

  test.each([
    [{}, 'the folder is empty'],
    [{ 'exchange.jsonl': '' }, 'the files of exchanges are empty'],
    [{ 'exchange.jsonl': '\n\r\n  \n' }, 'the files of exchanges are empty'],
    [{ 'account.jsonl': '{}' }, 'only account.jsonl'],
    [{ 'logs.txt': 'x', 'other.jsonl': 'x' }, 'but logs.txt, other.jsonl'],
  ])('nothing to read is an error that says what was found: %j', async (files, found) => {
    const got = await of(files)
    expect(got.error).toMatchObject({ code: 'INPUT_EMPTY', exit: 3 })
    expect(got.error?.message).toContain(found)
    expect(got.error?.hint).toContain('exchange*.jsonl')
  })

  test('a path that leads nowhere, and a pipe', async () => {
    const folder = folderOf({})
    symlinkSync(join(folder, 'gone'), join(folder, 'exchange.jsonl'))
    expect((await ingest(holder.store, folder)).error?.code).toBe('INPUT_MISSING')
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const got = await ingest(holder.store, pipe)
    expect(got.error).toMatchObject({ code: 'INPUT_UNREADABLE', exit: 3 })
    expect(got.error?.message).toContain('`-`')
  })
})
