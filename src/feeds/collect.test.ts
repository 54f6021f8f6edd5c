import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../store/open.js'
import type { Store } from '../store/store.js'
import { collectDetails, collectPictures, collectTemplates } from './collect.js'
import { NO_FAMILY } from './picture.js'
import { makeCampaign, makeFindings, RATING_TEMPLATE } from './report.fixture.js'

const RUN_ID = '11111111-2222-4333-8444-555555555555'
const OTHER_RUN_ID = '22222222-2222-4333-8444-555555555555'
const findings = makeFindings()
const CAMPAIGN_ID = makeCampaign().campaign_id
const DAY_MS = 86_400_000
const START = Date.parse('2026-03-02T00:00:00Z')
const at = (days: number) => new Date(START + days * DAY_MS).toISOString().replace('Z', '')

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-feeds-'))
let store: Store

/** Four operators, of whom the first two are banned, and a victim with a life of its own. */
const ACCOUNTS = ['op-1', 'op-2', 'op-3', 'op-4', 'victim-1']

beforeAll(async () => {
  store = await openStore({ path: folder })
  const members = ACCOUNTS.map((account_id) => ({
    run_id: RUN_ID,
    campaign_id: CAMPAIGN_ID,
    account_id,
    role: account_id.startsWith('op') ? 'operator' : 'victim',
    membership: 0.9,
  }))
  const stranger = { ...members[0], account_id: 'stranger', run_id: OTHER_RUN_ID }
  await store.insert('campaign_member', [...members, stranger])
  await store.insert('exchange', exchanges())
  await store.insert('exchange_origin', origins())
  await store.insert('exchange_template', templates())
  await store.insert('account_profile', profiles())
  await store.insert('account_identity', identities())
  await store.insert('account_event', [
    { account_id: 'op-1', occurred_at: at(2), kind: 'suspended', detail: '' },
    { account_id: 'op-2', occurred_at: at(2), kind: 'suspended', detail: '' },
    { account_id: 'victim-1', occurred_at: at(1), kind: 'suspended', detail: '' },
    { account_id: 'victim-1', occurred_at: at(2), kind: 'reinstated', detail: '' },
  ])
  const link = { run_id: RUN_ID, linker: 'payment', family: 'money', speaks: 'money' }
  await store.insert('link_evidence', [
    { ...link, account_a: 'op-1', account_b: 'op-2', weight_millibits: 14_000 },
    { ...link, account_a: 'op-1', account_b: 'op-3', weight_millibits: 14_000 },
    { ...link, account_a: 'op-1', account_b: 'stranger', weight_millibits: 14_000 },
    { ...link, account_a: 'op-2', account_b: 'op-3', weight_millibits: -3000 },
  ])
})

afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The first two send on days 0 and 1, the others on days 3 and 4; the victim on all. */
const daysOf = (account: string) => {
  if (account === 'victim-1') return [0, 1, 2, 3, 4]
  return account <= 'op-2' ? [0, 1] : [3, 4]
}
const sent = ACCOUNTS.flatMap((account_id, index) =>
  daysOf(account_id).map((day) => ({
    account_id,
    exchange_id: `${account_id}-${day}`,
    received_at: at(day + 0.1),
    text: account_id.startsWith('op') ? RATING_TEMPLATE[index] : 'My own diary, dear reader.',
  })),
)

const exchanges = () =>
  sent.map(({ text, ...exchange }) => ({
    ...exchange,
    model: 'heron-large',
    channel: 'api',
    prompt: text,
    ip: '203.0.113.7',
  }))

const origins = () =>
  sent.map(({ text: _, ...exchange }) => ({
    ...exchange,
    address_hash: '255',
    network_hash: '4096',
    client_version_hash: exchange.account_id === 'op-1' ? '1' : '2',
  }))

/** Each of the operators' exchanges carries one family twice, and a system prompt's beside it. */
const templates = () =>
  sent
    .filter(({ account_id }) => account_id.startsWith('op'))
    .flatMap(({ text: _, ...exchange }) =>
      [1, 2].map((part) => ({
        ...exchange,
        run_id: RUN_ID,
        part,
        family_id: part === 2 ? '18446744073709551615' : '7',
        slot_hash: exchange.account_id,
        is_served: 1,
      })),
    )
    .map((row, index) => ({ ...row, slot_hash: String(index + 1) }))
    // A first try that was refused, of what another account was then answered.
    .flatMap((row) =>
      row.exchange_id === 'op-3-3'
        ? [row, { ...row, account_id: 'op-1', exchange_id: 'refused', is_served: 0 }]
        : [row],
    )

