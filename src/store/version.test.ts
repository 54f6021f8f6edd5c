import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columnsOf } from '../../test/reference/schema-text.js'
import { testStore } from '../../test/store.js'
import { migrate, schemaText, tableNames } from './migrate.js'
import { statement } from './sql.js'
import { SCHEMA_NUMBER } from './version.js'

const held = testStore()
const rows = (text: string) => held.store.rows<Record<string, string>>(statement('test', text))
const GOLDEN = 'test/golden'
/** Columns by name, and the engine with its keys. */
type Table = { readonly columns: Readonly<Record<string, string>>; readonly keys: string }
const schema = (): Readonly<Record<string, Table>> =>
  Object.fromEntries(tableNames().map((name) => [name, tableOf(schemaText(name))]))
const tableOf = (text: string): Table => ({
  columns: Object.fromEntries(columnsOf(text).map(({ name, type }) => [name, bare(type)])),
  keys: bare(text.slice(text.lastIndexOf('ENGINE')).trim()),
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
