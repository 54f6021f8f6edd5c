import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { type CollectionSettings, sharingSchema } from '../../config/sharing.js'
import { canonicalJson } from '../../domain/canonical-json.js'
import type { Json, SharedCampaign } from '../../domain/sharing.js'
import type { StixObject } from '../../feeds/stix/object.js'
import { NOW, SHARED } from '../../feeds/stix/shared.fixture.js'
import { writeBundle } from '../../feeds/stix/write-bundle.js'
import type { Ledger } from '../../records/ledger.js'
import type { Delivery, Share } from '../../records/share.js'
import { keepShared } from '../../records/shared-documents.js'
import { newState } from '../../records/state.js'
import { statement } from '../../store/sql.js'
import { EVERYTHING, openCollections } from '../taxii/collections.js'
import { giveTo } from './collection.js'
import { makeMispFeed } from './misp.js'

const holder = testStore()
const {
  collections: [INTO],
} = sharingSchema.parse({
  collections: [{ id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', alias: 'out', title: 'Out' }],
})
const into = INTO as CollectionSettings
const NOW_MS = Date.parse(NOW)
const DAY_MS = 86_400_000
const ENDS_MS = NOW_MS + 5 * DAY_MS
/** That expire after what is told of them. */
const CAMPAIGN: SharedCampaign = {
  ...SHARED,
  expires_at: new Date(ENDS_MS).toISOString(),
  indicators: SHARED.indicators.map((one) => ({ ...one, expires_at: '2027-01-01T00:00:00.000Z' })),
}
/** The same campaign with fewer indicators, and another that has indicators in common with it. */
const OTHER = { ...CAMPAIGN, campaign: { ...CAMPAIGN.campaign, campaign_id: 'another' } }
const CAMPAIGNS = [CAMPAIGN, { ...CAMPAIGN, indicators: CAMPAIGN.indicators.slice(1) }, OTHER]

async function opened() {
  const { store } = holder
  for (const table of ['taxii_object', 'shared_document']) {
    await store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  const clock = { nowMs: NOW_MS + 1000 }
  const now = () => clock.nowMs
  const collections = await openCollections({ reader: store, writer: store, now })
  const given: Share[] = []
  const told = new Map<Share, readonly StixObject[]>()
  /** What two people let leave of one of them, as of now. */
  const release = async (at: number): Promise<Share> => {
    const shared = CAMPAIGNS[at] ?? CAMPAIGN
    const { objects } = writeBundle(shared, new Date(clock.nowMs).toISOString())
    const text = canonicalJson({
      document: { objects },
      misp: shared,
      terms: {},
    } as unknown as Json)
    const sha256 = createHash('sha256').update(text).digest('hex')
    await keepShared(store, { sha256, text })
    const share: Share = {
      ...{ share_id: `share_${given.length}`, campaign_id: `${at}`, sha256, form: 'stix' },
      ...{ marking: 'amber', to: ['out', 'misp'], people: ['alice', 'bob'] },
      ...{ released_ms: clock.nowMs, expires_ms: ENDS_MS, withdrawn_ms: null },
    }
    given.push(share)
    told.set(share, objects)
    return share
  }
  const inForce = () => given.filter(({ withdrawn_ms }) => withdrawn_ms === null)
  const give = (share: Share, what: Delivery['what']) => {
    const delivery = { delivery_id: 'd', what, share, to: 'out', steps: {} }
    return giveTo(into, delivery, { collections, reader: store, others: inForce(), now })
  }
  const last = async () => {
    const versions = { isAll: false, isFirst: false, isLast: true, at: [] }
    const query = { ...EVERYTHING, limit: 1000, versions }
    const { places } = await collections.page(into.id, query)
    const texts = await collections.documents(into.id, places)
    return texts.map((text) => JSON.parse(text) as Record<string, unknown>)
  }
  return { clock, release, give, last, given, told, inForce, collections }
}
type World = Awaited<ReturnType<typeof opened>>

const STANDING = 'identity marking-definition extension-definition attack-pattern course-of-action'
const isTelling = ({ type }: Record<string, unknown>) =>
  !`${STANDING} software`.split(' ').includes(`${type}`)

/** What is to be read there: of each object the latest version that is given out, and what is given out no more, revoked. */
function expected({ given, inForce, told }: World): Record<string, string> {
  const versions: Record<string, string> = {}
  const there = inForce().flatMap((share) => told.get(share) ?? [])
  for (const one of there.filter(isTelling)) {
    const known = versions[one.id] ?? ''
    versions[one.id] = known > `${one.modified}` ? known : `${one.modified}`
  }
  const gone = given.flatMap((share) => told.get(share) ?? [])
  for (const one of gone.filter(isTelling)) {
    if (one.type !== 'indicator') versions[one.id] ??= 'revoked'
  }
  return versions
}

const seen = async ({ last }: World) =>
  Object.fromEntries(
    (await last())
      .filter(isTelling)
      .map((one) => [one.id, one.revoked === true ? 'revoked' : one.modified]),
  )

test('whatever was released and withdrawn in whatever order, and said twice: a collection has what is given out', async () => {
  const step = fc.record({ at: fc.nat(2), isTwice: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 7 }), async (steps) => {
      const world = await opened()
      for (const { at, isTwice } of steps) {
        world.clock.nowMs += 1000
        const known = world.inForce().find(({ campaign_id }) => campaign_id === `${at}`)
        if (known !== undefined) known.withdrawn_ms = world.clock.nowMs
        const share = known ?? (await world.release(at))
        // A process that was killed before it noted that it had done so does it again.
        for (let time = 0; time < (isTwice ? 2 : 1); time += 1) {
          const what = known === undefined ? 'share' : 'withdrawal'
          expect(await world.give(share, what)).toMatchObject({ kind: 'accepted' })
        }
        expect(await seen(world)).toEqual(expected(world))
      }
    }),
    { numRuns: 8, endOnFailure: true },
  )
}, 120_000)

test('by its time it is gone by itself, and what stands in every share stays', async () => {
  const world = await opened()
  const share = await world.release(0)
  await world.give(share, 'share')
  expect((await world.last()).filter(isTelling).length).toBeGreaterThan(5)
  world.clock.nowMs = ENDS_MS
  const left = await world.last()
  expect(left.filter(isTelling)).toEqual([])
  expect(left.length).toBeGreaterThan(0)
})

test('where there is no room it is tried again', async () => {
  const world = await opened()
  const share = await world.release(0)
  const delivery = { delivery_id: 'd', what: 'share', share, to: 'out', steps: {} } as const
  const { collections, clock } = world
  const doors = { collections, reader: holder.store, others: [], now: () => clock.nowMs }
  expect(await giveTo({ ...into, objects_max: 3 }, delivery, doors)).toMatchObject({
    ...{ kind: 'failed', problem: 'the collection is full' },
  })
})

test('the feed of MISP has what is given out by now, also after a kill, and nothing else', async () => {
  const world = await opened()
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-misp-'))
  const settings = () => sharingSchema.parse({ misp: { folder: join(folder, 'feed') } })
  const state = newState()
  const ledger = { state: () => state, broken: () => null } as unknown as Ledger
  const { clock } = world
  const now = () => clock.nowMs
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  let feed = makeMispFeed({ now, clock: now, log, settings })
  const events = async () => {
    feed.tick({ ledger, reader: holder.store })
    await feed.settled()
    return readdirSync(join(folder, 'feed')).filter((name) => /^[0-9a-f-]{36}/.test(name)).length
  }
  expect(await events()).toBe(0)
  const [first, other] = [await world.release(0), await world.release(2)]
  for (const share of [first, other]) state.shares.set(share.share_id, share)
  expect(await events()).toBe(2)
  other.withdrawn_ms = clock.nowMs
  feed = makeMispFeed({ now, clock: now, log, settings })
  expect(await events()).toBe(1)
  clock.nowMs = ENDS_MS
  expect(await events()).toBe(0)
  rmSync(folder, { recursive: true })
})
