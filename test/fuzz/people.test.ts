import { expect } from 'vitest'
import { ROLES } from '../../src/domain/people.js'
import { decideAct, remember } from '../../src/records/act.js'
import { DEEDS } from '../../src/records/deeds/index.js'
import { newState } from '../../src/records/state.js'
import { DEED_ROUTES, partsOf } from '../../src/service/people/routes.js'
import { fuzz } from './fuzz.js'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const digest = 'a'.repeat(64)
const reason = 'because'
const PEOPLE = ['alice', 'bob'].map((name) => ({
  name,
  roles: ROLES,
  sha256: name.padEnd(64, '0'),
}))
const WORLD = {
  nowMs: 1_800_000_000_000,
  policies: [
    {
      ...{ policy_id: 'p', digest, level: 'deny', mode: 'live', reason_code: 'usage' },
      ...{ appeal: 'Write.', measures: { 'cap-rate': { requests_per_minute: 6 } } },
    },
  ],
  restrictions: [],
  canErase: true,
  preview: { kind: 'ready' as const, sha256: digest, text: '{}', leaks: [] },
  guards: { isConnected: true, isKilled: false, neverTouch: new Set<string>(), company: [] },
}

fuzz({
  name: 'people: a path and what is asked by it',
  corpus: [
    json({ deed: 'approve_policy', input: { policy_id: 'p', digest, reason } }),
    json({
      deed: 'rule_against',
      input: {
        subject_kind: 'account',
        subject_id: 'a',
        conclusion: 'campaign',
        reason,
        expires_at: '2027-01-01T00:00:00Z',
      },
    }),
    json({
      deed: 'suspend_account',
      input: { account_id: 'a', policy_id: 'p', reason_code: 'usage', reason },
    }),
    json({
      deed: 'restrict_account',
      input: {
        ...{ account_id: 'a', policy_id: 'p', reason_code: 'usage', measure: 'cap-rate', reason },
        expires_at: '2030-01-01T00:00:00Z',
      },
    }),
    json({ deed: 'unrestrict_account', input: { account_id: 'a', reason } }),
    json({ deed: 'open_appeal', input: { account_id: 'ä', policy_id: 'p', statement: 'No.' } }),
    json({
      deed: 'decide_appeal',
      input: { appeal_id: 'x', outcome: 'overturned', answer: reason, __proto__: 1 },
    }),
    json({ deed: 'protect', input: { kind: 'api_key', id: 'k\n', reason } }),
    json({
      deed: 'release_share',
      input: {
        ...{ campaign_id: 'c', run_id: '11111111-1111-4111-8111-111111111111', form: 'plain' },
        ...{ marking: 'amber', to: ['acme'], left_out: [], texts: ['i'], sha256: digest, reason },
        expires_at: '2027-01-01T00:00:00Z',
      },
    }),
    json({ deed: 'withdraw_share', input: { share_id: 's', reason } }),
    Buffer.from('/cases/%E0%A4/notes'),
  ],
  run: (bytes, random) => {
    const text = bytes.toString('utf8')
    for (const { path } of DEED_ROUTES) {
      const parts = partsOf(path, text) ?? {}
      for (const part of Object.values(parts)) expect(part).not.toBe('')
    }
    let given: unknown
    try {
      given = JSON.parse(text)
    } catch {
      return
    }
    const { deed: named, input } = (given ?? {}) as { deed?: unknown; input?: unknown }
    const some = DEEDS[Math.floor(random() * DEEDS.length)]?.id ?? ''
    const deed = random() < 0.5 ? `${named}` : some
    const state = newState()
    // The same by two people, as it is read back from the trail.
    for (const [place, person] of PEOPLE.entries()) {
      const acted = decideAct(state, {
        person,
        people: PEOPLE,
        world: WORLD,
        deed,
        input,
        id: `${place}`,
      })
      if (acted.kind === 'refused') continue
      const { subject, ...entry } = acted.act
      const { hidden, ...told } = JSON.parse(JSON.stringify(entry))
      expect(JSON.stringify(told)).not.toContain(JSON.stringify(subject ?? [{}]))
      remember(state, { ...told, hidden, at_ms: WORLD.nowMs })
    }
    expect(state.proposals.size + state.approvals.size).toBeLessThanOrEqual(1)
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  },
})
