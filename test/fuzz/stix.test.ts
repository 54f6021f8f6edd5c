import { expect } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical-json.js'
import { bundleText, type StixObject } from '../../src/feeds/stix/object.js'
import { parsePattern } from '../../src/feeds/stix/pattern-parse.js'
import { readPattern, writePattern } from '../../src/feeds/stix/pattern-words.js'
import { readBundle } from '../../src/feeds/stix/read-bundle.js'
import { BUNDLE_FAULTS, OBJECT_FAULTS } from '../../src/feeds/stix/received.js'
import { NOW, SHARED } from '../../src/feeds/stix/shared.fixture.js'
import { writeBundle } from '../../src/feeds/stix/write-bundle.js'
import { indicatorObjectId } from '../../src/feeds/stix/write-indicator.js'
import { writeWithdrawal } from '../../src/feeds/stix/write-later.js'
import { fuzz } from './fuzz.js'

const bundle = writeBundle(SHARED)
const one = (objects: readonly StixObject[]) =>
  Buffer.from(JSON.stringify({ type: 'bundle', id: bundle.id, objects }))
const ofTypes = (...types: readonly string[]) =>
  one(bundle.objects.filter(({ type }) => types.includes(type)))
const CYCLE = one(
  [1, 2].map((at) => ({
    ...{ type: 'report', spec_version: '2.1', modified: NOW },
    id: `report--00000000-0000-4000-8000-00000000000${at}`,
    object_refs: [`report--00000000-0000-4000-8000-00000000000${3 - at}`],
  })),
)

fuzz({
  name: 'STIX: a bundle',
  corpus: [
    Buffer.from(bundleText(bundle)),
    Buffer.from(bundleText(writeWithdrawal(SHARED, NOW))),
    ofTypes('indicator'),
    ofTypes('indicator', 'campaign', 'relationship'),
    ofTypes('sighting', 'identity'),
    CYCLE,
  ],
  run: (bytes) => {
    const read = readBundle(bytes, { now: NOW })
    if ('refusal' in read) {
      expect(read.refusal in BUNDLE_FAULTS).toBe(true)
      return
    }
    // Whatever is taken is what its id says, or of another's, and could be told again.
    for (const { object_id, kind, pattern, valid_from, valid_until } of read.indicators) {
      const isOurs = object_id === indicatorObjectId({ kind, pattern })
      expect(isOurs || writePattern({ kind, pattern }).pattern_type === 'stix').toBe(true)
      expect(valid_from < valid_until && valid_until > NOW).toBe(true)
      canonicalJson(pattern)
    }
    for (const { object_id, reason } of read.refused) {
      expect(object_id.length).toBeLessThan(300)
      expect(reason in OBJECT_FAULTS).toBe(true)
    }
  },
})

const patterns = SHARED.indicators
  .map(writePattern)
  .map(({ pattern }) => pattern)
  .concat([
    "([ipv4-addr:value = '203.0.113.7' OR ipv4-addr:value IN ('203.0.113.8', '203.0.113.9')]) START t'2026-03-03T00:00:00Z' STOP t'2026-03-04T00:00:00Z'",
    "[file:hashes.'SHA-256' = 'ae' AND NOT EXISTS file:size] FOLLOWEDBY [a-b:c[*].d NOT LIKE 'e'] WITHIN 5 SECONDS REPEATS 2 TIMES",
    `${'('.repeat(15)}[a-b:c = h'00']${')'.repeat(15)}`,
  ])

fuzz({
  name: 'STIX: a pattern',
  corpus: patterns.map((pattern) => Buffer.from(pattern)),
  inputsMin: 2000,
  run: (bytes) => {
    const text = bytes.toString('utf8')
    const said = readPattern(text)
    if (parsePattern(text) === null) expect(said).toBe('pattern_syntax')
    if (typeof said === 'string') return
    // What is matched says the same when it is written and read again.
    for (const one of said) {
      const { pattern, pattern_type } = writePattern(one)
      expect(pattern_type).toBe('stix')
      expect(readPattern(pattern)).toEqual([one])
    }
  },
})
