import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Person, ROLES, type Role } from '../../src/domain/people.js'
import type { AccountRequest, RequestStep } from '../../src/records/account-request.js'
import {
  type AccountGuards,
  guardName,
  isLettingGo,
  isSettled,
  mayAsk,
  requestsInTurn,
  stepOf,
} from '../../src/records/account-requests.js'
import { expiredRestrictions, restrictionsOn } from '../../src/records/account-restrictions.js'
import {
  type Acted,
  decideAct,
  PROPOSAL_MS_MAX,
  type Remembered,
  remember,
  stepAction,
} from '../../src/records/act.js'
import { newState, type PolicyKnown, type State } from '../../src/records/state.js'
import { messageOf } from '../../src/service/connector/message.js'

// Whatever one person does, in whatever order, no account system is asked to suspend anybody by his will alone; and whoever
// may not be suspended is not, whoever wanted it, at the moment in which it would be sent.

const NOW_MS = 1_800_000_000_000
const GIVE_UP_MS = 72 * 3_600_000
const ACCOUNTS = ['acct_1', 'acct_2', 'acct_listed', 'acct_of_listed_firm']
const LISTED = [guardName('account', 'acct_listed'), guardName('organization', 'firm')]
const POLICIES = ['found', 'ruled'].map((policy_id) => ({
  ...{ policy_id, digest: policy_id.padEnd(64, '0'), level: 'deny', mode: 'live' },
  ...{ reason_code: `code_${policy_id}`, appeal: 'Write to us.' },
  measures: { 'cap-rate': { requests_per_minute: 6 }, 'refuse-batches': {} },
}))

interface Asked {
  readonly by: string
  readonly deed: string
  readonly input: object
}
type Outcome = 'accept' | 'fail' | 'refuse'

class World {
  state: State = newState()
  readonly trail: Remembered[] = []
  /** What was sent, in its order. */
  readonly sent: AccountRequest[] = []
  nowMs = NOW_MS
  isKilledByFile = false
  policies: readonly PolicyKnown[] = POLICIES
  #ids = 0

  constructor(readonly people: readonly Person[]) {}

  guardsOf(account_id: string | undefined): AccountGuards {
    return {
      isConnected: true,
      isKilled: this.isKilledByFile,
      neverTouch: new Set(LISTED),
      company: account_id === 'acct_of_listed_firm' ? [guardName('organization', 'firm')] : [],
    }
  }

  #write(entry: Omit<Remembered, 'at_ms'>): void {
    // As it is read back.
    this.trail.push(JSON.parse(JSON.stringify({ ...entry, at_ms: this.nowMs })))
    remember(this.state, this.trail.at(-1) as Remembered)
  }

  act({ by, deed, input }: Asked): Acted {
    const person = this.people.find(({ name }) => name === by)
    if (person === undefined) throw new Error(by)
    const guards = this.guardsOf((input as { account_id?: string }).account_id)
    const world = {
      nowMs: this.nowMs,
      policies: this.policies,
      restrictions: [],
      guards,
      canErase: true,
    }
    this.#ids += 1
    const id = `id-${this.#ids}`
    const acted = decideAct(this.state, { person, deed, input, world, people: this.people, id })
    if (acted.kind !== 'refused') {
      const { actor, action, object, facts, hidden } = acted.act
      this.#write({ actor, action, object, facts, hidden })
    }
    return acted
  }

  step({ request_id }: AccountRequest, step: RequestStep): void {
    const facts = { id: request_id }
    this.#write({ actor: 'service', action: stepAction(step), object: '', facts, hidden: {} })
  }

  /** What the connector does at a tick, against an account system that does so. */
  send(outcome: Outcome): readonly AccountRequest[] {
    for (const one of expiredRestrictions(this.state, this.nowMs)) this.step(one, 'ended')
    const sent = requestsInTurn(this.state).filter((request) => {
      const guards = this.guardsOf(request.account_id)
      const may = mayAsk(this.state, request, { guards, nowMs: this.nowMs, giveUpMs: GIVE_UP_MS })
      if (may.kind === 'end') this.step(request, may.step)
      if (may.kind !== 'ask') return false
      if (request.steps.asked === undefined) this.step(request, 'asked')
      if (outcome !== 'fail') this.step(request, outcome === 'accept' ? 'accepted' : 'refused')
      return true
    })
    this.sent.push(...sent)
    return sent
  }
}