const profiles = () =>
  sent.map(({ account_id, received_at }) => ({
    account_id,
    profile_date: received_at.slice(0, 10),
    exchanges: 1,
    first_seen_at: received_at,
    last_seen_at: received_at,
  }))

const identities = () =>
  ACCOUNTS.map((account_id) => ({
    account_id,
    is_known: account_id === 'op-4' ? 0 : 1,
    created_at: account_id === 'victim-1' ? '2024-01-01T00:00:00' : at(0),
    payment_hash: account_id.startsWith('op') ? '3735928559' : '0',
    plan: 'pro',
  }))

test('a campaign’s picture is what its rows say, and nothing of other runs or accounts', async () => {
  const [picture] = await collectPictures(store, RUN_ID, findings, { hasText: true })
  expect(picture?.campaign_id).toBe(CAMPAIGN_ID)

  const raster = picture?.raster
  expect(raster?.rows.map((row) => row.account_id).sort()).toEqual(ACCOUNTS)
  expect(raster?.rows_left_out).toBe(0)
  expect(raster?.bucket_seconds).toBe(3600)
  expect(raster?.start).toBe('2026-03-02T02:00:00Z')
  const row = (id: string) => raster?.rows.find(({ account_id }) => account_id === id)
  expect(row('op-1')?.cells).toEqual([
    [0, 1, 0],
    [24, 1, 0],
  ])
  expect(row('victim-1')?.cells[0]).toEqual([0, 1, NO_FAMILY])
  expect(row('op-1')?.ended_at).toBe('2026-03-04T00:00:00Z')
  expect(row('victim-1')?.ended_at).toBeNull()
  expect(row('victim-1')?.role).toBe('victim')
  expect(row('op-4')?.born_at).toBeNull()
  expect(row('op-1')?.born_at).toBe('2026-03-02T00:00:00Z')

  expect(picture?.infrastructure).toMatchObject({
    networks: { distinct: 1, top: [{ hash: '1000', accounts: 5 }] },
    addresses: { distinct: 1 },
    clients: { distinct: 2 },
    payment_instruments: { distinct: 1, top: [{ hash: 'deadbeef', accounts: 4 }] },
    signup_batches: { distinct: 1, top: [{ accounts: 3 }] },
    models: [{ name: 'heron-large', exchanges: 13 }],
    channels: [{ name: 'api', exchanges: 13 }],
  })
  expect(picture?.links).toEqual([{ family: 'money', pairs: 2, accounts: 3 }])
  expect(JSON.stringify(picture)).not.toContain('203.0.113.7')
})

test('the template is told from operators’ texts alone', async () => {
  const [picture] = await collectPictures(store, RUN_ID, findings, { hasText: true })
  const [template] = picture?.templates ?? []
  expect(template).toMatchObject({
    family_id: 'ffffffffffffffff',
    part: 'opening',
    exchanges: 8,
    accounts: 4,
    slots: 8,
    slots_shared: 0,
  })
  expect(template?.pieces.map((piece) => piece.kind)).toEqual([
    'fixed',
    'slot',
    'fixed',
    'slot',
    'fixed',
  ])
  expect(JSON.stringify(picture)).not.toContain('diary')
})

test('without leave to read texts none is read', async () => {
  const [picture] = await collectPictures(store, RUN_ID, findings, { hasText: false })
  expect(picture?.templates[0]).toMatchObject({ pieces: [], samples: [] })
})

test('a campaign that the store does not know has an empty picture', async () => {
  const unknown = makeFindings({ campaigns: [makeCampaign({ campaign_id: 'unknown' })] })
  const [picture] = await collectPictures(store, RUN_ID, unknown, { hasText: true })
  expect(picture?.raster.rows).toEqual([])
  expect(picture?.templates).toEqual([])
})

test('templates say what they say only to whoever asks for their texts, and of operators alone', async () => {
  const texts = async (picture: Promise<readonly { readonly samples: readonly string[] }[]>) =>
    (await picture).flatMap(({ samples }) => samples)
  const told = await texts(collectTemplates(store, RUN_ID, CAMPAIGN_ID))
  expect(told.length).toBeGreaterThan(0)
  expect(told.join()).not.toContain('diary')
  const details = collectDetails(store, RUN_ID, makeCampaign())
  expect(await texts(details.then(({ templates }) => templates))).toEqual([])
  expect(await collectTemplates(store, OTHER_RUN_ID, CAMPAIGN_ID)).toEqual([])
})
