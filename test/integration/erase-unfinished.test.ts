import { expect, test } from 'vitest'
import { about, subjectAsKept } from '../../src/service/erasure/store.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'

const holder = testStore()
const account = (id: string) => ({ kind: 'account', id, account: '' }) as const

// The engine tries one that failed again, by whom the table of subjects names then.
test('an erasure that failed is nobody else’s later', async () => {
  const { store } = holder
  const rows = <Row>(text: string) => store.rows<Row>(statement('asked', text))
  const run = (text: string) => store.run(statement('run', text))
  await run('CREATE TABLE passing_names (account_id String) ENGINE = MergeTree ORDER BY account_id')
  await run(`INSERT INTO passing_names VALUES ('first'), ('second')`)
  await about(store, [account('first')])
  const failing = run(
    `ALTER TABLE passing_names
     DELETE WHERE account_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'account')
       AND throwIf(account_id = 'first') = 0
     SETTINGS mutations_sync = 1`,
  )
  await expect(failing).rejects.toThrow()
  await about(store, [account('second')])
  const left = `SELECT count() AS rows FROM system.mutations WHERE table = 'passing_names' AND NOT is_done`
  expect(await rows(left)).toEqual([{ rows: '0' }])
  expect(await rows('SELECT account_id FROM passing_names ORDER BY account_id')).toEqual([
    { account_id: 'first' },
    { account_id: 'second' },
  ])
})

test('a name that is too long is looked for as it is kept, and an account by its own', async () => {
  const long = '水'.repeat(60)
  const kept = await subjectAsKept(holder.store, { kind: 'end_user', id: long, account: 'a' })
  expect(kept).toEqual({
    kind: 'end_user',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    account: 'a',
  })
  expect(await subjectAsKept(holder.store, account(long))).toEqual(account(long))
  expect(await subjectAsKept(holder.store, { ...kept, id: 'u-3' })).toEqual({ ...kept, id: 'u-3' })
})
