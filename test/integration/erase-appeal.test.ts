import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Person, ROLES } from '../../src/domain/people.js'
import { openLedger } from '../../src/records/ledger.js'
import { about, eraseFromStore } from '../../src/service/erasure/store.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'

const holder = testStore()
const person = (name: string): Person => ({ name, roles: ROLES, sha256: name.padEnd(64, '0') })
const people = [person('alice'), person('bob')]
const [ALICE, BOB] = people as [Person, Person]

const open = () =>
  openLedger({
    ...{ store: holder.store, now: () => 1_800_000_000_000, newId: randomUUID, canErase: true },
    people: () => people,
    policies: () => [
      {
        ...{ policy_id: 'found', digest: 'd'.repeat(64), level: 'deny', mode: 'live' },
        ...{ reason_code: 'code', appeal: 'Write to us.', measures: {} },
      },
    ],
    guards: () => ({ isConnected: true, isKilled: false, neverTouch: new Set() }),
    company: async () => [],
  })

const holding = async (text: string) => {
  const counting = statement(
    'holding',
    `SELECT (SELECT count() FROM record_text WHERE position(text, '${text}') > 0)
       + (SELECT count() FROM ruling WHERE position(reason, '${text}') > 0) AS rows`,
  )
  const [row] = await holder.store.rows<{ rows: string }>(counting)
  return Number(row?.rows)
}

test('what was answered to an appeal, and why an erasure was taken back, goes with whom it was about, and with nobody else', async () => {
  const { store } = holder
  const ledger = await open()
  const act = async (by: Person, deed: string, input: object) => {
    const done = await ledger.act({ person: by, deed, input })
    return done.kind === 'refused' ? done.why : done.id
  }
  for (const [account_id, word] of [
    ['acct_7', 'heron'],
    ['acct_8', 'egret'],
  ]) {
    const appeal = { account_id, policy_id: 'found', statement: `The ${word} school asks.` }
    const appeal_id = await act(ALICE, 'open_appeal', appeal)
    const answer = { answer: `It is the ${word} school.`, restitution: `A month for the ${word}.` }
    await act(BOB, 'decide_appeal', { appeal_id, outcome: 'overturned', ...answer })
    const erase = { kind: 'account', subject_id: account_id, reason: 'they asked us to' }
    await act(ALICE, 'erase_subject', erase)
    const erasure_id = await act(BOB, 'erase_subject', erase)
    await act(BOB, 'cancel_erasure', { erasure_id, reason: `The ${word} school stays.` })
  }
  // Statement, answer and reason; and the ruling.
  expect([await holding('heron'), await holding('egret')]).toEqual([4, 4])

  const subjects = [{ kind: 'account', id: 'acct_7', account: '' }] as const
  await about(store, subjects)
  await eraseFromStore(store, { subjects, scope: 'all', isTrial: false })
  await about(store, [])
  const again = await open()
  expect([await holding('heron'), await holding('egret')]).toEqual([0, 4])
  const [ofHeron, ofEgret] = again.state().appeals.values()
  expect(ofHeron).toMatchObject({ account_id: '', outcome: 'overturned', answer: '' })
  expect(ofEgret).toMatchObject({ account_id: 'acct_8', answer: 'It is the egret school.' })
})
