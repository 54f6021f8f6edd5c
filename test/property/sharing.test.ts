import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Indicator, isAsStrict, MARKINGS } from '../../src/domain/indicator.js'
import { type Person, ROLES, type Role } from '../../src/domain/people.js'
import type { PreviewKnown } from '../../src/domain/sharing.js'
import { makePreview } from '../../src/pipeline/release/preview.js'
import { type Acted, decideAct, PROPOSAL_MS_MAX, remember } from '../../src/records/act.js'
import type { Delivery, DeliveryStep } from '../../src/records/share.js'
import { deliveriesDue, deliveryAction, isGivenOut, sharesFor } from '../../src/records/shares.js'
import { newState, type State } from '../../src/records/state.js'
import { indicatorOf, MATERIAL, NOW_MS, RUN_ID, TERMS, WAYS } from '../share-material.js'

// Whatever one person does, by whatever roles and in whatever order, nothing leaves by that alone; and what was withdrawn, or is over
// its time, is given to nobody.

const DAY_MS = 86_400_000
const ENDS = [2, 5].map((days) => new Date(NOW_MS + days * DAY_MS).toISOString())
const CAMPAIGNS = ['campaign_a', 'campaign_b']
/** What goes on from what, as runs have it: the second from the first, and a third, which was never shared, from both. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  campaign_a: ['campaign_b', 'campaign_c'],
  campaign_b: ['campaign_a', 'campaign_c'],
  campaign_c: ['campaign_a', 'campaign_b'],
}
const PARTNERS = ['acme', 'umbrella']
const EVERYBODY_TOLD = new Map(
  PARTNERS.map((id) => [id, { strictest: 'red', isTold: true } as const]),
)
const reason = 'because'

const termsOf = (campaign_id: string, to: readonly string[], expires_at: string) => ({
  ...TERMS,
  ...{ campaign_id, to: [...to], expires_at },
})
/** All that can be wanted, each with what a preview of it says. */
const WANTED = CAMPAIGNS.flatMap((campaign_id) =>
  [['acme'], ['acme', 'umbrella']].flatMap((to) =>
    ENDS.map((expires_at) => termsOf(campaign_id, to, expires_at)),
  ),
)
const previewOf = (terms: (typeof WANTED)[number], hasLeak = false): PreviewKnown => {
  const made = makePreview(MATERIAL, terms, WAYS, NOW_MS)
  if (made.kind === 'refused') throw new Error(made.why)
  const leaks = hasLeak ? [{ place: 'objects.0', kind: 'prompt' as const }] : []
  return { ...made, leaks }
}

interface Asked {
  readonly by: string
  readonly deed: string
  readonly input: object
}

class World {
  readonly state: State = newState()
  readonly trail: Parameters<typeof remember>[1][] = []
  /** What was posted, in its order. */
  readonly sent: Delivery[] = []
  nowMs = NOW_MS
  hasLeak = false
  #ids = 0

  constructor(readonly people: readonly Person[]) {}

