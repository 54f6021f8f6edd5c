import { expect, test } from 'vitest'
import { newState } from '../../records/state.js'
import { alertsOf, type Seen } from './conditions.js'

const SHARE = {
  ...{ share_id: 's1', campaign_id: 'campaign-3f2a', sha256: 'a'.repeat(64), form: 'plain' },
  ...{ marking: 'amber' as const, to: ['acme'], people: ['alice', 'bob'] },
  ...{ released_ms: 1, expires_ms: 2, withdrawn_ms: null },
} as const

test('people are told where partners are not heard, since there are more than are', () => {
  const seen = { proposals: [], isKilled: false, nowMs: 5, erasureWaitMs: 0, settings: {} }
  const told = { is_open: true, partners_left_out: 3 }
  const alerts = alertsOf({ ...seen, told, sizes: new Map(), startedMs: 5 } as unknown as Seen)
  expect(alerts.map(({ key }) => key)).toEqual(['partners_left_out'])
  expect(alerts[0]?.text).toMatch(/^3 partners are not heard/)
})

test('people are told that something left, and of a partner who does not take it, and not of which campaign', () => {
  const people = newState()
  people.shares.set('s1', { ...SHARE })
  people.deliveries.set('s1.acme', { sent: 1, accepted: 2 })
  people.deliveries.set('s1.acme.withdrawn', { sent: 1, given_up: 2 })
  const seen = { people, proposals: [], isKilled: false, nowMs: 5, erasureWaitMs: 0 }
  const service = { told: { is_open: true }, settings: {}, sizes: new Map(), startedMs: 5 }
  const alerts = alertsOf({ ...seen, ...service } as unknown as Seen)
  expect(alerts.map(({ key }) => key)).toEqual(['share s1', 'partner s1.acme.withdrawn'])
  expect(alerts[0]?.text).toMatch(/^alice and bob let something be shared with acme\./)
  expect(alerts.map(({ text }) => text).join()).not.toContain('campaign-3f2a')
})
