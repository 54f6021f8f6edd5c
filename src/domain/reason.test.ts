import { expect, test } from 'vitest'
import { isSpared, reason, reasonsTold, SPARED, wordOf } from './reason.js'

test('a reason begins with a word that programs hold to', () => {
  expect(wordOf(reason('two-lives', 'one: and another'))).toBe('two-lives')
  expect(wordOf('templated-loop')).toBe('templated-loop')
  expect([isSpared('two-lives'), isSpared('toString')]).toEqual([true, false])
})

test('a theft is supposed of two lives alone, and even there it is asked and not said', () => {
  for (const [word, { known, check }] of Object.entries(SPARED)) {
    expect([word, known]).not.toContainEqual(expect.stringMatching(/stolen|theft|uses their/))
    expect(check).toMatch(/Ask|Tell/)
  }
  expect(SPARED['proven-customer'].check).toContain('nothing here shows a theft')
})

test('reasons are told without the cluster, in the role that the campaign gave', () => {
  const judged = ['operator', 'c1', 'linked: x', 'templated-loop']
  expect(reasonsTold(judged, 'operator')).toEqual(['operator', 'linked: x', 'templated-loop'])
  expect(reasonsTold(judged, 'customer').map(wordOf)).toEqual([
    'customer',
    'took-nothing',
    'linked',
    'templated-loop',
  ])
})

test('nobody is called an operator of a group that is no campaign', () => {
  const [first = '', ...rest] = reasonsTold(['operator', 'c1', 'linked: x'], '')
  expect(first).toMatch(/^group: of cluster c1,.*no campaign/)
  expect(rest).toEqual(['linked: x'])
  expect(reasonsTold(['templated-loop'], '')).toEqual(['templated-loop'])
})
