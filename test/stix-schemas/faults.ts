import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { StixObject } from '../../src/feeds/stix/object.js'

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
export function faultsOf(object: StixObject): readonly string[] {
  const validate = ajv.getSchema(ids.get(object.type) ?? '')
  if (validate === undefined) return [`${object.type} has no schema`]
  if (validate(object) === true) return []
  return (validate.errors ?? []).map((one) => `${object.id}${one.instancePath} ${one.message}`)
}
