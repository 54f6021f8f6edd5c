import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Person, ROLES, type Role } from '../../src/domain/people.js'
import { type Acted, decideAct, PROPOSAL_MS_MAX, remember } from '../../src/records/act.js'
import { DEEDS } from '../../src/records/deeds/index.js'
import { newState, type State } from '../../src/records/state.js'
import {
  type ByPeople,
  digestOf,
  policiesKnown,
  policyByPeople,
} from '../../src/service/decisions/by-people.js'
import type { Conclusions, RulingRow } from '../../src/service/decisions/conclusions.js'
import { restrictionsOf } from '../../src/service/decisions/in-force.js'
import { type PolicyFile, policyFile } from '../../src/service/decisions/policy.js'
import { hashKeyWords } from '../../src/service/decisions/siphash.js'
import { LEVELS } from '../../src/service/decisions/subject.js'
import { snapshotRows } from '../../src/service/decisions/subjects.js'

// Whatever one person does, by whatever roles, in whatever order and with whatever is posted to the intake besides, nobody
// is touched who was not touched before. What lets somebody go needs no second person.

const ACCOUNTS = ['acct_1', 'acct_2', 'acct_3']
const CAMPAIGNS = ['campaign_a', 'campaign_b']
const NOW_MS = 1_800_000_000_000

const FILE: PolicyFile = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    { policy_id: 'found', level: 'deny', when: { verdict: 'act' } },
    { policy_id: 'ruled', level: 'deny', when: { ruling: 'campaign' } },
    { policy_id: 'named', level: 'shape', named: { accounts: ['acct_3'] } },
  ].map((one) => ({ ...one, mode: 'live', reason_code: 'usage', appeal: 'Write to us.' })),
})

const conclusions = (rulings: readonly RulingRow[]): Conclusions => ({
  runId: 'run',
  finishedMs: NOW_MS,
  members: ACCOUNTS.slice(0, 2).map((account_id, place) => ({
    campaign_id: CAMPAIGNS[place] ?? '',
    cluster_id: 'cluster',
    verdict: 'act',
    confidence: 99,
    needs: 'two people',
    account_id,
    entity_id: account_id,
    role: 'operator',
    payment_hash: '0',
    is_recognised: false,
  })),
  templates: [],
  succeeds: [],
  systems: [],
  apiKeys: [],
  rulings,
  releases: [],
})

interface Asked {
  readonly by: string
  readonly deed: string
  readonly input: object
}

class World {
  readonly state: State = newState()
  readonly trail: Parameters<typeof remember>[1][] = []
  readonly posted = new Map<string, RulingRow>()
  nowMs = NOW_MS
  #ids = 0

  constructor(readonly people: readonly Person[]) {}

  act({ by, deed, input }: Asked): Acted {
    const person = this.people.find(({ name }) => name === by)
    if (person === undefined) throw new Error(by)
    const restrictions = restrictionsOf(this.rows())
    const guards = {
      isConnected: true,
      isKilled: false,
      neverTouch: new Set<string>(),
      company: [],
    }
    const world = {
      nowMs: this.nowMs,
      policies: policiesKnown(FILE),
      restrictions,
      guards,
      canErase: true,
    }
    this.#ids += 1
    const acted = decideAct(this.state, {
      ...{ person, deed, input, world, people: this.people, id: `id-${this.#ids}` },
    })
    if (acted.kind === 'refused') return acted
    const { actor, action, object, facts, hidden } = acted.act
    const entry = { actor, action, object, facts, hidden, at_ms: this.nowMs }
    // As it is read back.
    this.trail.push(JSON.parse(JSON.stringify(entry)))
    remember(this.state, this.trail.at(-1) as (typeof this.trail)[number])
    return acted
  }

  /** A ruling that came with a file, or by whoever has a token of the intake. The newest counts. */
  post(subject_kind: string, subject_id: string, conclusion: string, ruling_id: string): void {
    const row = { subject_kind, subject_id, conclusion, ruling_id, ruled_ms: `${this.nowMs}` }
    this.posted.set(`${subject_kind} ${subject_id}`, row)
  }

  rows() {
    const people: ByPeople = { state: this.state, needsTwoFrom: 'verify' }
    return snapshotRows({
      policy: policyByPeople(FILE, people),
      conclusions: conclusions([...this.posted.values()]),
      key: hashKeyWords('[(1,2)]'),
      keyCheck: '',
      nowMs: this.nowMs,
      people,
    })
  }

  /** Which subject is under which level of which policy. */
  touched(): ReadonlySet<string> {
    const rows = this.rows()
    if (rows.killSwitch) return new Set()
    const freed = new Set(
      rows.subjects
        .filter(({ kind }) => /^(never|spared)_account/.test(kind))
        .map(({ hash }) => hash),
    )
    return new Set(
      rows.subjects.flatMap(({ kind, hash, policy }) => {
        const { policy_id = '', level = 'pass' } = rows.policies[policy] ?? {}
        const isMark = kind.startsWith('never_') || kind.startsWith('spared_')
        if (isMark || freed.has(hash) || LEVELS.indexOf(level) <= LEVELS.indexOf('observe'))
          return []
        return [`${policy_id} ${level} ${kind} ${hash}`]
      }),
    )
  }
}

