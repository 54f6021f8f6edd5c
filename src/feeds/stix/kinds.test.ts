import { describe, expect, test } from 'vitest'
import { indicatorId, type Pattern } from '../../domain/indicator.js'
import { INDICATOR_KINDS, kindOf, readPattern } from '../../indicators/index.js'
import { readObjects } from './read-bundle.js'
import { NOW, PATTERNS, SHARED } from './shared.fixture.js'
import { writeBundle } from './write-bundle.js'

/** What a reader makes of a bundle of one indicator. */
function readBack(kind: string, pattern: Pattern) {
  const indicators = SHARED.indicators.slice(0, 1).map((one) => ({ ...one, kind, pattern }))
  const read = readObjects(writeBundle({ ...SHARED, indicators }).objects, { now: NOW })
  if ('refusal' in read) throw new Error(read.refusal)
  return read.indicators.map(({ indicator_id, kind, pattern }) => ({ indicator_id, kind, pattern }))
}

describe.each(INDICATOR_KINDS)('$id in STIX', ({ id: kind, cases }) => {
  test.each([cases.matches, cases.quiet].flatMap(Object.entries<{ readonly pattern: Pattern }>))(
    'is read as it was written: %s',
    (_, { pattern }) => {
      expect(readBack(kind, pattern)).toEqual([
        { indicator_id: indicatorId(kind, pattern), kind, pattern },
      ])
    },
  )
})

test.each(PATTERNS)(
  '%s of these tests is one of the catalogue',
  (kind, family, marking, pattern) => {
    expect(readPattern(kind, pattern)).toMatchObject({ pattern })
    expect(kindOf(kind)).toMatchObject({ family, marking })
  },
)
