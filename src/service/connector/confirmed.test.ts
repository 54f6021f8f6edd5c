import { expect, test } from 'vitest'
import type { AccountRequest, RequestStep } from '../../records/account-request.js'
import type { Ledger } from '../../records/ledger.js'
import { newState } from '../../records/state.js'
import type { Store } from '../../store/store.js'
import { noteConfirmed } from './confirmed.js'

const SECOND = 1000
const HOUR_MS = 3_600_000
const START_MS = 1_800_000_000_000

/** What is noted of some requests on one account, where it said so last of each kind. */
async function noted(
  asked: readonly (readonly [AccountRequest['action'], AccountRequest['steps']])[],
  said: Readonly<Record<string, number>>,
): Promise<readonly string[]> {
  const state = newState()
  for (const [place, [action, steps]] of asked.entries()) {
    state.requests.set(`r${place}`, {
      ...{ request_id: `r${place}`, action, account_id: 'acct_7', policy_id: 'found', steps },
      ...{ reason_code: 'usage', appeal: '', people: [], opened_ms: START_MS, expires_ms: null },
      ...{ sequence: place, cause: '' },
    })
  }
  const found: string[] = []
  const note = async (id: string, step: RequestStep) => {
    found.push(`${id} ${step}`)
    Object.assign(state.requests.get(id)?.steps ?? {}, { [step]: START_MS + HOUR_MS })
  }
  const ledger = { state: () => state, note } as unknown as Ledger
  const rows = Object.entries(said).map(([kind, at]) => ({
    ...{ account_id: 'acct_7', kind, restriction_id: '', at_ms: `${START_MS + at * SECOND}` },
  }))
  await noteConfirmed({ rows: async () => rows } as unknown as Store, ledger, START_MS)
  return found
}
const at = (asked: number, done?: number): AccountRequest['steps'] => ({
  asked: START_MS + asked * SECOND,
  ...(done === undefined ? {} : { done: START_MS + done * SECOND }),
})

test('what was said of an earlier reinstatement leaves a later one to be asked again, however soon after it', async () => {
  const before = [
    ['suspend', at(0, 1)],
    ['reinstate', at(5, 7)],
    ['suspend', at(20, 21)],
    ['reinstate', at(40)],
  ] as const
  expect(await noted(before, { suspended: 21, reinstated: 6 })).toEqual([])
  expect(await noted(before, { suspended: 21, reinstated: 41 })).toEqual(['r3 done'])
})

test('of two that were asked and not answered, both are confirmed', async () => {
  const both = [
    ['suspend', at(0)],
    ['suspend', at(10)],
  ] as const
  expect(await noted(both, { suspended: 12 })).toEqual(['r0 done', 'r1 done'])
})

test('the first is confirmed also by a clock that is a minute behind', async () => {
  expect(await noted([['suspend', at(60)]], { suspended: 1 })).toEqual(['r0 done'])
  expect(await noted([['suspend', at(60)]], { suspended: -1 })).toEqual([])
})
