import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharingSchema } from '../../src/config/sharing.js'
import { ROLES } from '../../src/domain/people.js'
import type { ShareTerms } from '../../src/domain/sharing.js'
import { auditPage, verifyAudit } from '../../src/records/audit.js'
import { type Ledger, openLedger } from '../../src/records/ledger.js'
import { runsHeld } from '../../src/records/runs-held.js'
import { sharedDocument } from '../../src/records/shared-documents.js'
import { makePreviews, type Previews } from '../../src/service/sharing/previews.js'
import { makeSender, type Sender } from '../../src/service/sharing/sender.js'
import { waysOf } from '../../src/service/sharing/ways.js'
import { type Collections, openCollections } from '../../src/service/taxii/collections.js'
import { forgetRuns } from '../../src/store/runs.js'
import { statement } from '../../src/store/sql.js'
import { FINDINGS_ALONE, indicatorOf, MATERIAL } from '../share-material.js'
import { testStore } from '../store.js'
import { type AccountSystem, accountSystem, acknowledge, SECRET } from './account-system.js'

const context = testStore()
const PEOPLE = ['alice', 'bob', 'carol'].map((name, place) => ({
  ...{ name, roles: ROLES },
  sha256: `${place}`.repeat(64),
}))
const HOUR_MS = 3_600_000
const reason = 'They asked for it.'

let partner: AccountSystem
let ledger: Ledger
let previews: Previews
let sender: Sender
let taxii: { readonly collections: Collections }
let clockMs = 0
let said: string[]
let run_id: string
let indicators = MATERIAL.indicators

