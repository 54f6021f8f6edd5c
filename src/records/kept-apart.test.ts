import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import type { Person } from '../domain/people.js'
import { statement } from '../store/sql.js'
import { appendAudit, verifyAudit } from './audit.js'
import { openLedger } from './ledger.js'

const held = testStore()
const NOW_MS = Date.parse('2026-03-01T00:00:00Z')
const people: readonly Person[] = ['alice', 'bob', 'carol'].map((name, at) => ({
  ...{ name, roles: ['reviewer', 'admin'] },
  sha256: `${at}`.repeat(64),
}))
const policies = ['mild', 'deny-all'].map((policy_id) => ({
  ...{ policy_id, digest: (policy_id === 'mild' ? 'a' : 'b').repeat(64), level: 'deny' },
  ...{ mode: 'live', reason_code: 'usage_review', appeal: 'appeals@example.org' },
  measures: {},
}))
const open = () =>
  openLedger({
    store: held.store,
    now: () => NOW_MS,
    newId: randomUUID,
    people: () => people,
    policies: () => policies,
    guards: () => ({ isConnected: false }) as never,
    company: async () => [],
    canErase: true,
  })
const tamper = (text: string) =>
  held.store.run(statement('tamper', `${text} SETTINGS mutations_sync = 1`))
const [alice, bob] = people as [Person, Person]
const reason = 'Looked at all of them.'
const mild = { policy_id: 'mild', digest: 'a'.repeat(64), reason }

beforeEach(async () => {
  for (const table of ['audit', 'record_text', 'ruling']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

test('what was kept apart makes no approval another one, and who changes it is found out', async () => {
  const ledger = await open()
  for (const person of [alice, bob])
    await ledger.act({ person, deed: 'approve_policy', input: mild })
  const denied = JSON.stringify({ policy_id: 'deny-all', digest: 'b'.repeat(64), reason })
  await tamper(
    `ALTER TABLE record_text UPDATE text = '${denied}' WHERE position(text, 'reason') > 0`,
  )
  const again = await open()
  expect([...again.state().approvals.keys()]).toEqual([mild.digest])
  expect([...again.state().approvers.keys()]).toEqual(['mild'])
  expect(again.changed()).toBeGreaterThan(0)
  expect((await verifyAudit(held.store)).broken).toEqual({
    seq: 1,
    problem: 'what people wrote with it was changed',
  })
})

test('whom a ruling names cannot be made another', async () => {
  const ledger = await open()
  const input = { subject_kind: 'account', subject_id: 'acct_1', conclusion: 'campaign', reason }
  for (const person of [alice, bob]) await ledger.act({ person, deed: 'rule_against', input })
  await tamper(`ALTER TABLE record_text UPDATE text = replaceAll(text, 'acct_1', 'acct_2') WHERE 1`)
  const ruled = [...(await open()).state().rulings.values()]
  expect(ruled.map(({ subject_id }) => subject_id)).toEqual([''])
})

test('what is erased leaves the trail whole, and is counted', async () => {
  const ledger = await open()
  for (const person of [alice, bob])
    await ledger.act({ person, deed: 'approve_policy', input: mild })
  await tamper('ALTER TABLE record_text DELETE WHERE 1')
  expect(await verifyAudit(held.store)).toMatchObject({ broken: null, texts_missing: 2 })
  expect((await open()).changed()).toBe(0)
})

test('behind an entry that is not as it was written nothing counts, and nobody can act', async () => {
  const ledger = await open()
  await ledger.act({ person: alice, deed: 'approve_policy', input: mild })
  await held.store.insert('audit', [
    {
      ...{ seq: 2, at: '2026-03-01 00:00:00.000', actor: 'person bob', action: 'approve_policy' },
      ...{ object: 'policy deny-all', subject: '', hash_before: '', hash: 'x' },
      facts: JSON.stringify({
        ...{ id: 'i', people: ['alice', 'bob'], policy_id: 'deny-all', digest: 'b'.repeat(64) },
      }),
    },
  ])
  await ledger.refresh()
  expect(ledger.state().approvals.size).toBe(0)
  expect(ledger.broken()).toMatchObject({ seq: 2 })
  await expect(ledger.act({ person: bob, deed: 'approve_policy', input: mild })).rejects.toThrow(
    'entry 2 of the trail is not as it was written',
  )
})

test('what was proposed against somebody before they were let go is void', async () => {
  const ledger = await open()
  const against = { subject_kind: 'account', subject_id: 'acct_7', conclusion: 'campaign', reason }
  await ledger.act({ person: alice, deed: 'rule_against', input: against })
  const benign = { subject_kind: 'account', subject_id: 'acct_7', reason }
  await ledger.act({ person: people[2] as Person, deed: 'rule_benign', input: benign })
  const second = await ledger.act({ person: bob, deed: 'rule_against', input: against })
  expect(second.kind).toBe('proposed')
})

test('an appeal is decided by nobody who had part in it, however it was taken down', async () => {
  const ledger = await open()
  const against = { subject_kind: 'campaign', subject_id: 'c1', conclusion: 'campaign', reason }
  for (const person of [alice, bob])
    await ledger.act({ person, deed: 'rule_against', input: against })
  const appeal = { account_id: 'acct_7', policy_id: 'mild', statement: 'We are a school.' }
  const wrong = { ...appeal, policy_id: 'no-such-policy' }
  const refused = await ledger.act({ person: alice, deed: 'open_appeal', input: wrong })
  expect(refused).toMatchObject({ kind: 'refused', why: 'NOT_THERE' })
  const opened = await ledger.act({ person: alice, deed: 'open_appeal', input: appeal })
  const appeal_id = 'id' in opened ? opened.id : ''
  const input = { appeal_id, outcome: 'upheld', answer: 'No.' }
  const own = await ledger.act({ person: alice, deed: 'decide_appeal', input })
  expect(own).toMatchObject({ kind: 'refused', why: 'OWN_DECISION' })
  const others = await ledger.act({ person: people[2] as Person, deed: 'decide_appeal', input })
  expect(others.kind).toBe('done')
})

test('an end that the store cannot hold is refused, and one in the trail stops nobody', async () => {
  const ledger = await open()
  const benign = { subject_kind: 'account', subject_id: 'acct_7', reason }
  for (const expires_at of ['9999-12-31T23:59:59-12:00', '0000-01-01T00:00:00+12:00']) {
    const input = { ...benign, expires_at }
    const answer = await ledger.act({ person: alice, deed: 'rule_benign', input })
    expect(answer).toMatchObject({ why: 'INPUT_INVALID', places: ['expires_at'] })
    // As a release that did not look had it written down.
    const facts = { id: expires_at, people: ['alice'], ...benign, conclusion: 'benign', expires_at }
    const entry = { actor: 'person alice', action: 'rule_benign', object: 'ruling', subject: '' }
    await appendAudit(held.store, [{ ...entry, facts }], NOW_MS)
  }
  const again = await open()
  expect(again.state().rulings.size).toBe(2)
  expect((await again.act({ person: bob, deed: 'approve_policy', input: mild })).kind).toBe(
    'proposed',
  )
  const ruled = await held.store.rows<{ year: number }>(
    statement('ends', 'SELECT toYear(expires_at) AS year FROM ruling ORDER BY year'),
  )
  expect(ruled.map(({ year }) => year)).toEqual([1970, 2200])
})
