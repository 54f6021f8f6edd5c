import { expect, test } from 'vitest'
import type { Described } from '../../domain/definition.js'
import { counted, numberText, sentence } from './sentence.js'

const saying = (statement: string) => ({ statement }) as Described

test('a fact is filled in, with its noun in the right number', () => {
  const definition = saying('{crossings|answer} of {accounts|account} at {share}.')
  expect(sentence(definition, 'x', { crossings: 1, accounts: 1204, share: 0.46000000834 })).toBe(
    '1 answer of 1,204 accounts at 0.46.',
  )
})

test('a fact that is missing stays visible, so that a test can see it', () => {
  expect(sentence(saying('{nothing} here'), 'x', {})).toBe('{nothing} here')
})

test('numbers are grouped, and rounded to two decimals', () => {
  expect([0, 999, 1000, 1234567, 0.5, 12345.678].map(numberText)).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567',
    '0.5',
    '12,345.68',
  ])
  expect(counted(2, 'identity')).toBe('2 identities')
})