const person = (name: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: name.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'e'),
})
const HONEST = [person('alice'), person('bob')]
const EVERYBODY = [...HONEST, person('mallory')]
const reason = 'because'

const RESTRICTING = ['cap-rate', 'refuse-batches'].map((measure) => ({
  ...{ measure, expires_at: new Date(NOW_MS + 5 * 24 * 3_600_000).toISOString() },
}))
const account = fc.constantFrom('acct_1', 'acct_1', 'acct_1', ...ACCOUNTS)
const suspend = fc
  .tuple(account, fc.constantFrom('found', 'ruled'))
  .chain(([account_id, policy_id]) =>
    fc
      .constantFrom(...['suspend_account', 'suspend_account', 'verify_account'], ...RESTRICTING)
      .map((one) => {
        const input = { account_id, policy_id, reason_code: `code_${policy_id}`, reason }
        return typeof one === 'string'
          ? { deed: one, input }
          : { deed: 'restrict_account', input: { ...input, ...one } }
      }),
  )
const onAccount = (deed: string) =>
  account.map((account_id) => ({ deed, input: { account_id, reason } }))
const protecting = (deed: string) =>
  account.map((id) => ({ deed, input: { kind: 'account', id, reason } }))
const numbered = (deed: string, key: string, more: object) =>
  fc.nat(30).map((n) => ({ deed, input: { [key]: `id-${n}`, ...more } }))
const ruled = (deed: string, more: object) =>
  account.map((subject_id) => ({
    deed,
    input: { subject_kind: 'account', subject_id, reason, ...more },
  }))
const lettingGo = fc.oneof(
  onAccount('reinstate_account'),
  onAccount('unrestrict_account'),
  protecting('protect'),
  ruled('rule_benign', {}),
  fc.constant({ deed: 'pull_kill_switch', input: { reason } }),
  numbered('drop_proposal', 'proposal_id', { reason }),
  account.map((account_id) => ({
    deed: 'open_appeal',
    input: { account_id, policy_id: 'found', statement: 'No.' },
  })),
  numbered('decide_appeal', 'appeal_id', { outcome: 'overturned', answer: reason }),
  fc
    .constantFrom(...HONEST)
    .map(({ sha256 }) => ({ deed: 'revoke_token', input: { sha256, reason } })),
)
const anything = fc.oneof(
  { weight: 4, arbitrary: suspend },
  { weight: 4, arbitrary: lettingGo },
  { weight: 1, arbitrary: protecting('unprotect') },
  { weight: 1, arbitrary: ruled('rule_against', { conclusion: 'campaign' }) },
  { weight: 1, arbitrary: fc.constant({ deed: 'reset_kill_switch', input: { reason } }) },
)
const outcome = fc.constantFrom<Outcome>('accept', 'fail', 'refuse')
const elsewhere = fc.oneof(
  { weight: 3, arbitrary: outcome.map((sending) => ({ sending })) },
  { weight: 1, arbitrary: fc.nat(4).map((days) => ({ ms: days * 24 * 3_600_000 })) },
  { weight: 1, arbitrary: fc.boolean().map((isKilled) => ({ isKilled })) },
)

