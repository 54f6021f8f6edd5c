import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { readApplications } from './read.js'

const holder = testStore()
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'application.jsonl')
const one = { application_id: 'a', applied_at: '2026-03-10T12:00:00Z' }
const proved = { ...one, proofs: ['mail', 'phone'], price_month: 20, account_id: 'b' }
const stood = { ...one, application_id: 'c', applied_at: '2026-03-10T13:00:00.000Z' }

/** Written by the engine, as an export would be. */
async function written(name: string, format: string, rows: readonly object[]): Promise<string> {
  const lines = join(folder, 'rows.jsonl')
  const path = join(folder, name)
  writeFileSync(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const write = `INSERT INTO FUNCTION file('${path}', '${format}')
    SELECT * FROM file('${lines}', ${format === 'LineAsString' ? "'LineAsString'" : "'JSONEachRow'"})
    SETTINGS engine_file_truncate_on_insert = 1`
  await holder.store.run(statement('write', write))
  return path
}

const told = async (path: string) => {
  const { applications, rejected } = await readApplications(holder.store, [path])
  return { applications, rejected: rejected.map(({ line, reason }) => [line, reason]) }
}
const bothRead = {
  applications: [
    expect.objectContaining({ ...proved, applied_at: '2026-03-10T12:00:00.000Z' }),
    expect.objectContaining(stood),
  ],
  rejected: [],
}

test.each([
  ['zst', 'packed.jsonl.zst', 'LineAsString'],
  ['Parquet, with lists and instants of its own', 'table.parquet', 'Parquet'],
  ['a JSON array', 'array.json', 'JSON'],
])('%s gives what its lines give', async (_, name, format) => {
  const path = await written(name, format === 'JSON' ? 'LineAsString' : format, [proved, stood])
  if (format === 'JSON') writeFileSync(path, JSON.stringify([proved, stood], null, 2))
  expect(await told(path)).toEqual(bothRead)
})

test('CSV: an empty cell is none, a list is JSON, and a row at fault costs itself alone', async () => {
  const path = join(folder, 'table.csv')
  const head = 'application_id,applied_at,account_id,price_month,proofs,verification,invited_by'
  const rows = [
    'a,2026-03-10 12:00:00,b,20,"[""mail"",""phone""]",,',
    'x,yesterday,,,,,',
    'y,2026-03-10 12:00:00,,,mail,,',
    'z,2026-03-10 12:00:00,,,,,,beyond',
    'c,2026-03-10T13:00:00Z,,,,,',
  ]
  writeFileSync(path, `${head}\n${rows.join('\n')}\n`)
  expect(await told(path)).toEqual({
    ...bothRead,
    rejected: [
      [3, 'these do not fit: applied_at'],
      [4, 'these do not fit: proofs'],
      [5, 'the row has more columns than the header'],
    ],
  })
})

test('a row of CSV whose quotes do not close costs that row', async () => {
  const path = join(folder, 'unclosed.csv')
  const sound = 'c,2026-03-10T13:00:00Z'
  const rows = ['application_id,applied_at', sound, '"x"y,2026-03-10', sound, '']
  writeFileSync(path, rows.join('\n'))
  expect(await told(path)).toEqual({
    applications: [expect.objectContaining(stood), expect.objectContaining(stood)],
    rejected: [[3, 'the row could not be read as CSV']],
  })
})

test('a line of another kind that is far too long is told, and nothing of it is held', async () => {
  writeFileSync(file, `{"a":"${'a'.repeat(20_000)}"}\n${JSON.stringify(one)}\n`)
  const { applications, rejected } = await told(file)
  expect(applications).toHaveLength(1)
  expect(rejected).toEqual([[1, 'the line is longer than 16 KiB']])
})

test('more lines than are looked at together are all read, with their numbers', async () => {
  const line = (id: number) => JSON.stringify({ ...one, application_id: `a-${id}` })
  const rows = Array.from({ length: 20_003 }, (_, id) => line(id))
  writeFileSync(file, `${rows.join('\n')}\nno json\n`)
  const { applications, rejected } = await told(file)
  expect(applications).toHaveLength(20_003)
  expect(rejected).toEqual([[20_004, 'the line is not valid JSON']])
})
