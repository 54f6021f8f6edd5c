import { expect, test } from 'vitest'
import { addRequest } from '../../records/account-requests.js'
import { takeStep } from '../../records/account-steps.js'
import { newState } from '../../records/state.js'
import { NO_REQUESTS, requestFigures } from './figures.js'

const NOW_MS = 1_800_000_000_000

test('requests are counted by what became of them, and only one that is not answered grows old', () => {
  const state = newState()
  expect(requestFigures(state, NOW_MS)).toEqual(NO_REQUESTS)
  const steps = [
    [],
    ['asked'],
    ['asked', 'accepted'],
    ['asked', 'refused'],
    ['given_up'],
    [],
  ] as const
  for (const [place, taken] of steps.entries()) {
    const request_id = `r${place}`
    const told = { policy_id: 'p', reason_code: 'c', appeal: '', people: [], expires_ms: null }
    const asked = { account_id: `acct_${place}`, opened_ms: NOW_MS - (10 - place) * 1000 }
    addRequest(state, { request_id, action: 'suspend', ...told, ...asked })
    for (const step of taken) takeStep(state, { request_id, step, cause: '', at_ms: NOW_MS })
  }
  const counts = { ...NO_REQUESTS, account_requests_waiting: 2, account_requests_asked: 1 }
  const ended = { account_requests_accepted: 1, account_requests_refused: 1 }
  expect(requestFigures(state, NOW_MS)).toEqual({
    ...{ ...counts, ...ended, account_requests_given_up: 1 },
    account_requests_oldest_seconds: 10,
  })
  takeStep(state, { request_id: 'r0', step: 'withdrawn', cause: '', at_ms: NOW_MS })
  expect(requestFigures(state, NOW_MS).account_requests_oldest_seconds).toBe(9)
})