/** One person does all that he can, while the others only let go. */
const attack = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: anything.map((one) => ({ by: 'mallory', ...one })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          lettingGo.filter(({ deed }) => deed !== 'revoke_token'),
          fc.constantFrom('alice', 'bob'),
        )
        .map(([one, by]) => ({ by, ...one })),
    },
    { weight: 3, arbitrary: elsewhere },
  ),
  { minLength: 1, maxLength: 40 },
)
/** Three people do whatever they may, mostly about few accounts, against an account system that is mostly away. */
const anybody = fc.constantFrom('alice', 'bob', 'mallory')
const everybody = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(suspend, anybody).map(([one, by]) => ({ both: one, by })),
    },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.oneof(
            onAccount('reinstate_account'),
            onAccount('unrestrict_account'),
            protecting('protect'),
            ruled('rule_benign', {}),
          ),
          anybody,
        )
        .map(([one, by]) => ({ by, ...one })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(anything, anybody).map(([one, by]) => ({ by, ...one })),
    },
    {
      weight: 6,
      arbitrary: fc.constantFrom<Outcome>('fail', 'fail', 'accept').map((sending) => ({ sending })),
    },
    { weight: 2, arbitrary: elsewhere },
  ),
  { minLength: 5, maxLength: 50 },
)
type Event =
  | Asked
  | { readonly both: Omit<Asked, 'by'>; readonly by: string }
  | { readonly sending: Outcome }
  | { readonly ms: number }
  | { readonly isKilled: boolean }

interface Seen {
  readonly acted?: (one: Asked, acted: Acted) => void
  readonly sent?: (one: AccountRequest) => void
}
function play(world: World, events: readonly Event[], seen: Seen = {}): void {
  const act = (one: Asked) => {
    const acted = world.act(one)
    seen.acted?.(one, acted)
  }
  for (const event of events) {
    if ('ms' in event) world.nowMs += event.ms
    else if ('isKilled' in event) world.isKilledByFile = event.isKilled
    else if ('sending' in event) for (const one of world.send(event.sending)) seen.sent?.(one)
    else if ('both' in event) {
      for (const by of [event.by, event.by === 'alice' ? 'bob' : 'alice']) {
        act({ by, ...event.both })
      }
    } else act(event)
  }
}
const RUNS = { numRuns: 1000 }
const isTouching = (one: AccountRequest) => !isLettingGo(one)
const isOnSame = (one: AccountRequest, other: AccountRequest) =>
  one.action !== 'verify' && one.restriction?.restriction_id === other.restriction?.restriction_id
const isSuspend = ({ action }: AccountRequest) => action === 'suspend'