const person = (name: string, roles: readonly Role[] = ROLES): Person => ({
  name,
  roles,
  sha256: name.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'e'),
})
const HONEST = [person('alice'), person('bob')]
const MALLORY = person('mallory')
const EVERYBODY = [...HONEST, MALLORY]

const reason = 'because'
const approvals = FILE.policies.map((one) => ({
  deed: 'approve_policy',
  input: { policy_id: one.policy_id, digest: digestOf(one), reason },
}))
const subject = fc.oneof(
  fc.record({
    subject_kind: fc.constant('account'),
    subject_id: fc.constantFrom(...ACCOUNTS),
  }),
  fc.record({ subject_kind: fc.constant('campaign'), subject_id: fc.constantFrom(...CAMPAIGNS) }),
)
const protectedOne = fc.record({
  kind: fc.constant('account'),
  id: fc.constantFrom(...ACCOUNTS),
  reason: fc.constant(reason),
})
const restriction = fc.record({
  policy_id: fc.constantFrom('found', 'ruled', 'named'),
  group: fc.constantFrom(...CAMPAIGNS.map((id) => `campaign ${id}`), 'policy named'),
  reason: fc.constant(reason),
})
const numbered = (kind: string) => fc.nat(30).map((n) => ({ [kind]: `id-${n}` }))
const deed = (id: string, input: fc.Arbitrary<object>) =>
  input.map((one) => ({ deed: id, input: one }))

/** Anything that anybody can ask for, as far as it may have to do with who is touched. */
const anything = fc.oneof(
  fc.constantFrom(...approvals),
  deed(
    'withdraw_policy',
    restriction.map(({ policy_id }) => ({ policy_id, reason })),
  ),
  deed('lift_restriction', restriction),
  deed('restore_restriction', restriction),
  deed('pull_kill_switch', fc.constant({ reason })),
  deed('reset_kill_switch', fc.constant({ reason })),
  deed('protect', protectedOne),
  deed('unprotect', protectedOne),
  deed(
    'rule_benign',
    subject.map((one) => ({ ...one, reason })),
  ),
  deed(
    'rule_against',
    fc
      .tuple(subject, fc.constantFrom('campaign', 'undecided'))
      .map(([one, conclusion]) => ({ ...one, conclusion, reason })),
  ),
  deed(
    'drop_proposal',
    numbered('proposal_id').map((one) => ({ ...one, reason })),
  ),
  deed(
    'open_appeal',
    fc
      .constantFrom(...ACCOUNTS)
      .map((account_id) => ({ account_id, policy_id: 'found', statement: 'No.' })),
  ),
  deed('claim_appeal', numbered('appeal_id')),
  deed(
    'decide_appeal',
    fc
      .tuple(numbered('appeal_id'), fc.constantFrom('upheld', 'overturned'))
      .map(([one, outcome]) => ({ ...one, outcome, answer: reason })),
  ),
  deed(
    'revoke_token',
    fc.constantFrom(...HONEST).map(({ sha256 }) => ({ sha256, reason })),
  ),
)
/** What lets go, or touches nobody. */
const harmless = anything.filter(
  ({ deed: id }) =>
    ![
      'approve_policy',
      'restore_restriction',
      'reset_kill_switch',
      'unprotect',
      'rule_against',
    ].includes(id),
)
const posted = fc.tuple(subject, fc.constantFrom('campaign', 'undecided'), fc.nat(30))
const waiting = fc.nat(4).map((days) => days * 24 * 3_600_000)

/** Two honest people do what they do, some of it against somebody. */
const before = fc.array(
  fc.tuple(
    anything.filter((one) => one.deed !== 'revoke_token'),
    fc.boolean(),
  ),
  { maxLength: 25 },
)
/** Then one person does all that he can, while the others only let go. */
const attack = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: anything.map((one) => ({ by: 'mallory', ...one })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(harmless, fc.constantFrom('alice', 'bob'))
        .map(([one, by]) => ({ by, ...one })),
    },
    { weight: 1, arbitrary: posted.map((post) => ({ post })) },
    { weight: 1, arbitrary: waiting.map((ms) => ({ ms })) },
  ),
  { minLength: 1, maxLength: 40 },
)

const RUNS = { numRuns: 400 }

