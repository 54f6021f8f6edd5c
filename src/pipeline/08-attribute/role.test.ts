import { expect, test } from 'vitest'
import { roleOf, type Standing } from './role.js'

const member: Standing = {
  standing: 'operator',
  verdict: 'review',
  answered: '20',
  taken: '0',
  ordinary: '9',
  campaign_taken_share: 0.6,
}

test('who takes nothing where the pool takes much is a customer', () => {
  expect(roleOf(member)).toBe('customer')
})

test('who takes anything is an operator', () => {
  expect(roleOf({ ...member, taken: '1' })).toBe('operator')
})

test('a few exchanges, or a pool that takes little, tell nobody apart', () => {
  expect(roleOf({ ...member, answered: '4' })).toBe('operator')
  expect(roleOf({ ...member, campaign_taken_share: 0.05 })).toBe('operator')
})

test('who sends nothing that everybody sends is not shown to be a customer', () => {
  expect(roleOf({ ...member, ordinary: '2' })).toBe('operator')
  expect(roleOf({ ...member, answered: '60', ordinary: '9' })).toBe('operator')
})

test('who stands at act is no customer, and a victim is one whatever was taken', () => {
  expect(roleOf({ ...member, verdict: 'act' })).toBe('operator')
  expect(roleOf({ ...member, standing: 'victim', taken: '30' })).toBe('victim')
})
