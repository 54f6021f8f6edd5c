import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StixObject } from '../../src/feeds/stix/object.js'
import { anyShared, NOW, SHARED } from '../../src/feeds/stix/shared.fixture.js'
import { writeBundle } from '../../src/feeds/stix/write-bundle.js'
import { writeWithdrawal } from '../../src/feeds/stix/write-later.js'
import { faultsOf } from '../stix-schemas/faults.js'

test('every object of a bundle is one by the schemas of OASIS', () => {
  fc.assert(
    fc.property(anyShared, (shared) => {
      expect(writeBundle(shared).objects.flatMap(faultsOf)).toEqual([])
    }),
    { numRuns: 60 },
  )
  expect(writeWithdrawal(SHARED, NOW).objects.flatMap(faultsOf)).toEqual([])
})

test('they would say so where one were none', () => {
  for (const { valid_from: _, ...rest } of writeBundle(SHARED).objects) {
    const faults = faultsOf(rest as StixObject)
    if (rest.type === 'indicator') expect(faults.join()).toContain("property 'valid_from'")
    else expect(faults).toEqual([])
  }
})
