import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Alert } from './conditions.js'
import { ALERTS_MAX, type AlertMemory, batchOf, gone, readMemory, take } from './memory.js'

const NOW_MS = 1_800_000_000_000
const WAYS = ['webhook'] as const
const campaign = (id: number, verdict = 'review'): Alert => ({
  ...{ key: `campaign c${id} ${verdict}`, kind: 'campaign', text: `c${id}`, isState: false },
})
const once = (kind: string, id: number): Alert => ({
  ...{ key: `${kind} ${id}`, kind, text: kind, isState: false },
})
const disk: Alert = { key: 'disk', kind: 'disk', text: 'full', isState: true }
const newMemory = (): AlertMemory => readMemory('/a folder that is not there')
const see = (memory: AlertMemory, alerts: readonly Alert[]) =>
  take(memory, alerts, { ways: WAYS, accounts: new Map(), isWhole: true })
const next = (memory: AlertMemory, nowMs = NOW_MS) => {
  const bounds = { nowMs, perHourMax: 1, newId: () => `m${nowMs}` }
  return batchOf(memory.ways.webhook, bounds)
}

describe('what is said of too many alerts', () => {
  test('is what needs a person most, whatever a flood of campaigns came before it', () => {
    const memory = newMemory()
    see(memory, [campaign(0)])
    next(memory)
    gone(memory.ways.webhook, NOW_MS)
    // The hour has had its message, and somebody makes campaigns meanwhile.
    see(
      memory,
      Array.from({ length: 300 }, (_, id) => campaign(id + 1)),
    )
    see(memory, [campaign(900, 'act'), once('connector', 1), disk])
    const batch = next(memory, NOW_MS + 3_600_001)
    expect(batch?.alerts.slice(0, 3).map(({ kind }) => kind)).toEqual([
      'connector',
      'disk',
      'campaign',
    ])
    expect(batch?.alerts[2]?.key).toBe('campaign c900 act')
    expect((batch?.alerts.length ?? 0) + (batch?.more ?? 0)).toBe(303)
  })

  test('is what no single person can make many of, whatever one proposed before it', () => {
    const memory = newMemory()
    see(memory, [once('proposal', 0)])
    next(memory)
    gone(memory.ways.webhook, NOW_MS)
    see(
      memory,
      Array.from({ length: 300 }, (_, id) => once('proposal', id + 1)),
    )
    see(memory, [disk, once('connector', 1)])
    const batch = next(memory, NOW_MS + 3_600_001)
    expect(batch?.alerts.slice(0, 3).map(({ kind }) => kind)).toEqual([
      ...['disk', 'connector', 'proposal'],
    ])
  })

  test('is each once, though it comes and goes', () => {
    const memory = newMemory()
    for (let times = 0; times < 500; times += 1) {
      see(memory, [disk])
      see(memory, [])
    }
    see(memory, [campaign(1)])
    expect(next(memory)?.alerts.map(({ key }) => key)).toEqual(['disk', 'campaign c1 review'])
  })

  test('is never more than a message holds, and of all others how many, in whatever order they come', () => {
    const alert = fc.oneof(
      fc.nat(400).map((id) => campaign(id)),
      fc.nat(60).map((id) => once('appeal', id)),
    )
    fc.assert(
      fc.property(fc.array(fc.array(alert, { maxLength: 120 }), { maxLength: 8 }), (looks) => {
        const memory = newMemory()
        const all = new Map(looks.flat().map((one) => [one.key, one]))
        for (const alerts of looks) see(memory, alerts)
        const batch = next(memory)
        const { alerts = [], more = 0 } = batch ?? {}
        expect(alerts.length + more).toBe(all.size)
        const urgent = [...all.values()].filter(({ kind }) => kind === 'appeal').length
        const said = alerts.filter(({ kind }) => kind === 'appeal').length
        expect(said).toBe(Math.min(urgent, ALERTS_MAX))
      }),
      { numRuns: 200 },
    )
  })
})