const now = () => Date.now() + clockMs
/** Partners as the settings have them now; none where left out. */
let acme: { readonly strictest?: 'green' | 'amber' } | undefined
const settings = () =>
  sharingSchema.parse({
    producer: { name: 'Example', identity_id: 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11' },
    partners: [
      ...(acme === undefined ? [] : [{ id: 'acme', url: partner.url, secret: SECRET, ...acme }]),
      { id: 'quiet' },
    ],
    deliver_hours: 24,
  })
const write = (fields: object, text: string) => said.push(JSON.stringify({ ...fields, text }))
const log = { info: write, warn: write, error: write }

async function open(): Promise<void> {
  const { store } = context
  taxii = { collections: await openCollections({ reader: store, writer: store, now }) }
  previews = makePreviews({
    ...{ store, reader: store, now, log, ways: () => waysOf(settings()) },
    sources: { ...FINDINGS_ALONE, indicators: async () => ({ indicators, kept_out: {} }) },
  })
  ledger = await openLedger({
    ...{ store, now, newId: randomUUID, people: () => PEOPLE, policies: () => [] },
    guards: () => ({ isConnected: false, isKilled: false, neverTouch: new Set() }),
    ...{ company: async () => [], canErase: true },
    ...{ preview: previews.known, previewMade: previews.made },
  })
  sender = makeSender({ ...{ log, settings }, now: Date.now, clock: () => clockMs })
}

/** A run that finished with a campaign, or without. */
async function derive(campaign_id = 'campaign_a', confidence = 97): Promise<void> {
  run_id = randomUUID()
  const at = new Date(now()).toISOString().replace('T', ' ').replace('Z', '')
  const window = { window_start: at, window_end: at, version: '0' }
  await context.store.insert('run', [{ run_id, started_at: at, finished_at: at, ...window }])
  const members = [{ account_id: 'acct_000001', role: 'operator' }]
  const { campaign } = MATERIAL
  const found = {
    ...{ ...campaign, campaign_id, confidence, members, exchanges_extracting: 4211 },
    ...{ countermeasure: { level: 'deny' }, succeeds: [] },
  }
  const document = JSON.stringify({ campaigns: [{ campaign_id: 'other' }, found] })
  await context.store.insert('share', [{ run_id, feed: 'findings', document }])
}

beforeEach(async () => {
  for (const table of [
    'audit',
    'record_text',
    'shared_document',
    'run',
    'share',
    'exchange',
    'ruling',
  ]) {
    await context.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  said = []
  acme = {}
  clockMs = 0
  indicators = MATERIAL.indicators.map((one) => ({
    ...one,
    expires_at: '2100-01-01T00:00:00.000Z',
  }))
  partner = await accountSystem()
  await open()
  await derive()
})
afterEach(async () => {
  await Promise.all([sender.stop(), previews.stop()])
  await partner.close()
})

const raise = (): never => {
  throw new Error('nobody')
}
const act = (by: number, deed: string, input: object) =>
  ledger.act({ person: PEOPLE[by] ?? raise(), deed, input })
const termsNow = (more: Partial<ShareTerms> = {}): ShareTerms => ({
  ...{ campaign_id: 'campaign_a', run_id, form: 'plain', marking: 'amber', to: ['acme'] },
  ...{
    left_out: [],
    texts: [],
    judgement: false,
    expires_at: new Date(Date.now() + 48 * HOUR_MS).toISOString(),
  },
  ...more,
})

/** Has a preview made, and these people read it. */
async function look(terms: ShareTerms, readers = [0, 1]): Promise<string> {
  const preview_id = randomUUID()
  previews.ask(preview_id, terms, 'alice')
  for (;;) {
    const seen = previews.seen(preview_id)
    if (seen.state === 'failed') throw new Error(said.join('\n'))
    if (seen.state === 'made') {
      for (const by of readers) await act(by, 'read_preview', { preview_id, reason })
      return seen.made.kind === 'ready' ? seen.made.sha256 : seen.made.why
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
async function released(terms = termsNow()): Promise<string> {
  const sha256 = await look(terms)
  expect(await act(0, 'release_share', { ...terms, sha256, reason })).toMatchObject({
    kind: 'proposed',
  })
  const done = await act(1, 'release_share', { ...terms, sha256, reason })
  expect(done).toMatchObject({ kind: 'done' })
  return done.kind === 'refused' ? '' : done.id
}
async function pass(): Promise<void> {
  for (let place = 0; place < 4; place += 1) {
    sender.tick({ ledger, reader: context.store, taxii })
    await sender.settled()
  }
}

/** What the engine does when a run ends. */
const forget = () =>
  forgetRuns(context.store, { isShared: false, held: runsHeld(ledger.proposals()) })

describe('what waits for a second person', () => {
  const proposed = async (terms: ShareTerms, by = 0) => {
    const sha256 = await look(terms, [by])
    return { sha256, said: await act(by, 'release_share', { ...terms, sha256, reason }) }
  }

  test('leaves as the first saw it, however many runs and whatever time of its 72 hours went by', async () => {
    const terms = termsNow({ expires_at: new Date(Date.now() + 96 * HOUR_MS).toISOString() })
    const { sha256 } = await proposed(terms)
    for (let run = 0; run < 4; run += 1) {
      await derive('campaign_a', 80 + run)
      await forget()
      clockMs += 17 * HOUR_MS
    }
    // A restart knows of it too.
    await open()
    expect(await look(terms, [1])).toBe(sha256)
    expect(await act(1, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      kind: 'done',
    })
    // Then nobody holds its run any more.
    await forget()
    expect(await look({ ...terms, marking: 'red' }, [1])).toBe('NOT_THERE')
  })

  test('holds no run once its time is over, it is dropped or whoever proposed it may not any more', async () => {
    const terms = termsNow()
    await proposed(terms)
    expect(runsHeld(ledger.proposals())).toEqual([run_id])
    clockMs += 72 * HOUR_MS
    expect(runsHeld(ledger.proposals())).toEqual([])
    clockMs = 0
    const [proposal] = ledger.proposals()
    await act(1, 'drop_proposal', { proposal_id: proposal?.proposal_id, reason })
    expect(runsHeld(ledger.proposals())).toEqual([])
  })

  test('is none where the newest run has no such campaign, however long its run is held', async () => {
    const terms = termsNow()
    await proposed(terms)
    await derive('another')
    await forget()
    expect(await look(terms, [1])).toBe('NOT_THERE')
  })

  test('holds four runs of one person: a fifth is refused, and another may propose', async () => {
    const first = termsNow()
    for (let run = 0; run < 4; run += 1) {
      expect((await proposed(termsNow())).said).toMatchObject({ kind: 'proposed' })
      await derive()
    }
    await forget()
    expect((await proposed(termsNow())).said).toMatchObject({ why: 'FULL' })
    // Of a run that is held there may be more, and who agrees holds none.
    expect(
      (await proposed({ ...first, marking: 'amber+strict', to: ['quiet'] })).said,
    ).not.toMatchObject({ why: 'FULL' })
    const sha256 = await look(first, [1])
    expect(await act(1, 'release_share', { ...first, sha256, reason })).toMatchObject({
      kind: 'done',
    })
    expect((await proposed(termsNow(), 1)).said).toMatchObject({ kind: 'proposed' })
  })
})

describe('what two people released', () => {
  test('is told byte for byte as both saw it, once, and signed', async () => {
    const share_id = await released()
    await pass()
    expect(partner.unsigned).toEqual([])
    expect(partner.heard).toHaveLength(1)
    const [one] = partner.heard
    const [share] = [...ledger.state().shares.values()]
    const document = await sharedDocument(context.store, share?.sha256 ?? '')
    expect(one?.raw).toContain(`"data":${document}}`)
    expect(one?.id).toBe(`${share_id}.acme`)
    expect(one?.body).toMatchObject({ type: 'share.released', share_id })
    expect(one?.raw).not.toContain('acct_000001')
    await pass()
    expect(partner.heard).toHaveLength(1)
  })

  test('is told again by the same id and the same bytes until it is answered, over a restart too', async () => {
    partner.answer((_, response) => response.writeHead(503).end())
    await released()
    await pass()
    await sender.stop()
    await open()
    clockMs += HOUR_MS
    partner.answer(acknowledge)
    await pass()
    await open()
    await pass()
    expect(partner.heard).toHaveLength(2)
    expect(new Set(partner.heard.map(({ id, raw }) => `${id}\n${raw}`)).size).toBe(1)
  })

  test('is withdrawn by one: nobody is told any more, and who may have been told is told so', async () => {
    partner.answer((_, response) => response.writeHead(503).end())
    const share_id = await released()
    await pass()
    expect(await act(2, 'withdraw_share', { share_id, reason })).toMatchObject({ kind: 'done' })
    partner.answer(acknowledge)
    clockMs += HOUR_MS
    await pass()
    await pass()
    expect(partner.heard.map(({ body }) => body.type)).toEqual([
      'share.released',
      'share.withdrawn',
    ])
    expect(await act(1, 'withdraw_share', { share_id, reason })).toMatchObject({
      why: 'SO_ALREADY',
    })
  })

  test('is not told at all where it was withdrawn before anything was sent, or its time is over', async () => {
    const share_id = await released()
    await act(2, 'withdraw_share', { share_id, reason })
    await pass()
    clockMs = 0
    await released(termsNow({ to: ['acme', 'quiet'] }))
    const later = makeSender({
      ...{ log, settings, clock: () => 0 },
      now: () => Date.now() + 49 * HOUR_MS,
    })
    later.tick({ ledger, reader: context.store, taxii })
    await later.settled()
    expect(partner.heard).toEqual([])
  })

  test('is not told where what is kept of it is not what both saw', async () => {
    await released()
    await context.store.run(statement('clear', 'TRUNCATE TABLE shared_document'))
    const [share] = [...ledger.state().shares.values()]
    const text = '{"document":{"objects":["something else"]},"terms":{}}'
    await context.store.insert('shared_document', [{ sha256: share?.sha256, text }])
    await pass()
    expect(partner.heard).toEqual([])
    expect(said.join('\n')).not.toContain('something else')
    expect([...ledger.state().deliveries.values()][0]).toMatchObject({
      refused: expect.any(Number),
    })
  })

  test('is withdrawn where people rule the campaign benign, and cannot be released again', async () => {
    await released()
    await pass()
    const about = { subject_kind: 'campaign', subject_id: 'campaign_a', reason }
    expect(await act(2, 'rule_benign', about)).toMatchObject({ kind: 'done' })
    await pass()
    expect(partner.heard.map(({ body }) => body.type)).toEqual([
      'share.released',
      'share.withdrawn',
    ])
    const terms = termsNow()
    const sha256 = await look(terms)
    expect(await act(0, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      why: 'RULED_BENIGN',
    })
  })
})

describe('what the settings do not allow any more', () => {
  const held = async () =>
    (await auditPage(context.store, 0))
      .filter(({ action }) => action === 'delivery_held')
      .map(({ facts }) => JSON.parse(facts) as Record<string, unknown>)

  test('is not told to a partner who is trusted with less by then, and is once they are trusted again', async () => {
    const share_id = await released()
    acme = { strictest: 'green' }
    await pass()
    expect(partner.heard).toEqual([])
    expect(await held()).toMatchObject([
      { id: `${share_id}.acme`, cause: 'not trusted with its marking' },
    ])
    acme = { strictest: 'amber' }
    await pass()
    expect(partner.heard).toHaveLength(1)
    expect(await held()).toHaveLength(1)
  })

  test('a withdrawal reaches whoever may have it although they are trusted with less', async () => {
    const share_id = await released()
    await pass()
    acme = { strictest: 'green' }
    await act(2, 'withdraw_share', { share_id, reason })
    await pass()
    expect(partner.heard.map(({ body }) => body.type)).toEqual([
      'share.released',
      'share.withdrawn',
    ])
  })

  test('a withdrawal that a partner who is gone cannot be told stands in the trail, and is told if they come back', async () => {
    const share_id = await released()
    await pass()
    acme = undefined
    await act(2, 'withdraw_share', { share_id, reason })
    await pass()
    expect(partner.heard).toHaveLength(1)
    expect(await held()).toMatchObject([
      { id: `${share_id}.acme.withdrawn`, cause: 'not in the settings' },
    ])
    await open()
    await pass()
    expect(await held()).toHaveLength(1)
    acme = {}
    await pass()
    expect(partner.heard.at(-1)?.body).toMatchObject({ type: 'share.withdrawn' })
  })

  test('whom the service never tells is not missed', async () => {
    await released(termsNow({ to: ['quiet'] }))
    await pass()
    expect(await held()).toEqual([])
  })
})

describe('a release', () => {
  test('needs that each of the two has read that preview, which the trail has with the reason apart', async () => {
    const terms = termsNow()
    const sha256 = await look(terms, [])
    const asked = { ...terms, sha256, reason }
    expect(await act(0, 'release_share', asked)).toMatchObject({ why: 'PREVIEW_UNREAD' })
    await look(terms, [0])
    expect(await act(0, 'release_share', asked)).toMatchObject({ kind: 'proposed' })
    await look(termsNow({ marking: 'green' }), [1])
    expect(await act(1, 'release_share', asked)).toMatchObject({ why: 'PREVIEW_UNREAD' })
    await open()
    await look(terms, [1])
    expect(await act(1, 'release_share', asked)).toMatchObject({ kind: 'done' })
    const rows = await auditPage(context.store, 0)
    const readings = rows.filter(({ action }) => action === 'read_preview')
    expect(readings.map(({ actor }) => actor)).toEqual([
      ...['person alice', 'person bob', 'person bob'],
    ])
    expect(JSON.stringify(rows)).not.toContain(reason)
  })

  test('to somebody who is named twice tells them once', async () => {
    const share_id = await released(termsNow({ to: ['acme', 'acme'] }))
    expect(ledger.state().shares.get(share_id)?.to).toEqual(['acme'])
    await pass()
    expect(partner.heard).toHaveLength(1)
  })

  test('of a preview that is gone cannot be read, nor one that is refused', async () => {
    expect(await act(0, 'read_preview', { preview_id: 'none', reason })).toMatchObject({
      why: 'NOT_THERE',
    })
    const preview_id = randomUUID()
    previews.ask(preview_id, termsNow({ to: ['nobody'] }), 'alice')
    await look(termsNow())
    expect(await act(0, 'read_preview', { preview_id, reason })).toMatchObject({
      ...{ why: 'DESTINATION_UNKNOWN', places: ['nobody'] },
    })
  })

  test('needs a preview that was looked at, and makes one where there is none', async () => {
    const terms = termsNow()
    const sha256 = '0'.repeat(64)
    expect(await act(0, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      why: 'PREVIEW_MISSING',
    })
    await look(termsNow({ marking: 'green' }))
    expect(await act(0, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      why: 'PREVIEW_CHANGED',
    })
    const right = await look(terms)
    expect(await act(0, 'release_share', { ...terms, sha256: right, reason })).toMatchObject({
      kind: 'proposed',
    })
  })

  test('of what changed since is refused, and what the first wanted is not released', async () => {
    const terms = termsNow()
    const sha256 = await look(terms)
    await act(0, 'release_share', { ...terms, sha256, reason })
    indicators = [indicatorOf('indicator_9', { expires_at: '2100-01-01T00:00:00.000Z' })]
    await derive()
    const again = await act(1, 'release_share', { ...terms, sha256, reason })
    expect(again).toMatchObject({ why: 'PREVIEW_MISSING' })
    await look(terms)
    expect(await act(1, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      why: 'PREVIEW_CHANGED',
    })
    expect(ledger.state().shares.size).toBe(0)
  })

  test('over a later run is of the run that both looked at, while the campaign still is one', async () => {
    const terms = termsNow()
    const sha256 = await look(terms)
    await act(0, 'release_share', { ...terms, sha256, reason })
    await derive('campaign_a', 98)
    await look(terms)
    expect(await act(1, 'release_share', { ...terms, sha256, reason })).toMatchObject({
      kind: 'done',
    })
    const other = termsNow({ to: ['quiet'] })
    await derive('campaign_b')
    expect(await look(other)).toBe('NOT_THERE')
  })

  test('by two clients at once is one, and neither alone is any', async () => {
    const terms = termsNow()
    const sha256 = await look(terms)
    const asked = { ...terms, sha256, reason }
    const all = await Promise.all([
      ...[act(0, 'release_share', asked), act(0, 'release_share', asked)],
      ...[act(1, 'release_share', asked), act(1, 'release_share', asked)],
    ])
    expect(all.map((one) => (one.kind === 'refused' ? one.why : one.kind))).toEqual([
      ...['proposed', 'SAME_PERSON', 'done', 'SO_ALREADY'],
    ])
    const terms2 = termsNow({ to: ['quiet'] })
    const asked2 = { ...terms2, sha256: await look(terms2), reason }
    await act(0, 'release_share', asked2)
    const [revoked, late] = await Promise.all([
      act(2, 'revoke_token', { sha256: PEOPLE[0]?.sha256, reason }),
      act(1, 'release_share', asked2),
    ])
    expect(revoked).toMatchObject({ kind: 'done' })
    // What the revoked one proposed is void, so this is a first.
    expect(late).toMatchObject({ kind: 'proposed' })
    expect(ledger.state().shares.size).toBe(1)
  })

  test('of what repeats a prompt is refused, and the field and the kind are named, not the text', async () => {
    const text = 'the quarterly figures of the northern harbour were'
    await context.store.insert('exchange', [
      {
        exchange_id: 'x',
        account_id: 'acct_1',
        received_at: '2026-03-02 10:00:00.000',
        prompt: `Say that ${text} low.`,
      },
    ])
    indicators = [{ ...(indicators[0] ?? raise()), statement: `Seen with: ${text}` }]
    const terms = termsNow()
    const sha256 = await look(terms)
    const refused = await act(0, 'release_share', { ...terms, sha256, reason })
    expect(refused).toEqual({
      ...{ kind: 'refused', why: 'WOULD_LEAK', places: ['object 2, statement: prompt'] },
    })
    expect(JSON.stringify(refused)).not.toContain('harbour')
  })

  test('leaves a trail that is whole and names no campaign, indicator or text', async () => {
    await released(termsNow({ left_out: ['indicator_2'] }))
    await pass()
    expect(await verifyAudit(context.store)).toMatchObject({ broken: null, texts_missing: 0 })
    const rows = await auditPage(context.store, 0)
    expect(rows.map(({ action }) => action)).toEqual([
      ...['read_preview', 'read_preview'],
      ...['propose', 'release_share', 'delivery_sent', 'delivery_accepted'],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/campaign_a|indicator_|asked for it/)
  })
})