describe('an account system is asked', () => {
  test('to suspend nobody by one person’s will, in no order of events', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(suspend, fc.boolean()), { maxLength: 8 }),
        attack,
        (before, events) => {
          const world = new World(EVERYBODY)
          for (const [one, isBoth] of before) {
            world.act({ by: 'alice', ...one })
            if (isBoth) world.act({ by: 'bob', ...one })
          }
          // What an honest person proposed and nobody agreed to is for two: whoever agrees is the second.
          world.nowMs += PROPOSAL_MS_MAX - 1
          const allowed = new Set(world.state.requests.keys())
          world.nowMs += 1
          play(world, events)
          world.send('accept')
          expect(
            world.sent.filter((one) => isTouching(one) && !allowed.has(one.request_id)),
          ).toEqual([])
        },
      ),
      RUNS,
    )
  })

  test('by two who agree, or the property above would hold of nothing', () => {
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const [alice, bob] = ['alice', 'bob'].map((by) =>
      world.act({ by, deed: 'suspend_account', input }),
    )
    expect([alice?.kind, bob?.kind]).toEqual(['proposed', 'done'])
    expect(world.send('accept')).toMatchObject([
      { action: 'suspend', account_id: 'acct_1', people: ['alice', 'bob'], appeal: 'Write to us.' },
    ])
    expect(world.send('accept')).toEqual([])
    // Neither another policy nor another reason code is the same.
    const other = { ...input, account_id: 'acct_2' }
    const asRuled = { ...other, policy_id: 'ruled', reason_code: 'code_ruled' }
    expect(world.act({ by: 'alice', deed: 'suspend_account', input: other }).kind).toBe('proposed')
    expect(world.act({ by: 'bob', deed: 'suspend_account', input: asRuled }).kind).toBe('proposed')
    const wrongCode = { ...other, reason_code: 'code_ruled' }
    expect(world.act({ by: 'bob', deed: 'suspend_account', input: wrongCode })).toMatchObject({
      why: 'NOT_THERE',
    })
    expect(world.send('accept')).toEqual([])
  })

  test('never about whoever is protected, ruled benign or under a kill switch when it is sent', () => {
    fc.assert(
      fc.property(everybody, (events) => {
        const world = new World(EVERYBODY)
        // Of its own: what people did, told by what was answered to them.
        const guarded = new Set(['acct_listed', 'acct_of_listed_firm'])
        const benign = new Map<string, boolean>()
        const appeals = new Map<string, string>()
        let isKilled = false
        play(world, events, {
          acted: ({ deed, input }, acted) => {
            if (acted.kind !== 'done') return
            const one = input as Record<string, string>
            if (deed === 'protect') guarded.add(`${one.id}`)
            if (deed === 'unprotect' && !/listed/.test(`${one.id}`)) guarded.delete(`${one.id}`)
            if (deed === 'pull_kill_switch') isKilled = true
            if (deed === 'reset_kill_switch') isKilled = false
            if (deed === 'rule_benign') benign.set(`${one.subject_id}`, true)
            if (deed === 'rule_against') benign.set(`${one.subject_id}`, false)
            if (deed === 'open_appeal') appeals.set(acted.id, `${one.account_id}`)
            if (deed === 'decide_appeal') benign.set(appeals.get(`${one.appeal_id}`) ?? '', true)
          },
          sent: (one) => {
            const { account_id } = one
            if (isLettingGo(one)) return
            expect(isKilled || world.isKilledByFile).toBe(false)
            expect(guarded.has(account_id)).toBe(false)
            expect(benign.get(account_id) ?? false).toBe(false)
          },
        })
      }),
      RUNS,
    )
  })

  test('in the order in which people wanted it, and whoever may have been suspended is let go', () => {
    fc.assert(
      fc.property(everybody, (events) => {
        const world = new World(EVERYBODY)
        play(world, events, {
          sent: (sent) => {
            const { request_id, account_id, sequence } = sent
            const before = [...world.state.requests.values()].filter(
              (one) => one.account_id === account_id && one.sequence < sequence,
            )
            // What lets go overtakes what is about something else.
            const firsts = isLettingGo(sent) ? before.filter((one) => isOnSame(one, sent)) : before
            expect(firsts.every(isSettled)).toBe(true)
            expect(world.state.requests.get(request_id)?.steps.asked).toBeDefined()
          },
        })
        // What may have arrived and was withdrawn has a reinstatement after it.
        const all = [...world.state.requests.values()]
        for (const one of all) {
          if (!isSuspend(one) || one.steps.withdrawn === undefined) continue
          if (one.steps.asked === undefined) continue
          expect(
            all.some(
              (later) =>
                later.account_id === one.account_id &&
                later.sequence > one.sequence &&
                later.action === 'reinstate',
            ),
          ).toBe(true)
        }
      }),
      RUNS,
    )
  })

  test('to let go whoever is to be let go at the next tick, whatever else of them nobody answers', () => {
    fc.assert(
      fc.property(everybody, (events) => {
        const world = new World(EVERYBODY)
        play(world, events)
        const lettingGo = [...world.state.requests.values()].filter(isLettingGo)
        world.send('fail')
        expect(lettingGo.filter((one) => stepOf(one) === 'waiting')).toEqual([])
      }),
      RUNS,
    )
    // By name: a verification that an account system never answers keeps nobody suspended.
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const both = (deed: string, more: object = {}) => {
      for (const by of ['alice', 'bob']) world.act({ by, deed, input: { ...input, ...more } })
    }
    both('suspend_account')
    both('restrict_account', RESTRICTING[0])
    for (let ticks = 0; ticks < 2; ticks += 1) world.send('accept')
    both('verify_account')
    expect(world.send('fail').map(({ action }) => action)).toEqual(['verify'])
    for (const deed of ['reinstate_account', 'unrestrict_account']) {
      world.act({ by: 'alice', deed, input: { account_id: 'acct_1', reason } })
    }
    const actions = world.send('accept').map(({ action }) => action)
    expect(actions).toEqual(['reinstate', 'unrestrict', 'verify'])
  })

  test('to let go as long as it was never asked, however long nobody could ask', () => {
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    for (const by of ['alice', 'bob']) world.act({ by, deed: 'suspend_account', input })
    world.send('accept')
    world.act({ by: 'alice', deed: 'reinstate_account', input: { account_id: 'acct_1', reason } })
    world.nowMs += 2 * GIVE_UP_MS
    expect(world.send('fail')).toHaveLength(1)
    world.nowMs += GIVE_UP_MS - 1
    expect(world.send('fail')).toHaveLength(1)
    world.nowMs += 1
    expect(world.send('fail')).toEqual([])
    expect([...world.state.requests.values()].map(stepOf)).toEqual(['accepted', 'given_up'])
  })

  test('by a number that grows, also where the store was restored to what it was before', () => {
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const suspendAndLetGo = (one: World) => {
      for (const by of ['alice', 'bob']) one.act({ by, deed: 'suspend_account', input })
      one.send('accept')
      one.act({ by: 'alice', deed: 'reinstate_account', input: { account_id: 'acct_1', reason } })
      one.send('accept')
      return one.sent.map(({ sequence }) => sequence)
    }
    const lost = suspendAndLetGo(world)
    expect(new Set(lost).size).toBe(2)
    const restored = new World(EVERYBODY)
    restored.nowMs += 60_000
    const since = suspendAndLetGo(restored)
    expect(Math.min(...since)).toBeGreaterThan(Math.max(...lost))
    // A clock that goes back makes none smaller.
    restored.nowMs -= 3_600_000
    const again = suspendAndLetGo(restored)
    expect(again).toEqual([...again].sort((a, b) => a - b))
    expect(new Set(again).size).toBe(4)
  })

  test('not by what was proposed before the account was let go: whoever agrees would not know of that', () => {
    const named = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const ends = (days: number) => new Date(NOW_MS + days * 24 * 3_600_000).toISOString()
    const unprotect = { kind: 'account', id: 'acct_1', reason }
    for (const [deed, more, letGo] of [
      ['suspend_account', {}, ['reinstate_account']],
      ['restrict_account', { measure: 'cap-rate' }, ['unrestrict_account']],
      ['suspend_account', {}, ['protect', 'unprotect', 'unprotect']],
    ] as const) {
      const world = new World(EVERYBODY)
      const asks = (by: string, days: number) =>
        world.act({ by, deed, input: { ...named, ...more, expires_at: ends(days) } }).kind
      // Alice mistook the day, and proposed it anew.
      expect([asks('alice', 5), asks('alice', 1), asks('bob', 1)]).toEqual([
        ...['proposed', 'proposed', 'done'],
      ])
      world.send('accept')
      for (const [place, by] of ['bob', 'bob', 'alice'].entries()) {
        const undo = letGo[place]
        if (undo === undefined) continue
        const isList = undo.endsWith('protect')
        world.act({ by, deed: undo, input: isList ? unprotect : { account_id: 'acct_1', reason } })
      }
      // The first proposal would still count; the suspension is over.
      world.nowMs += 2 * 24 * 3_600_000
      expect([deed, letGo, asks('mallory', 5)]).toEqual([deed, letGo, 'proposed'])
    }
  })

  test('to give back what may have been withheld, once it is over, and whatever became of the asking', () => {
    fc.assert(
      fc.property(everybody, (events) => {
        const world = new World(EVERYBODY)
        play(world, events)
        // Nobody protected or ruled on anybody any more: all is over by its time, and the system is there.
        world.nowMs += 6 * 24 * 3_600_000
        world.act({
          by: 'alice',
          deed: 'unrestrict_account',
          input: { account_id: 'acct_1', reason },
        })
        for (let ticks = 0; ticks < 60; ticks += 1) world.send('accept')
        const all = [...world.state.requests.values()]
        for (const one of all.filter(({ action }) => action === 'restrict')) {
          if (one.steps.asked === undefined || one.steps.refused !== undefined) continue
          const ends = all.filter(
            (end) =>
              end.action === 'unrestrict' && end.restriction?.restriction_id === one.request_id,
          )
          expect(ends.length).toBeGreaterThan(0)
          expect(ends.every(({ sequence }) => sequence > one.sequence)).toBe(true)
        }
        const unsettled = all.filter((one) => isLettingGo(one) && !isSettled(one))
        expect(unsettled).toEqual([])
      }),
      RUNS,
    )
  })

  test('at its first tick to let somebody go who may have been suspended, though no answer came', () => {
    for (const deed of ['suspend_account', 'restrict_account'] as const) {
      const world = new World(EVERYBODY)
      const named = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
      const input = deed === 'suspend_account' ? named : { ...named, ...RESTRICTING[0] }
      for (const by of ['alice', 'bob']) world.act({ by, deed, input })
      expect(world.send('fail')).toHaveLength(1)
      const rules = { subject_kind: 'account', subject_id: 'acct_1', reason }
      expect(world.act({ by: 'alice', deed: 'rule_benign', input: rules }).kind).toBe('done')
      // What must not be any more is not asked again first, by a system that may never answer it.
      const [first, ...others] = world.send('accept')
      expect([first?.action, others]).toEqual([
        deed === 'suspend_account' ? 'reinstate' : 'unrestrict',
        [],
      ])
      expect(world.send('accept')).toEqual([])
    }
  })

  test('to withhold what two want, by the numbers of then, and to give it back by the same id', () => {
    const world = new World(EVERYBODY)
    const named = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const both = (input: object) =>
      ['alice', 'bob'].map((by) => world.act({ by, deed: 'restrict_account', input }).kind)
    for (const one of RESTRICTING) expect(both({ ...named, ...one })).toEqual(['proposed', 'done'])
    const sent = [...world.send('accept'), ...world.send('accept')]
    expect(sent.map((one) => JSON.parse(messageOf(one)))).toMatchObject([
      { action: 'restrict', measure: 'cap-rate', limits: { requests_per_minute: 6 } },
      { action: 'restrict', measure: 'refuse-batches', limits: {} },
    ])
    const ids = sent.map(({ request_id }) => request_id)
    expect(sent.map((one) => JSON.parse(messageOf(one)).restriction_id)).toEqual(ids)
    expect(JSON.parse(messageOf(sent[0] as AccountRequest)).expires).toBe(
      RESTRICTING[0]?.expires_at,
    )
    // One is given back, the other is over with its time.
    const input = { account_id: 'acct_1', restriction_id: ids[1], reason }
    expect(world.act({ by: 'alice', deed: 'unrestrict_account', input }).kind).toBe('done')
    const back = (one: AccountRequest) => [one.action, one.restriction?.restriction_id]
    expect(world.send('accept').map(back)).toEqual([['unrestrict', ids[1]]])
    expect(restrictionsOn(world.state, 'acct_1').map(({ request_id }) => request_id)).toEqual([
      ids[0],
    ])
    world.nowMs += 5 * 24 * 3_600_000
    expect(world.send('accept').map(back)).toEqual([['unrestrict', ids[0]]])
    expect(world.send('accept')).toEqual([])
    expect(stepOf(world.state.requests.get(`${ids[0]}`) as AccountRequest)).toBe('ended')
  })

  test('to withhold nothing that no live policy names with this reason, nor by numbers that changed', () => {
    const named = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const input = { ...named, ...RESTRICTING[0] }
    const world = new World(EVERYBODY)
    const ask = (by: string, more: object = {}) =>
      world.act({ by, deed: 'restrict_account', input: { ...input, ...more } })
    for (const more of [
      { measure: 'refuse-all' },
      { measure: 'constructor' },
      { policy_id: 'none' },
      { reason_code: 'code_ruled' },
    ]) {
      expect(ask('alice', more)).toMatchObject({ why: 'NOT_THERE' })
    }
    world.policies = POLICIES.map((one) => ({ ...one, mode: 'dry_run' }))
    expect(ask('alice')).toMatchObject({ why: 'NOT_THERE' })
    world.policies = POLICIES
    expect(ask('alice').kind).toBe('proposed')
    const measures = { 'cap-rate': { requests_per_minute: 1 } }
    world.policies = POLICIES.map((one) => ({ ...one, measures }))
    expect(ask('bob').kind).toBe('proposed')
    expect(world.send('accept')).toEqual([])
  })

  test('again by the same id after a process was killed: what it knows is what it had written down', () => {
    fc.assert(
      fc.property(everybody, (events) => {
        const world = new World(EVERYBODY)
        play(world, events)
        const again = newState()
        for (const entry of world.trail) remember(again, entry)
        expect(again).toEqual(world.state)
        expect(requestsInTurn(again)).toEqual(requestsInTurn(world.state))
      }),
      { numRuns: 300 },
    )
  })

  test('not by a proposal of a token that was revoked, nor of one that left the settings', () => {
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    const asks = { deed: 'suspend_account', input }
    const world = new World(EVERYBODY)
    world.act({ by: 'alice', ...asks })
    const sha256 = HONEST[0]?.sha256
    world.act({ by: 'mallory', deed: 'revoke_token', input: { sha256, reason } })
    expect(world.act({ by: 'bob', ...asks }).kind).toBe('proposed')
    expect(world.send('accept')).toEqual([])

    const left = new World(EVERYBODY)
    left.act({ by: 'alice', ...asks })
    Object.assign(left, { people: EVERYBODY.filter(({ name }) => name !== 'alice') })
    expect(left.act({ by: 'bob', ...asks }).kind).toBe('proposed')
    expect(left.send('accept')).toEqual([])
  })

  test('whoever was suspended can appeal, though the policy has left the file', () => {
    const world = new World(EVERYBODY)
    const named = { account_id: 'acct_1', policy_id: 'found' }
    const input = { ...named, reason_code: 'code_found', reason }
    for (const by of ['alice', 'bob']) world.act({ by, deed: 'suspend_account', input })
    world.policies = []
    const appeal = { deed: 'open_appeal', input: { ...named, statement: 'No.' } }
    expect(world.act({ by: 'alice', ...appeal }).kind).toBe('done')
    const other = { ...appeal, input: { ...appeal.input, account_id: 'acct_2' } }
    expect(world.act({ by: 'alice', ...other })).toMatchObject({ why: 'NOT_THERE' })
  })

  test('an appeal that is overturned asks for reinstatement, and nobody who suspended decides it', () => {
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    for (const by of ['alice', 'bob']) world.act({ by, deed: 'suspend_account', input })
    world.send('accept')
    const appeal = { account_id: 'acct_1', policy_id: 'ruled', statement: 'No.' }
    world.act({ by: 'alice', deed: 'open_appeal', input: appeal })
    const [appeal_id] = [...world.state.appeals.keys()]
    const decide = {
      deed: 'decide_appeal',
      input: { appeal_id, outcome: 'overturned', answer: reason },
    }
    expect(world.act({ by: 'bob', ...decide })).toMatchObject({ why: 'OWN_DECISION' })
    expect(world.act({ by: 'mallory', ...decide }).kind).toBe('done')
    expect(world.send('accept')).toMatchObject([
      { action: 'reinstate', account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found' },
    ])
    // It is innocent now: two who want it suspended all the same must rule otherwise first.
    expect(world.act({ by: 'alice', deed: 'suspend_account', input })).toMatchObject({
      why: 'RULED_BENIGN',
    })
  })

  test('no more once nobody answered for long, and a person may want it anew', () => {
    const world = new World(EVERYBODY)
    const input = { account_id: 'acct_1', policy_id: 'found', reason_code: 'code_found', reason }
    for (const by of ['alice', 'bob']) world.act({ by, deed: 'suspend_account', input })
    world.send('fail')
    world.nowMs += GIVE_UP_MS
    expect(world.send('fail')).toEqual([])
    expect([...world.state.requests.values()].map(stepOf)).toEqual(['given_up'])
    // It may have arrived: one person lets go.
    const letGo = { by: 'bob', deed: 'reinstate_account', input: { account_id: 'acct_1', reason } }
    expect(world.act(letGo).kind).toBe('done')
    expect(world.send('accept')).toMatchObject([{ action: 'reinstate' }])
  })
})
