import { describe, expect, it, test } from 'vitest'
import { ROLES } from '../../domain/people.js'
import { DEEDS } from '../../records/deeds/index.js'
import { faultBody, PEOPLE_FAULTS, type PeopleFault } from './faults.js'
import { openApiDocument } from './openapi.js'
import { READINGS } from './readings.js'
import { DEED_ROUTES, partsOf } from './routes.js'

describe('what people can ask', () => {
  it('has one path for each deed, and none twice', () => {
    expect(DEED_ROUTES.map(({ deed }) => deed).sort()).toEqual(DEEDS.map(({ id }) => id).sort())
    expect(new Set(DEED_ROUTES.map(({ path }) => path)).size).toBe(DEED_ROUTES.length)
  })

  test.each(DEEDS)('$id is somebody’s, and hides only what it takes', ({ who, hidden, input }) => {
    expect(who.length).toBeGreaterThan(0)
    const { shape } = input as unknown as { readonly shape: object }
    expect(Object.keys(shape)).toEqual(expect.arrayContaining([...hidden]))
  })

  it('is described, each deed with its form, its roles and its refusals', () => {
    const document = openApiDocument('1.2.3') as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
    }
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(operations).toHaveLength(DEEDS.length + READINGS.length)
    expect(JSON.stringify(document)).not.toContain('"$schema"')
    expect(document.paths['/stillwatch/v1/appeals/{appeal_id}/decide']?.post).toMatchObject({
      operationId: 'decide_appeal',
      parameters: [{ name: 'appeal_id', in: 'path' }],
      requestBody: {
        content: { 'application/json': { schema: { required: ['outcome', 'answer'] } } },
      },
      responses: { 403: { description: expect.stringContaining('OWN_DECISION') } },
    })
  })

  it('may be read by a viewer where it is not about people, applicants, the trail or a text', () => {
    const closed = READINGS.filter(({ who }) => !who.includes('viewer'))
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('/enrolments'))
    expect(closed).toEqual(['/people', '/audit/newest', '/shares/preview', '/audit'])
    for (const { who } of READINGS) for (const role of who) expect(ROLES).toContain(role)
  })

  test.each([
    ['/a/:b', '/a/c', { b: 'c' }],
    ['/a/:b', '/a/c%2Fd%20e', { b: 'c/d e' }],
    ['/a/:b', '/a/', undefined],
    ['/a/:b', '/a/%E0%A4', undefined],
    ['/a/:b', '/a/b/c', undefined],
    ['/a/:b/c', '/a/b/d', undefined],
    ['/a', '/a', {}],
  ])('%s of %s is %j', (pattern, path, parts) => {
    expect(partsOf(pattern, path)).toEqual(parts)
  })

  test.each(Object.keys(PEOPLE_FAULTS) as PeopleFault[])('%s says what to do next', (code) => {
    const { error } = faultBody(code)
    expect(error.hint.length).toBeGreaterThan(5)
    expect(error.message).toMatch(/\.$/)
  })
})

test('what refuses a destination speaks of all that there are, and of what a collection takes', () => {
  for (const code of ['MARKING_STRICT', 'DESTINATION_UNKNOWN'] as const) {
    expect(PEOPLE_FAULTS[code].hint).toMatch(/collection.*misp/)
  }
  expect(PEOPLE_FAULTS.FORM_UNKNOWN.hint).toContain('a collection takes `stix` only')
})
