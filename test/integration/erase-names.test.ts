import { expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { hashKeyWords } from '../../src/service/decisions/siphash.js'
import {
  about,
  accountsErased,
  eraseFromStore,
  subjectsKnown,
} from '../../src/service/erasure/store.js'
import { type Subject, subjectHash } from '../../src/service/erasure/subject.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'

const holder = testStore()
const KEY = hashKeyOf('test')
/** Of some, one after the other is the same text however they are parted. */
const NAMES = ['a', 'a\nb', 'b\nc', 'c'] as const
const END_USERS: readonly Subject[] = NAMES.flatMap((account) =>
  NAMES.map((id) => ({ kind: 'end_user', account, id }) as const),
)
const ALIKE: readonly Subject[] = [
  { kind: 'end_user', account: 'a', id: 'b\nc' },
  { kind: 'end_user', account: 'a\nb', id: 'c' },
]
const nameOf = ({ account, id }: Subject) => JSON.stringify([account, id])

async function exchangesErased(): Promise<readonly string[]> {
  const text = `SELECT subject_id FROM subject_erasing WHERE kind = 'exchange' ORDER BY subject_id`
  const rows = await holder.store.rows<{ subject_id: string }>(statement('erased', text))
  return rows.map(({ subject_id }) => subject_id)
}

test('of end users whose names hold line breaks, the exchanges and the mark are those of one alone', async () => {
  const { store } = holder
  await store.insert(
    'exchange',
    END_USERS.map((one) => ({
      ...{ exchange_id: nameOf(one), received_at: '2026-03-10 00:00:00.000' },
      ...{ account_id: one.account, end_user_id: one.id },
    })),
  )
  for (const one of ALIKE) {
    await about(store, [one])
    expect(await exchangesErased()).toEqual([nameOf(one)])
  }
  await about(store, ALIKE)
  expect(await exchangesErased()).toEqual(ALIKE.map(nameOf).sort())
  await about(store, [])
  expect(await exchangesErased()).toEqual([])

  // What the statement hashes is what the marks have.
  const knownBy = async (subjects: readonly Subject[]) => {
    const hashes = subjects.map((one) => subjectHash(hashKeyWords(KEY), one))
    return (await subjectsKnown(store, KEY, hashes)).map(nameOf).sort()
  }
  expect(await knownBy(END_USERS)).toEqual(END_USERS.map(nameOf).sort())
  for (const one of ALIKE) expect(await knownBy([one])).toEqual([nameOf(one)])
})

test('an organisation does not take along an account that is called as it is', async () => {
  const { store } = holder
  const of = (exchange_id: string, account_id: string, organization_id: string) => ({
    ...{ exchange_id, received_at: '2026-03-10 00:00:00.000' },
    ...{ account_id, organization_id },
  })
  await store.insert('exchange', [of('theirs', 'acct_of_heron', 'heron'), of('other', 'heron', '')])
  const ruling = { ruling_id: 'r', ruled_at: '2026-03-10 00:00:00.000', conclusion: 'benign' }
  await store.insert('ruling', [{ ...ruling, subject_kind: 'account', subject_id: 'heron' }])
  const subjects = [{ kind: 'organization', id: 'heron', account: '' }] as const
  await about(store, subjects)
  expect(await exchangesErased()).toEqual(['theirs'])
  expect([...(await accountsErased(store))]).toEqual(['acct_of_heron'])
  const found = await eraseFromStore(store, { subjects, scope: 'all', isTrial: true })
  expect(found).toEqual({ exchange: 1 })
  await about(store, [])
})
