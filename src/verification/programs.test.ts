import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROGRAMS, PROOFS } from '../domain/application.js'
import { requiredOf } from './programs.js'

test('whoever shows what more of a programme takes has shown what less of it takes', () => {
  const held = fc.subarray([...PROOFS]).map((proofs) => new Set(proofs))
  fc.assert(
    fc.property(held, fc.constantFrom(...PROGRAMS), (proofs, program) => {
      if (requiredOf({ program, tier: 'full' }, proofs).length > 0) return
      expect(requiredOf({ program, tier: 'starting' }, proofs)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('more takes somebody who is there today and a second proof: an address of an institution is not enough', () => {
  const more = { program: 'education', tier: 'full' } as const
  expect(requiredOf(more, new Set(['mail', 'institution_mail']))).toEqual([
    'institution_sign_in',
    'phone',
  ])
  expect(requiredOf(more, new Set(['institution_sign_in', 'phone']))).toEqual([])
})