  #write(entry: object): void {
    // As it is read back.
    this.trail.push(JSON.parse(JSON.stringify({ ...entry, at_ms: this.nowMs })))
    remember(this.state, this.trail.at(-1) as (typeof this.trail)[number])
  }

  act({ by, deed, input }: Asked): Acted {
    const person = this.people.find(({ name }) => name === by)
    if (person === undefined) throw new Error(by)
    const { campaign_id, to, expires_at } = input as (typeof WANTED)[number]
    const wanted = WANTED.find(
      (one) =>
        one.campaign_id === campaign_id &&
        one.expires_at === expires_at &&
        one.to.join() === to?.join(),
    )
    const { preview_id } = input as { readonly preview_id?: string }
    const shown = WANTED[SHAS.indexOf(preview_id ?? '')]
    const seen = deed === 'read_preview' ? shown : wanted
    const preview = seen === undefined ? undefined : previewOf(seen, this.hasLeak)
    const guards = {
      isConnected: true,
      isKilled: false,
      neverTouch: new Set<string>(),
      company: [],
    }
    const line = LINES[(input as { subject_id?: string }).subject_id ?? '']
    const world = {
      ...{ nowMs: this.nowMs, policies: [], restrictions: [], guards, canErase: true, preview },
      line: line === undefined ? undefined : { campaigns: line },
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

  /** They read everything that can be wanted. */
  readAll(...names: readonly string[]): void {
    for (const by of names) for (const sha256 of SHAS) this.act({ by, ...readingOf(sha256) })
  }

  /** Releases by somebody who had not read what leaves by then. */
  unread(): readonly string[] {
    return this.trail.flatMap(({ action, facts }, at) =>
      action !== 'release_share'
        ? []
        : (facts.people as readonly string[]).filter(
            (name) =>
              !this.trail.slice(0, at).some((one) => {
                const { sha256 } = (one.facts.told ?? {}) as { readonly sha256?: string }
                const isReading = one.action === 'read_preview' && one.actor === `person ${name}`
                return isReading && sha256 === facts.sha256
              }),
          ),
    )
  }

  #step({ delivery_id: id }: Delivery, step: DeliveryStep): void {
    const action = deliveryAction(step)
    this.#write({ actor: 'service', action, object: '', facts: { id }, hidden: {} })
  }

  /** What the sender does at a tick, against partners who do so. */
  send(outcome: 'accept' | 'fail'): readonly Delivery[] {
    const due = deliveriesDue(this.state, EVERYBODY_TOLD, this.nowMs)
    for (const one of due) {
      this.#step(one, 'sent')
      if (outcome === 'accept') this.#step(one, 'accepted')
    }
    this.sent.push(...due)
    return due
  }

  out(): ReadonlySet<string> {
    return new Set(
      PARTNERS.flatMap((to) =>
        sharesFor(this.state, to, this.nowMs).map(({ sha256 }) => `${to} ${sha256}`),
      ),
    )
  }
}

const person = (name: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: name.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'e'),
})
const HONEST = [person('alice'), person('bob')]
const EVERYBODY = [...HONEST, person('mallory')]

const releaseOf = (terms: (typeof WANTED)[number], sha256 = shaOf(terms)) => ({
  deed: 'release_share',
  input: { ...terms, sha256, reason },
})
function shaOf(terms: (typeof WANTED)[number]): string {
  const made = previewOf(terms)
  return made.kind === 'ready' ? made.sha256 : ''
}
const SHAS = WANTED.map((terms) => shaOf(terms))

const release = fc
  .tuple(fc.constantFrom(...WANTED), fc.option(fc.constantFrom(...SHAS), { nil: undefined }))
  .map(([terms, sha256]) => releaseOf(terms, sha256))
const FEW = WANTED.slice(2, 4).map((terms) => releaseOf(terms))
/** Previews are named by what they are of. */
const readingOf = (preview_id: string) => ({ deed: 'read_preview', input: { preview_id, reason } })
const FEW_READ = SHAS.slice(2, 4).map((sha256) => readingOf(sha256))
const withdraw = fc
  .nat(30)
  .map((n) => ({ deed: 'withdraw_share', input: { share_id: `id-${n}`, reason } }))
const preview = fc
  .constantFrom(...WANTED)
  .map((terms) => ({ deed: 'preview_share', input: { ...terms, reason } }))
const reading = fc.constantFrom(...SHAS).map(readingOf)
const ruling = fc.constantFrom(...Object.keys(LINES)).map((subject_id) => ({
  ...{ deed: 'rule_benign', input: { subject_kind: 'campaign', subject_id, reason } },
}))
const drop = fc
  .nat(30)
  .map((n) => ({ deed: 'drop_proposal', input: { proposal_id: `id-${n}`, reason } }))
const revoke = fc
  .constantFrom(...HONEST)
  .map(({ sha256 }) => ({ deed: 'revoke_token', input: { sha256, reason } }))
const anything = fc.oneof(
  { weight: 4, arbitrary: release },
  { weight: 3, arbitrary: reading },
  withdraw,
  preview,
  ruling,
  drop,
  revoke,
)
const harmless = fc.oneof(withdraw, preview, reading, ruling, drop)
const waiting = fc.nat(4).map((days) => ({ ms: days * DAY_MS }))
const sending = fc.constantFrom('accept' as const, 'fail' as const).map((outcome) => ({ outcome }))

const by = <Doing extends object>(arbitrary: fc.Arbitrary<Doing>, ...names: string[]) =>
  fc.tuple(arbitrary, fc.constantFrom(...names)).map(([one, name]) => ({ ...one, by: name }))

const RUNS = { numRuns: 400 }

