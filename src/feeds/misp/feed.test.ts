import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { SharedCampaign } from '../../domain/sharing.js'
import { anyShared, NOW, SHARED, shuffled } from '../stix/shared.fixture.js'
import { mispEvent } from './event.js'
import { feedFiles, writeFeed } from './feed.js'

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-misp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const OTHER: SharedCampaign = {
  ...SHARED,
  campaign: { ...SHARED.campaign, campaign_id: 'c0ffee00-0000-5000-8000-000000000002' },
}
const jsonIn = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const eventsIn = () => readdirSync(folder).filter((name) => /^[0-9a-f-]{36}\.json$/.test(name))
const attributesOf = (shared: SharedCampaign) =>
  (mispEvent(shared).event.Event as { Attribute: Record<string, unknown>[] }).Attribute

test('a feed lists its events, and holds each of them', async () => {
  await writeFeed(folder, [SHARED, OTHER], NOW)
  const listed = Object.keys(jsonIn('manifest.json'))
  expect(listed).toHaveLength(2)
  expect(eventsIn().sort()).toEqual(listed.map((uuid) => `${uuid}.json`).sort())
  for (const uuid of listed) {
    expect(jsonIn(`${uuid}.json`).Event).toMatchObject({ uuid, ...jsonIn('manifest.json')[uuid] })
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('what is withdrawn or has expired is gone from list, hashes and folder', async () => {
  await writeFeed(folder, [SHARED, OTHER], NOW)
  await writeFeed(folder, [SHARED, { ...OTHER, expires_at: NOW }], NOW)
  const { uuid } = mispEvent(SHARED)
  expect(eventsIn()).toEqual([`${uuid}.json`])
  expect(Object.keys(jsonIn('manifest.json'))).toEqual([uuid])
  const hashed = readFileSync(join(folder, 'hashes.csv'), 'utf8').trim().split('\n')
  expect(new Set(hashed.map((line) => line.split(',')[1]))).toEqual(new Set([uuid]))
  await writeFeed(folder, [], NOW)
  expect([eventsIn(), jsonIn('manifest.json')]).toEqual([[], {}])
})

test('what an interrupted writing left goes with the next, and what is not of a feed stays', async () => {
  const left = '00000000-0000-4000-8000-000000000001.json'
  writeFileSync(join(folder, left), '{}')
  writeFileSync(join(folder, 'README'), 'ours')
  await writeFeed(folder, [SHARED], NOW)
  expect([existsSync(join(folder, left)), existsSync(join(folder, 'README'))]).toEqual([
    false,
    true,
  ])
})

test('an indicator that has expired is not in an event that has not', () => {
  const [first, ...rest] = SHARED.indicators
  const shared = { ...SHARED, indicators: [{ ...(first ?? rest[0]), expires_at: NOW }, ...rest] }
  const [event = ''] = feedFiles([shared as SharedCampaign], NOW).values()
  expect(JSON.parse(event).Event.Attribute).toHaveLength(SHARED.indicators.length - 1)
})

test('the same shares give the same bytes, in whatever order they and their lists are', () => {
  fc.assert(
    fc.property(fc.array(anyShared, { maxLength: 3 }), (shares) => {
      const files = [...feedFiles(shares, NOW)]
      expect([...feedFiles(shares.toReversed().map(shuffled), NOW)]).toEqual(files)
    }),
    { numRuns: 30 },
  )
})

test('no attribute would have a firewall block whom it names', () => {
  expect(new Set(attributesOf(SHARED).map(({ to_ids }) => to_ids))).toEqual(new Set([false]))
})

test('values are in MISP’s own words where it has some', () => {
  const values = attributesOf(SHARED).map(({ type, value }) => [type, value])
  expect(values.filter(([type]) => type !== 'other').sort()).toEqual([
    ['domain', 'mail.example'],
    ['ip-src', '2001:db8:1::/48'],
    ['ip-src', '203.0.113.0/24'],
  ])
  const one = (network: string) =>
    attributesOf({
      ...SHARED,
      indicators: SHARED.indicators
        .slice(0, 1)
        .map((indicator) => ({ ...indicator, pattern: { network, date: '2026-03-03' } })),
    })[0]?.value
  expect([one('203.0.113.7/32'), one('2001:db8::1/128'), one('2001:db8::/32')]).toEqual([
    ...['203.0.113.7', '2001:db8::1', '2001:db8::/32'],
  ])
})

test('a network was seen on its day', () => {
  const networks = attributesOf(SHARED).filter(({ type }) => type === 'ip-src')
  const seen = networks.map(({ first_seen, last_seen }) => [first_seen, last_seen])
  expect(seen.sort()).toEqual([
    ['2026-03-03T00:00:00.000000+00:00', '2026-03-04T00:00:00.000000+00:00'],
    ['2026-03-04T00:00:00.000000+00:00', '2026-03-05T00:00:00.000000+00:00'],
  ])
})

test('an event is marked as strictly as the strictest in it', () => {
  const tags = (shared: SharedCampaign) =>
    (mispEvent(shared).listed.Tag as { name: string }[]).map(({ name }) => name)
  expect(tags(SHARED)[0]).toBe('tlp:amber+strict')
  expect(tags({ ...SHARED, marking: 'clear' })[0]).toBe('tlp:amber+strict')
  expect(tags({ ...SHARED, marking: 'clear', indicators: [] })[0]).toBe('tlp:clear')
  expect(tags(SHARED)).toContain('misp-galaxy:mitre-atlas-attack-pattern="Extract AI Model"')
})
