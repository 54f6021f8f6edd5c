import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openApiDocument } from '../../src/service/people/openapi.js'
import { cacheFolder, OPENAPI_VALIDATOR, pythonPrograms } from './python.js'
import { run } from './recipe.js'

it('what people can ask is described as OpenAPI 3.1 wants it', () => {
  const path = join(cacheFolder(), 'openapi.json')
  writeFileSync(path, JSON.stringify(openApiDocument('0.1.0')))
  const said = run(join(pythonPrograms(OPENAPI_VALIDATOR), 'openapi-spec-validator'), [path])
  expect(said).toContain('OK')
})
