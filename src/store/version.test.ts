import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columnsOf } from '../../test/reference/schema-text.js'
import { testStore } from '../../test/store.js'
import { columnsLike, migrate, schemaText, tableNames } from './migrate.js'
import { statement } from './sql.js'
import { SCHEMA_NUMBER } from './version.js'

const held = testStore()
const rows = (text: string) => held.store.rows<Record<string, string>>(statement('test', text))
const GOLDEN = 'test/golden'
/** Columns by name, and the engine with its keys. */
type Table = { readonly columns: Readonly<Record<string, string>>; readonly keys: string }
const schema = (): Readonly<Record<string, Table>> =>
  Object.fromEntries(tableNames().map((name) => [name, tableOf(name)]))
const tableOf = (table: string): Table => ({
  columns: Object.fromEntries(
    columnsOf(schemaText(columnsLike(table))).map(({ name, type }) => [
      name,
      bare(type).replace(/,$/, ''),
    ]),
  ),
  keys: bare(schemaText(table).slice(schemaText(table).lastIndexOf('ENGINE')).trim()),
})
const bare = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/\s*--.*$/, '').trim())
    .join(' ')

test('a store that a later version wrote is refused before anything in it is changed', async () => {
  const drop = 'ALTER TABLE exchange_fingerprint DROP COLUMN opening_hash'
  await held.store.run(statement('drop', drop))
  await held.store.insert('store_version', [{ number: SCHEMA_NUMBER + 1, release: '9.1.0' }])
  await expect(migrate(held.store, '/srv/store')).rejects.toMatchObject({
    code: 'STORE_NEWER',
    message: expect.stringContaining('/srv/store was written by stillwatch 9.1.0'),
  })
  const found = await rows(
    `SELECT name FROM system.columns WHERE table = 'exchange_fingerprint' AND name = 'opening_hash'`,
  )
  expect(found).toEqual([])
  await held.store.run(statement('forget', 'TRUNCATE TABLE store_version'))
})

test('a store of before there were numbers is taken, and says once who writes it now', async () => {
  await held.store.run(statement('before', 'DROP TABLE store_version'))
  await migrate(held.store, '')
  await migrate(held.store, '')
  expect(await rows('SELECT number, release FROM store_version')).toEqual([
    { number: SCHEMA_NUMBER, release: expect.stringMatching(/^\d+\.\d+\.\d+/) },
  ])
})

test(`the schema is what number ${SCHEMA_NUMBER} was: who changes it raises SCHEMA_NUMBER`, async () => {
  const text = `${JSON.stringify(schema(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(`../../${GOLDEN}/schema-${SCHEMA_NUMBER}.json`)
})

test('what a schema had, later ones have: no column is dropped or changed, and no key', () => {
  const now = schema()
  const files = readdirSync(GOLDEN).filter((file) => /^schema-\d+\.json$/.test(file))
  expect(files.length).toBe(SCHEMA_NUMBER)
  for (const file of files) {
    const then = JSON.parse(readFileSync(`${GOLDEN}/${file}`, 'utf8')) as ReturnType<typeof schema>
    for (const [name, { columns, keys }] of Object.entries(then)) {
      expect([file, name, now[name]]).toEqual([
        file,
        name,
        { columns: expect.objectContaining(columns), keys },
      ])
    }
  }
})

/** The schema of a number, each table with rows of every kind of value. */
async function made(then: ReturnType<typeof schema>): Promise<void> {
  const run = (text: string) => held.store.run(statement('made', text))
  for (const [name, { columns, keys }] of Object.entries(then)) {
    await run(`DROP TABLE IF EXISTS ${name}`)
    const structure = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
    await run(`CREATE TABLE ${name} (${structure.join(', ')}) ${keys}`)
    const given = structure.map((one) => one.replace(/ DEFAULT .*$/, '')).join(', ')
    if (name === 'store_version') continue
    const random = `generateRandom('${given.replaceAll("'", "\\'")}', 1, 8, 3)`
    await run(`INSERT INTO ${name} SELECT * FROM ${random} LIMIT 5`)
  }
}

const heldIn = async (then: ReturnType<typeof schema>) => {
  const found: Record<string, unknown> = {}
  for (const [name, { columns }] of Object.entries(then)) {
    if (name === 'store_version') continue
    const [row] = await rows(
      `SELECT count() AS rows, sum(sipHash64(toString(tuple(${Object.keys(columns).join(', ')})))) AS hash FROM ${name}`,
    )
    found[name] = row
  }
  return found
}

/** As it was before, or worse: tables without the columns that no key of theirs names. What says the number never changes. */
const lacking = (all: ReturnType<typeof schema>): ReturnType<typeof schema> =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => !['text_erased', 'record_text', 'store_version'].includes(name))
      .map(([name, { columns, keys }]) => {
        const inKeys = ([column]: readonly [string, string]) =>
          new RegExp(`\\b${column}\\b`).test(keys)
        const [first = ['', ''], ...others] = Object.entries(columns)
        return [name, { columns: Object.fromEntries([first, ...others.filter(inKeys)]), keys }]
      }),
  )

const frozen = readdirSync(GOLDEN)
  .filter((file) => /^schema-\d+\.json$/.test(file))
  .map((file) => [
    file,
    JSON.parse(readFileSync(`${GOLDEN}/${file}`, 'utf8')) as ReturnType<typeof schema>,
  ])

test.each([...frozen, ['one that lacks tables and nearly all columns', lacking(schema())]] as [
  string,
  ReturnType<typeof schema>,
][])('a store of %s keeps each row, and has the columns of now', async (_, then) => {
  await made(then)
  const before = await heldIn(then)
  await migrate(held.store, '')
  expect(await heldIn(then)).toEqual(before)
  for (const [name, { columns }] of Object.entries(schema())) {
    const [row] = await rows(
      `SELECT groupArray(name) AS names FROM system.columns WHERE table = '${name}'`,
    )
    expect([name, [...(row?.names ?? [])].sort()]).toEqual([name, Object.keys(columns).sort()])
  }
})