describe('people', () => {
  test('no order of events touches anybody by one person’s will', () => {
    fc.assert(
      fc.property(before, attack, (honest, events) => {
        const world = new World(EVERYBODY)
        for (const [one, isBoth] of honest) {
          world.act({ by: 'alice', ...one })
          if (isBoth) world.act({ by: 'bob', ...one })
        }
        // What an honest person proposed and nobody agreed to is for two: whoever agrees is the second.
        world.nowMs += PROPOSAL_MS_MAX
        const allowed = world.touched()
        for (const event of events) {
          if ('ms' in event) world.nowMs += event.ms
          else if ('post' in event) {
            const [{ subject_kind, subject_id }, conclusion, n] = event.post
            world.post(subject_kind, subject_id, conclusion, `id-${n}`)
          } else world.act(event)
          const added = [...world.touched()].filter((one) => !allowed.has(one))
          expect(added).toEqual([])
        }
      }),
      RUNS,
    )
  })

  test('two who agree touch somebody, or the property above would hold of nothing', () => {
    const world = new World(EVERYBODY)
    expect(world.touched().size).toBe(0)
    for (const by of ['alice', 'bob']) for (const one of approvals) world.act({ by, ...one })
    expect(world.touched().size).toBe(3)
  })

  test('whoever is protected, ruled benign or let go by a kill switch is touched by nobody alone', () => {
    fc.assert(
      fc.property(
        attack,
        fc.constantFrom('protect', 'rule_benign', 'pull_kill_switch'),
        (events, id) => {
          const world = new World(EVERYBODY)
          for (const by of ['alice', 'bob']) for (const one of approvals) world.act({ by, ...one })
          const inputs: Record<string, object> = {
            protect: { kind: 'account', id: 'acct_1', reason },
            rule_benign: { subject_kind: 'account', subject_id: 'acct_1', reason },
            pull_kill_switch: { reason },
          }
          expect(world.act({ by: 'alice', deed: id, input: inputs[id] ?? {} }).kind).toBe('done')
          const left = world.touched()
          for (const event of events) {
            if ('ms' in event) world.nowMs += event.ms
            else if (!('post' in event)) world.act(event)
            for (const one of world.touched()) expect(left).toContain(one)
          }
        },
      ),
      RUNS,
    )
  })

  test('nobody does what none of his roles may, and a revoked token does nothing more', () => {
    const someRoles = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 })
    fc.assert(
      fc.property(
        someRoles,
        fc.array(anything, { maxLength: 30 }),
        fc.nat(30),
        (roles, asked, place) => {
          const one = person('carol', roles)
          const world = new World([...HONEST, one])
          let isRevoked = false
          for (const [at, ask] of asked.entries()) {
            if (at === place) {
              const input = { sha256: one.sha256, reason }
              // Unless carol, as an admin, was first.
              const { kind } = world.act({ by: 'alice', deed: 'revoke_token', input })
              isRevoked = kind === 'done'
              if (!isRevoked) return
              expect([...world.state.proposals.values()].some(({ by }) => by === 'carol')).toBe(
                false,
              )
            }
            const { kind } = world.act({ by: 'carol', ...ask })
            const who = DEEDS.find(({ id }) => id === ask.deed)?.who ?? []
            if (isRevoked || !roles.some((role) => who.includes(role))) expect(kind).toBe('refused')
          }
        },
      ),
      RUNS,
    )
  })

  test('what a process knows after it was killed is what it had written down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anything, fc.constantFrom('alice', 'bob', 'mallory')), { maxLength: 40 }),
        (asked) => {
          const world = new World(EVERYBODY)
          for (const [one, by] of asked) world.act({ by, ...one })
          const again = newState()
          for (const entry of world.trail) remember(again, entry)
          expect(again).toEqual(world.state)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('whoever decided something does not decide on the appeal against it', () => {
    const world = new World(EVERYBODY)
    const [found] = approvals
    if (found === undefined) throw new Error('no policy')
    for (const by of ['alice', 'bob']) world.act({ by, ...found })
    const appeal = { account_id: 'acct_1', policy_id: 'found', statement: 'We are a school.' }
    world.act({ by: 'alice', deed: 'open_appeal', input: appeal })
    const [appeal_id] = [...world.state.appeals.keys()]
    const decide = {
      deed: 'decide_appeal',
      input: { appeal_id, outcome: 'overturned', answer: 'They are.' },
    }
    // Not even once it is no longer approved.
    world.act({ by: 'bob', deed: 'withdraw_policy', input: { policy_id: 'found', reason } })
    expect(world.act({ by: 'alice', ...decide })).toMatchObject({ why: 'OWN_DECISION' })
    expect(world.act({ by: 'bob', ...decide })).toMatchObject({ why: 'OWN_DECISION' })
    expect(world.act({ by: 'mallory', ...decide }).kind).toBe('done')
    for (const by of ['alice', 'bob']) world.act({ by, ...found })
    expect(world.touched().size).toBe(1)
  })

  test('one who stands in the settings under two names with one token is one', () => {
    const twice = [person('alice'), { ...person('alias'), sha256: person('alice').sha256 }]
    const world = new World(twice)
    const [found] = approvals
    if (found === undefined) throw new Error('no policy')
    expect(world.act({ by: 'alice', ...found }).kind).toBe('proposed')
    expect(world.act({ by: 'alias', ...found })).toMatchObject({ why: 'SAME_PERSON' })
  })
})
