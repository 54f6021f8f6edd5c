/** Who falls when is what the service's own code says, for whatever runs conclude. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { loadLinkers } from '../../linkers/index.js'
import { batchInstant, isBatched } from '../../service/decisions/batches.js'
import { NO_CONCLUSIONS } from '../../service/decisions/conclusions.js'
import { hashKeyWords } from '../../service/decisions/siphash.js'
import { NOTICED_BY, noticedIn } from './noticed.js'
import { fallsUnder, policyOf } from './timing-falls.js'

const T0_MS = 1_800_000_000_000
const HALF_DAY_MS = 12 * 3_600_000
const ACCOUNTS = ['a', 'b', 'c']

const runsOf = (held: readonly (readonly string[])[]) =>
  held.map((accounts, place) => ({
    atMs: T0_MS + place * HALF_DAY_MS,
    conclusions: {
      ...NO_CONCLUSIONS,
      members: ['victim', ...accounts].map((account_id) => ({
        ...{ campaign_id: 'one', cluster_id: 'one', verdict: 'review', confidence: 60, needs: '' },
        ...{ account_id, entity_id: account_id, payment_hash: '0', is_recognised: false },
        role: account_id === 'victim' ? 'victim' : 'operator',
      })),
    },
  }))
const history = fc.array(fc.subarray(ACCOUNTS), { minLength: 1, maxLength: 12 })

test('at once, an account falls at the first run that holds it, whatever the secret', () => {
  fc.assert(
    fc.property(history, fc.string(), (held, secret) => {
      const falls = fallsUnder(runsOf(held), [...ACCOUNTS, 'victim'], {
        policy: policyOf(0),
        secret,
      })
      expect(falls.has('victim')).toBe(false)
      for (const account of ACCOUNTS) {
        const first = held.findIndex((accounts) => accounts.includes(account))
        expect(falls.get(account)).toBe(first < 0 ? undefined : T0_MS + first * HALF_DAY_MS)
      }
    }),
  )
})

test('in batches, it falls at the instant of its batch, unless it was let go before', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(24, 72, 168), fc.string(), (held, hours, secret) => {
      const policy = policyOf(hours)
      const [one] = policy.policies
      if (!isBatched(one)) throw new Error('it is in batches')
      const falls = fallsUnder(runsOf(held), ACCOUNTS, { policy, secret })
      const key = hashKeyWords(hashKeyOf(secret))
      for (const account of ACCOUNTS) {
        // The slow way: hold on to the instant while it is held, forget it when it is not.
        let startsMs: number | undefined
        let fellMs: number | undefined
        for (const [place, accounts] of held.entries()) {
          const atMs = T0_MS + place * HALF_DAY_MS
          startsMs = accounts.includes(account)
            ? (startsMs ?? batchInstant(key, one, atMs))
            : undefined
          const untilMs = place === held.length - 1 ? Number.POSITIVE_INFINITY : atMs + HALF_DAY_MS
          if (startsMs !== undefined && startsMs < untilMs) fellMs ??= Math.max(atMs, startsMs)
        }
        expect(falls.get(account)).toBe(fellMs)
      }
    }),
  )
})

test('every linker is some habit or none of them, and what carries most bits was noticed', async () => {
  const linkers = (await loadLinkers()).map(({ id }) => id).sort()
  expect(Object.keys(NOTICED_BY).sort()).toEqual(linkers)
  const row = (linker: string, bits: number) => ({ campaign_id: 'one', linker, bits })
  expect(noticedIn([])).toBe('none')
  expect(noticedIn([row('payment', 30), row('synchrony', 20)])).toBe('card')
  // Two linkers of one habit count together.
  expect(noticedIn([row('payment', 30), row('network-day', 20), row('network-block', 20)])).toBe(
    'exits',
  )
  expect(noticedIn([row('prompt-and-tools', 90), row('template-family', 10)])).toBe('none')
})