describe('what leaves', () => {
  test('leaves by no one person’s will, in whatever order', () => {
    const before = fc.array(fc.tuple(anything, fc.boolean()), { maxLength: 12 })
    const attack = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: by(anything, 'mallory') },
        { weight: 2, arbitrary: by(harmless, 'alice', 'bob') },
        { weight: 1, arbitrary: waiting },
        { weight: 1, arbitrary: sending },
      ),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(before, attack, (honest, events) => {
        const world = new World(EVERYBODY)
        world.readAll('alice', 'bob')
        for (const [one, isBoth] of honest.filter(([{ deed }]) => deed !== 'revoke_token')) {
          world.act({ by: 'alice', ...one })
          if (isBoth) world.act({ by: 'bob', ...one })
        }
        // What an honest person proposed and nobody agreed to is for two: whoever agrees is the second.
        world.nowMs += PROPOSAL_MS_MAX
        const allowed = world.out()
        for (const event of events) {
          if ('ms' in event) world.nowMs += event.ms
          else if ('outcome' in event) world.send(event.outcome)
          else world.act(event)
          expect([...world.out()].filter((one) => !allowed.has(one))).toEqual([])
        }
        for (const { what, to, share } of world.sent) {
          if (what === 'share') expect(allowed).toContain(`${to} ${share.sha256}`)
        }
      }),
      RUNS,
    )
  })

  test('leaves where two want it, or the property above would hold of nothing', () => {
    const world = new World(EVERYBODY)
    world.readAll('alice', 'bob', 'mallory')
    const wanted = releaseOf(WANTED[2] ?? raise())
    expect(world.act({ by: 'alice', ...wanted }).kind).toBe('proposed')
    expect(world.out().size).toBe(0)
    expect(world.act({ by: 'alice', ...wanted })).toMatchObject({ why: 'SAME_PERSON' })
    expect(world.act({ by: 'bob', ...wanted }).kind).toBe('done')
    expect(world.out().size).toBe(2)
    expect(world.act({ by: 'mallory', ...wanted })).toMatchObject({ why: 'SO_ALREADY' })
  })

  test('ends by its time, to the millisecond, and is not told afterwards', () => {
    const world = new World(EVERYBODY)
    world.readAll('alice', 'bob')
    const terms = WANTED[2] ?? raise()
    for (const by of ['alice', 'bob']) world.act({ by, ...releaseOf(terms) })
    world.nowMs = Date.parse(terms.expires_at) - 1
    expect(world.out().size).toBe(2)
    world.nowMs += 1
    expect(world.out().size).toBe(0)
    expect(world.send('accept')).toEqual([])
    expect(world.act({ by: 'alice', ...releaseOf(terms) })).toMatchObject({ why: 'ENDS_WRONG' })
  })

  test('is never what another preview shows, nor what repeats something that must not leave', () => {
    const world = new World(EVERYBODY)
    world.readAll('alice', 'bob')
    const [one, other] = WANTED as [(typeof WANTED)[number], (typeof WANTED)[number]]
    world.act({ by: 'alice', ...releaseOf(one) })
    const swapped = releaseOf(other, shaOf(one))
    expect(world.act({ by: 'bob', ...swapped })).toMatchObject({ why: 'PREVIEW_CHANGED' })
    world.hasLeak = true
    expect(world.act({ by: 'bob', ...releaseOf(one) })).toMatchObject({
      ...{ why: 'WOULD_LEAK', places: ['object 1: prompt'] },
    })
    const unseen = { ...releaseOf(one).input, campaign_id: 'campaign_c' }
    expect(world.act({ by: 'bob', deed: 'release_share', input: unseen })).toMatchObject({
      why: 'PREVIEW_MISSING',
    })
  })

  test('is given to nobody once one person withdrew it or its time is over, and whoever may have it is told', () => {
    const events = fc.array(
      fc.oneof(
        // Few wishes, so that two often have the same.
        { weight: 4, arbitrary: by(fc.constantFrom(...FEW), 'alice', 'bob') },
        { weight: 2, arbitrary: by(fc.oneof(withdraw, ruling), 'alice', 'bob', 'mallory') },
        { weight: 1, arbitrary: waiting },
        { weight: 2, arbitrary: sending },
      ),
      { minLength: 5, maxLength: 60 },
    )
    fc.assert(
      fc.property(events, (all) => {
        const world = new World(EVERYBODY)
        world.readAll('alice', 'bob')
        for (const event of all) {
          if ('ms' in event) world.nowMs += event.ms
          else if ('by' in event) world.act(event)
          else {
            for (const { what, share } of world.send(event.outcome)) {
              if (what === 'share') expect(isGivenOut(share, world.nowMs)).toBe(true)
              else expect(share.withdrawn_ms).not.toBeNull()
            }
          }
          for (const to of PARTNERS) {
            for (const one of sharesFor(world.state, to, world.nowMs)) {
              expect(one.withdrawn_ms).toBeNull()
              // All campaigns here are of one line.
              expect([...world.state.rulings.values()]).toEqual([])
              expect(one.expires_ms).toBeGreaterThan(world.nowMs)
              expect(one.to).toContain(to)
            }
          }
        }
        // To the end: whoever may have been told of what was withdrawn is told that too.
        world.send('accept')
        const told = new Set(world.sent.map(({ delivery_id }) => delivery_id))
        for (const share of world.state.shares.values()) {
          for (const to of share.to) {
            const isTold = told.has(`${share.share_id}.${to}`)
            const isTakenBack = told.has(`${share.share_id}.${to}.withdrawn`)
            expect(isTakenBack).toBe(isTold && share.withdrawn_ms !== null)
          }
        }
        const accepted = world.trail.filter(({ action }) => action === 'delivery_accepted')
        expect(new Set(accepted.map(({ facts }) => facts.id)).size).toBe(accepted.length)
      }),
      RUNS,
    )
  })

  test('is withdrawn with whatever is of its line, cannot be wanted again, and may where two rule so on its own name', () => {
    const world = new World(EVERYBODY)
    const wanted = releaseOf(WANTED[2] ?? raise())
    world.readAll('alice', 'bob')
    for (const by of ['alice', 'bob']) world.act({ by, ...wanted })
    expect(world.out().size).toBe(2)
    const named = { subject_kind: 'campaign', reason }
    world.act({
      ...{ by: 'alice', deed: 'rule_benign', input: { ...named, subject_id: 'campaign_c' } },
    })
    expect(world.out().size).toBe(0)
    expect(world.act({ by: 'alice', ...wanted })).toMatchObject({ why: 'RULED_BENIGN' })
    const against = { ...named, subject_id: 'campaign_a', conclusion: 'campaign' }
    for (const by of ['alice', 'bob']) world.act({ by, deed: 'rule_against', input: against })
    world.nowMs += DAY_MS
    for (const by of ['alice', 'bob']) {
      expect(world.act({ by, ...wanted }).kind).not.toBe('refused')
    }
    expect(world.trail.map(({ facts }) => JSON.stringify(facts)).join()).not.toMatch(/campaign_b/)
    // As after an erasure of all that people wrote and named.
    const erased = newState()
    for (const entry of world.trail) {
      remember(erased, entry.action === 'rule_benign' ? { ...entry, hidden: {} } : entry)
    }
    expect([...erased.shares.values()].map(({ withdrawn_ms }) => withdrawn_ms)).toEqual([
      NOW_MS,
      null,
    ])
  })

  test('nobody does what none of his roles may, and a revoked token does nothing more', () => {
    const someRoles = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 })
    fc.assert(
      fc.property(someRoles, fc.array(release, { maxLength: 10 }), fc.nat(10), (roles, all, at) => {
        const carol = person('carol', roles)
        const world = new World([...HONEST, carol])
        world.readAll('alice', 'bob', 'carol')
        const may = roles.includes('reviewer') || roles.includes('sharing_officer')
        for (const [place, one] of all.entries()) {
          if (place === at) {
            world.act({
              by: 'alice',
              deed: 'revoke_token',
              input: { sha256: carol.sha256, reason },
            })
            expect([...world.state.proposals.values()]).toEqual([])
          }
          const { kind } = world.act({ by: 'carol', ...one })
          if (place >= at || !may) expect(kind).toBe('refused')
        }
      }),
      { numRuns: 200 },
    )
  })

  test('leaves by nobody who has not read that preview, whoever else has', () => {
    const events = fc.array(
      fc.oneof(
        { weight: 3, arbitrary: by(fc.constantFrom(...FEW), 'alice', 'bob', 'mallory') },
        { weight: 2, arbitrary: by(fc.constantFrom(...FEW_READ), 'alice', 'bob', 'mallory') },
        by(withdraw, 'alice', 'bob'),
      ),
      { minLength: 4, maxLength: 40 },
    )
    let left = 0
    fc.assert(
      fc.property(events, (all) => {
        const world = new World(EVERYBODY)
        for (const event of all) world.act(event)
        expect(world.unread()).toEqual([])
        left += world.state.shares.size
      }),
      RUNS,
    )
    expect(left).toBeGreaterThan(50)
    const world = new World(EVERYBODY)
    const wanted = releaseOf(WANTED[2] ?? raise())
    expect(world.act({ by: 'alice', ...wanted })).toMatchObject({ why: 'PREVIEW_UNREAD' })
    world.act({ by: 'alice', ...readingOf(SHAS[2] ?? '') })
    expect(world.act({ by: 'alice', ...wanted }).kind).toBe('proposed')
    world.act({ by: 'bob', ...readingOf(SHAS[3] ?? '') })
    expect(world.act({ by: 'bob', ...wanted })).toMatchObject({ why: 'PREVIEW_UNREAD' })
  })

  test('what a process knows after it was killed is what it had written down', () => {
    const events = fc.array(fc.oneof(by(anything, 'alice', 'bob', 'mallory'), sending), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(events, (all) => {
        const world = new World(EVERYBODY)
        for (const event of all) {
          if ('by' in event) world.act(event)
          else world.send(event.outcome)
        }
        const again = newState()
        for (const entry of world.trail) remember(again, entry)
        expect(again).toEqual(world.state)
      }),
      { numRuns: 150 },
    )
  })

  test('the trail names no campaign, no indicator and nothing that people wrote', () => {
    const world = new World(EVERYBODY)
    const terms = { ...(WANTED[0] ?? raise()), left_out: ['indicator_1'] }
    world.act({ by: 'alice', deed: 'preview_share', input: { ...terms, reason } })
    for (const by of ['alice', 'bob']) world.act({ by, ...readingOf(SHAS[0] ?? '') })
    world.act({ by: 'alice', ...releaseOf(WANTED[0] ?? raise()) })
    world.act({ by: 'bob', ...releaseOf(WANTED[0] ?? raise()) })
    expect(world.trail).toHaveLength(5)
    for (const { object, facts } of world.trail) {
      expect(JSON.stringify([object, facts])).not.toMatch(/campaign_a|indicator_1|because/)
    }
  })
})

