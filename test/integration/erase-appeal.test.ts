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

test('what was written of an enrolment goes with the account that came of it, and what was written of others stays', async () => {
  const ledger = await open()
  const words = { of_tern: 'tern', of_wren: 'wren' }
  const seen = (application_id: string, account_id: string, input_id: number) => ({
    ...{ application_id, account_id, program: 'education', to: 'proof_asked', cause: 'assessed' },
    ...{ due_ms: null, asked: ['documents'], held: ['mail'], input_id, campaign_id: '' },
  })
  // The account is made after it applied.
  const first = Object.keys(words).map((id) => seen(id, '', 1))
  const second = Object.entries(words).map(([id, word]) => seen(id, `acct_${word}`, 2))
  for (const changes of [first, second]) await ledger.noteEnrolments(changes as never)
  const idOf = (application_id: string) => ledger.state().enrolmentOf.get(application_id) ?? ''
  const act = (deed: string, input: object) => ledger.act({ person: ALICE, deed, input })
  for (const [id, word] of Object.entries(words)) {
    const enrolment_id = idOf(id)
    const reason = `A letter of the ${word} school.`
    await act('accept_proof', { enrolment_id, proof: 'documents', reason })
    await act('grant_enrolments', { enrolment_ids: [enrolment_id], reason })
  }
  const both = { enrolment_ids: Object.keys(words).map(idOf), proofs: ['identity'] }
  await act('ask_enrolments', { ...both, reason: 'The tern school shares a printer.' })
  expect([await holding('tern'), await holding('wren')]).toEqual([6, 5])

  const subjects = [{ kind: 'account', id: 'acct_tern', account: '' }] as const
  await about(holder.store, subjects)
  await eraseFromStore(holder.store, { subjects, scope: 'all', isTrial: false })
  await about(holder.store, [])
  expect([await holding('tern'), await holding('wren')]).toEqual([0, 5])
  const again = await open()
  const left = [...again.state().enrolments.values()].map(({ application_id }) => application_id)
  expect(left).toEqual(['', 'of_wren'])
})
