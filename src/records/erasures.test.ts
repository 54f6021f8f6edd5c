import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Person, ROLES, type Role } from '../domain/people.js'
import { decideAct, type Remembered, remember } from './act.js'
import { ERASURE_BEGUN, erasuresWaiting, SUBJECT_ERASED } from './erasures.js'
import { newState, type State } from './state.js'

const person = (name: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: name.padEnd(64, '0'),
})
const ALICE = person('alice')
const BOB = person('bob')
const MALLORY = person('mallory')
const ANALYST = person('anna', ['analyst', 'viewer', 'auditor', 'detection_engineer'])
const PEOPLE = [ALICE, BOB, MALLORY, ANALYST]
const reason = 'they asked us to'
const guards = { isConnected: true, isKilled: false, neverTouch: new Set<string>(), company: [] }

interface Ask {
  readonly by: Person
  readonly deed: string
  readonly input: object
}

/** A trail of people and of the service. */
class Trail {
  readonly entries: Remembered[] = []
  readonly state: State = newState()

  act({ by, deed, input }: Ask, canErase = true): string {
    const nowMs = this.entries.length
    const world = { nowMs, policies: [], restrictions: [], guards, canErase }
    const asked = { person: by, deed, input, world, people: PEOPLE, id: `id-${nowMs}` }
    const acted = decideAct(this.state, asked)
    if (acted.kind === 'refused') return acted.why
    this.add({ ...acted.act, at_ms: nowMs })
    return acted.kind
  }

  /** What the engine notes of one. */
  note(action: string, id: string): void {
    const facts = { id, scope: 'all' }
    const at_ms = this.entries.length
    this.add({ actor: 'service', action, object: `erasure ${id}`, at_ms, facts, hidden: {} })
  }

  private add(entry: Remembered): void {
    this.entries.push(entry)
    remember(this.state, entry)
  }
}

const erase = (by: Person, more: object = {}): Ask => ({
  by,
  deed: 'erase_subject',
  input: { kind: 'account', subject_id: 'acct_7', reason, ...more },
})
const cancel = (by: Person, erasure_id: string): Ask => ({
  by,
  deed: 'cancel_erasure',
  input: { erasure_id, reason },
})
const opened = (given: Trail) => [...given.state.erasures.values()]

test('two people erase, one takes it back, and once it was begun nobody does', () => {
  const trail = new Trail()
  expect(trail.act(erase(ANALYST))).toBe('ROLE_MISSING')
  expect(trail.act(erase(ALICE))).toBe('proposed')
  expect(trail.act(erase(ALICE))).toBe('SAME_PERSON')
  // Another thing than what the first wanted.
  expect(trail.act(erase(BOB, { evidence: 'erase' }))).toBe('proposed')
  expect(trail.act(erase(BOB, { kind: 'organization' }))).toBe('proposed')
  expect(opened(trail)).toEqual([])
  expect(trail.act(erase(BOB))).toBe('done')
  const [one] = opened(trail)
  expect(one).toMatchObject({ kind: 'account', subject_id: 'acct_7', people: ['alice', 'bob'] })
  const id = one?.erasure_id ?? ''
  expect(trail.act(erase(MALLORY))).toBe('SO_ALREADY')
  expect(trail.act(cancel(ANALYST, id))).toBe('ROLE_MISSING')
  expect(trail.act(cancel(MALLORY, id))).toBe('done')
  expect(trail.act(cancel(MALLORY, id))).toBe('NOT_THERE')
  expect(erasuresWaiting(trail.state)).toEqual([])

  for (const by of [ALICE, BOB]) trail.act(erase(by))
  const [again] = erasuresWaiting(trail.state)
  trail.note(ERASURE_BEGUN, again?.erasure_id ?? '')
  expect(trail.act(cancel(ALICE, again?.erasure_id ?? ''))).toBe('NOT_THERE')
  trail.note(SUBJECT_ERASED, again?.erasure_id ?? '')
  expect(erasuresWaiting(trail.state)).toEqual([])
})

test('an end user is one of an account, and nobody is erased from a store that others use', () => {
  const trail = new Trail()
  const user = { kind: 'end_user', subject_id: 'user_1' }
  expect(trail.act(erase(ALICE, user))).toBe('INPUT_INVALID')
  expect(trail.act(erase(ALICE, { account_id: 'acct_7' }))).toBe('INPUT_INVALID')
  expect(trail.act(erase(ALICE, { ...user, account_id: 'acct_7' }))).toBe('proposed')
  expect(trail.act(erase(BOB, { ...user, account_id: 'acct_8' }))).toBe('proposed')
  expect(opened(trail)).toEqual([])
  expect(trail.act(erase(BOB, { ...user, account_id: 'acct_7' }), false)).toBe('STORE_SHARED')
})

test('whatever was kept apart is gone: it is known that there was an erasure, and not of whom', () => {
  const trail = new Trail()
  for (const by of [ALICE, BOB]) trail.act(erase(by))
  const state = newState()
  for (const entry of trail.entries) remember(state, { ...entry, hidden: {} })
  const [one] = [...state.erasures.values()]
  expect(one).toMatchObject({ kind: 'account', subject_id: '', people: ['alice', 'bob'] })
  expect(JSON.stringify([...state.erasures.values(), ...state.proposals.values()])).not.toContain(
    'acct_7',
  )
})

const step = fc.oneof(
  fc.record({
    who: fc.constantFrom(...PEOPLE),
    what: fc.constantFrom(
      { kind: 'account', subject_id: 'acct_7' },
      { kind: 'account', subject_id: 'acct_7', evidence: 'erase' },
      { kind: 'organization', subject_id: 'acct_7' },
      { kind: 'end_user', subject_id: 'user_1', account_id: 'acct_7' },
    ),
  }),
  fc.record({ who: fc.constantFrom(...PEOPLE), cancels: fc.nat(30) }),
  fc.record({ who: fc.constantFrom(...PEOPLE), drops: fc.nat(30) }),
  fc.record({ begins: fc.nat(30) }),
)

test('in no order of events is anybody erased whom two people did not both want erased, in those words', () => {
  const property = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const trail = new Trail()
    const wanted = new Map<string, Set<string>>()
    for (const one of steps) {
      if ('begins' in one) {
        const id = `id-${one.begins}`
        if (erasuresWaiting(trail.state).some(({ erasure_id }) => erasure_id === id))
          trail.note(ERASURE_BEGUN, id)
      } else if ('what' in one) {
        const key = JSON.stringify(one.what)
        if (one.who !== ANALYST) wanted.set(key, (wanted.get(key) ?? new Set()).add(one.who.name))
        const before = opened(trail).length
        const kind = trail.act(erase(one.who, one.what))
        if (kind !== 'done') expect(opened(trail)).toHaveLength(before)
        else expect(wanted.get(key)?.size).toBeGreaterThan(1)
      } else if ('cancels' in one) {
        const id = `id-${one.cancels}`
        const isBegun = trail.state.erasures.get(id)?.begun_ms != null
        expect([isBegun, trail.act(cancel(one.who, id))]).not.toEqual([true, 'done'])
      } else {
        const input = { proposal_id: `id-${one.drops}`, reason }
        trail.act({ by: one.who, deed: 'drop_proposal', input })
      }
    }
    for (const { people } of opened(trail)) expect(new Set(people).size).toBe(2)
    const begun = opened(trail).filter(({ begun_ms }) => begun_ms !== null)
    for (const { cancelled_ms } of begun) expect(cancelled_ms).toBeNull()
  })
  fc.assert(property, { numRuns: 500 })
})
