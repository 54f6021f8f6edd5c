import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StixObject } from '../../src/feeds/stix/object.js'
import { anyShared, NOW, SHARED } from '../../src/feeds/stix/shared.fixture.js'
import { writeBundle } from '../../src/feeds/stix/write-bundle.js'
import { writeWithdrawal } from '../../src/feeds/stix/write-later.js'

const FOLDER = 'test/stix-schemas'
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
)

// Their schemas name formats that are theirs, and escape in patterns what a stricter reader would not have escaped.
const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false })
const ids = new Map<string, string>()
for (const file of files) {
  const schema = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
    $id: string
    title: string
  }
  ajv.addSchema(schema)
  ids.set(file.replace(/^.*\//, '').replace('.json', ''), schema.$id)
}

/** What the schema of its type says against an object; that there is none is a fault too. */
function faultsOf(object: StixObject): readonly string[] {
  const validate = ajv.getSchema(ids.get(object.type) ?? '')
  if (validate === undefined) return [`${object.type} has no schema`]
  if (validate(object) === true) return []
  return (validate.errors ?? []).map((one) => `${object.id}${one.instancePath} ${one.message}`)
}

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
