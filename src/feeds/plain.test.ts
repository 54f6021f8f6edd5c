import { expect, test } from 'vitest'
import type { SharedCampaign } from '../domain/sharing.js'
import { BUNDLE_FAULTS } from './stix/received.js'
import { readTold } from './told.js'

const CAMPAIGN: SharedCampaign = {
  campaign: {
    campaign_id: 'tide',
    confidence: 97,
    verdict: 'act',
    first_seen_at: '2026-03-01T00:00:00Z',
    last_seen_at: '2026-03-06T00:00:00Z',
    accounts: 40,
    exchanges: 4000,
    capabilities: [],
  },
  indicators: [
    {
      indicator_id: 'one',
      campaign_id: 'tide',
      kind: 'network-day',
      family: 'network',
      pattern: { network: '203.0.113.7/32', date: '2026-03-05' },
      statement: 'Forty accounts left through one network on one day.',
      first_seen_at: '2026-03-05T00:00:00Z',
      last_seen_at: '2026-03-05T10:00:00Z',
      expires_at: '2026-04-04T10:00:00Z',
      operators: 40,
      carriers: 40,
      reference_carriers: 0,
      precision: 0.97,
      marking: 'green',
    },
  ],
  countermeasure: null,
  succeeds: [],
  attribution: null,
  marking: 'amber',
  expires_at: '2026-03-30T00:00:00Z',
  producer: { name: 'North', identity_id: 'identity--1' },
}
const read = (value: unknown) =>
  readTold(new TextEncoder().encode(JSON.stringify(value)), '2026-03-07T00:00:00Z')

test('an indicator is told with the stricter marking and the earlier end of it and its campaign', () => {
  expect(read([CAMPAIGN, { withdrawn: 'other' }])).toEqual({
    indicators: [
      {
        object_id: 'one',
        indicator_id: 'one',
        kind: 'network-day',
        pattern: { network: '203.0.113.7/32', date: '2026-03-05' },
        valid_from: '2026-03-05T00:00:00Z',
        valid_until: '2026-03-30T00:00:00Z',
        marking: 'amber',
        confidence: 97,
        campaign_name: 'tide',
      },
    ],
    withdrawn: ['other'],
    refused: [],
  })
})

test.each([
  ['no JSON', new TextEncoder().encode('{"campaign":'), BUNDLE_FAULTS.not_json],
  ['bytes that are no UTF-8', new Uint8Array([34, 255, 34]), BUNDLE_FAULTS.not_utf8],
  [
    'a nest of a million brackets',
    new TextEncoder().encode('['.repeat(1e6)),
    BUNDLE_FAULTS.too_deep,
  ],
  ['65 MiB', new Uint8Array(65 * 1024 * 1024), BUNDLE_FAULTS.too_many_bytes],
] as const)('%s is refused as a whole', (_, bytes, reason) => {
  expect(readTold(bytes, '2026-03-07T00:00:00Z')).toEqual({
    indicators: [],
    withdrawn: [],
    refused: [{ object_id: '', reason }],
  })
})

test('so many indicators that no call takes them as arguments are refused as a whole', () => {
  const indicators = Array(140_000).fill({ ...CAMPAIGN.indicators[0], statement: '' })
  expect(read({ ...CAMPAIGN, indicators }).refused).toEqual([
    { object_id: '', reason: 'more than 100,000 indicators' },
  ])
})

test('too many campaigns are refused as a whole, and what is none by itself', () => {
  expect(read(Array(1001).fill(CAMPAIGN)).refused[0]?.reason).toBe('more than 1,000 campaigns')
  const mixed = read([{ ...CAMPAIGN, marking: 'beige' }, CAMPAIGN, 7, null])
  expect(mixed.indicators).toHaveLength(1)
  expect(mixed.refused).toHaveLength(3)
})