const raise = (): never => {
  throw new Error('none')
}

describe('a marking', () => {
  const someMarking = fc.constantFrom(...MARKINGS)
  const indicators = fc
    .array(fc.record({ marking: someMarking, kind: fc.constantFrom('client', 'wrapper') }), {
      maxLength: 6,
    })
    .map((all) => all.map((one, place): Indicator => indicatorOf(`indicator_${place}`, one)))

  test('is never looser than that of an indicator that leaves, nor stricter than who gets it is trusted with', () => {
    fc.assert(
      fc.property(
        indicators,
        someMarking,
        someMarking,
        fc.array(fc.nat(5)),
        (given, marking, strictest, places) => {
          const ids = new Set(places.map((place) => `indicator_${place}`))
          const left_out = given.map((one) => one.indicator_id).filter((id) => ids.has(id))
          const destinations = [{ id: 'acme', strictest }]
          const made = makePreview(
            { ...MATERIAL, indicators: given },
            { ...TERMS, marking, left_out, run_id: RUN_ID },
            { ...WAYS, destinations },
            NOW_MS,
          )
          const wanted = given.filter(
            (one) => one.kind !== 'wrapper' && !left_out.includes(one.indicator_id),
          )
          const leaving = wanted.filter((one) => isAsStrict(one.marking, marking))
          const isStrict = !isAsStrict(marking, strictest)
          expect(made.kind).toBe(isStrict ? 'refused' : 'ready')
          if (made.kind !== 'ready') return
          expect(
            made.withheld
              .filter(({ why }) => why === 'marked_stricter')
              .map((one) => one.indicator_id),
          ).toEqual(wanted.filter((one) => !leaving.includes(one)).map((one) => one.indicator_id))
          expect(made.shared.indicators.map((one) => one.indicator_id)).toEqual(
            leaving.map((one) => one.indicator_id),
          )
          expect(made.text).toContain(`"marking":"${marking}"`)
        },
      ),
      RUNS,
    )
  })
})
