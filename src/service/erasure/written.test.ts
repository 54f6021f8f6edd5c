import { expect, test } from 'vitest'
import { endUserName } from '../../records/erasures.js'
import { isNaming, type Names, needlesOf } from './written.js'

const names = (more: Partial<Names> = {}): Names => ({
  ...{ accounts: new Set(), organizations: new Set(), endUsers: [] },
  ...more,
})
const HERON = names({ accounts: new Set(['acct_heron']) })
const USER = { kind: 'end_user', account: 'acct_other', id: 'u-3' } as const
const text = (given: unknown, facts: object | undefined = undefined) => ({
  text: JSON.stringify(given),
  facts: facts === undefined ? '' : JSON.stringify(facts),
})

test.each([
  ['a pseudonym', text(['account', 'acct_heron'])],
  ['an account', text({ salt: 's', reason: 'r', account_id: 'acct_heron' })],
  ['a ruling', text({ subject_id: 'acct_heron' }, { subject_kind: 'account' })],
  ['a proposal', text({ key: 'x', input: { subject_kind: 'account', subject_id: 'acct_heron' } })],
  ['protection', text({ id: 'acct_heron', reason: 'r' }, { kind: 'account' })],
])('%s names an account', (_, given) => {
  expect(isNaming(given, HERON)).toBe(true)
})

test.each([
  ['a campaign of that name', text({ subject_id: 'acct_heron' }, { subject_kind: 'campaign' })],
  ['an organisation of that name', text(['organization', 'acct_heron'])],
  ['a reason that is that name', text({ reason: 'acct_heron' }, { kind: 'account' })],
  [
    'an end user of another account',
    text({ subject_id: 'acct_heron', account_id: 'a' }, { kind: 'end_user' }),
  ],
  [
    'the key of a deed about an account whose name goes on behind a line break',
    text({ account_id: 'acct_heron\nb', key: 'suspend_account\nacct_heron\nb\np\nfound\n' }),
  ],
  ['no JSON', { text: 'acct_heron', facts: '' }],
  ['nothing', text(null)],
])('%s names no account', (_, given) => {
  expect(isNaming(given, HERON)).toBe(false)
})

test('an end user is named with the account, and by nothing that somebody may be called', () => {
  const user = names({ endUsers: [USER] })
  const facts = { kind: 'end_user' }
  expect(isNaming(text(['end_user', endUserName('acct_other', 'u-3')]), user)).toBe(true)
  expect(isNaming(text({ subject_id: 'u-3', account_id: 'acct_other' }, facts), user)).toBe(true)
  expect(isNaming(text({ subject_id: 'u-3', account_id: 'acct_heron' }, facts), user)).toBe(false)
  expect(isNaming(text({ account_id: 'acct_other' }), user)).toBe(false)
  const proposed = { kind: 'end_user', subject_id: 'u-3', account_id: 'acct_other' }
  expect(isNaming(text({ key: 'erase_subject\n[]', input: proposed }), user)).toBe(true)
  for (const word of ['account', 'reason', 'salt', 'key', 'account_id', 'subject_id', '"', '\\']) {
    const called = names({
      accounts: new Set([word]),
      endUsers: [{ kind: 'end_user', account: 'acct_heron', id: word }],
    })
    const others = [
      text(['account', 'acct_heron']),
      text({ salt: 's', reason: 'r', account_id: 'acct_heron' }, { kind: 'account' }),
      text({ key: 'suspend_account\nacct_heron\nfound\n', reason: word }),
    ]
    for (const other of others) expect([word, isNaming(other, called)]).toEqual([word, false])
    expect(needlesOf(called).every((needle) => JSON.stringify([word]).includes(needle))).toBe(true)
  }
})
