import { expect } from 'vitest'
import { jsonOf, keptOf, objectsIn } from '../../src/service/taxii/envelope.js'
import { instantOf, microsOf } from '../../src/service/taxii/instant.js'
import { acceptsTaxii } from '../../src/service/taxii/media.js'
import { PAGE_OBJECTS_MAX, queryOf } from '../../src/service/taxii/query.js'
import { indicator } from '../../src/service/taxii/taxii.fixture.js'
import { fuzz } from './fuzz.js'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const NOW_MS = Date.UTC(2026, 5, 1)
const ALLOWED = {
  filters: ['id', 'type', 'version', 'spec_version'],
  versions: 'last',
  isPaged: true,
} as const

fuzz({
  name: 'TAXII: a query',
  corpus: [
    Buffer.from('limit=10&next=k2v9&added_after=2026-01-01T00:00:00.000001Z'),
    Buffer.from('match[id]=indicator--a,b&match[type]=tool&match[version]=first,last,all'),
    Buffer.from('match%5Bversion%5D=2026-01-01T00:00:00Z&match[spec_version]=2.1'),
    Buffer.from('application/taxii+json; version="2.1"; q=0.5, */*'),
  ],
  run: (bytes) => {
    const text = bytes.toString('utf8')
    acceptsTaxii(text)
    const query = queryOf(new URLSearchParams(text), ALLOWED)
    if (query === undefined) return
    expect(query.limit).toBeGreaterThanOrEqual(1)
    expect(query.limit).toBeLessThanOrEqual(PAGE_OBJECTS_MAX)
    for (const micros of [query.afterMicros, ...query.versions.at]) {
      expect(Number.isSafeInteger(micros)).toBe(true)
      if (micros >= 0) expect(microsOf(instantOf(micros))).toBe(micros)
    }
    for (const list of [query.ids, query.types]) expect(list.length).toBeLessThanOrEqual(100)
  },
})

fuzz({
  name: 'TAXII: an envelope',
  corpus: [
    json({ objects: [indicator(), indicator({ valid_until: '2027-01-01T00:00:00Z' })] }),
    json({ objects: [{ type: 'ipv4-addr', id: indicator().id, value: '203.0.113.1' }] }),
    json({ objects: [{ ...indicator(), __proto__: null, extensions: { a: [[[{ b: 1e308 }]]] } }] }),
  ],
  run: (bytes) => {
    const objects = objectsIn(jsonOf(bytes.toString('utf8')))
    for (const object of objects ?? []) {
      const kept = keptOf(object, NOW_MS)
      expect(kept.id).toBe(object.id)
      if ('problem' in kept) continue
      // What is kept is told as it came, and is known again however it was written.
      const again = keptOf(JSON.parse(kept.json), NOW_MS)
      expect(again).toEqual(kept)
      if (kept.versionMicros !== undefined)
        expect(microsOf(kept.version ?? '')).toBe(kept.versionMicros)
    }
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  },
})
