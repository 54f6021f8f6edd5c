import { z } from 'zod'
import type { Role } from '../../domain/people.js'
import type { Deed } from '../../records/deed.js'
import { DEEDS } from '../../records/deeds/index.js'
import { PEOPLE_FAULTS, type PeopleFault } from './faults.js'
import { READINGS } from './readings.js'
import { DEED_ROUTES } from './routes.js'
import { API_PREFIX } from './socket.js'

interface JsonSchema {
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

const refusals = (codes: readonly PeopleFault[]) => {
  const statuses = [...new Set(codes.map((code) => PEOPLE_FAULTS[code].status))]
  const told = (status: number) =>
    codes
      .filter((code) => PEOPLE_FAULTS[code].status === status)
      .map((code) => `\`${code}\`: ${PEOPLE_FAULTS[code].message}`)
      .join(' ')
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return Object.fromEntries(
    statuses.map((status) => [`${status}`, { description: told(status), content }]),
  )
}
const EVERYWHERE = ['TOKEN_REQUIRED', 'TOKEN_REVOKED', 'ROLE_MISSING', 'SERVICE_DOWN'] as const
const OF_DEEDS = Object.keys(PEOPLE_FAULTS) as PeopleFault[]

const roles = (who: readonly Role[]) => `Roles: ${who.join(', ')}.`

/** The OpenAPI 3.1 document of what people can ask. Made of the deeds themselves, so that it cannot say otherwise. */
export function openApiDocument(version: string): object {
  const deeds = DEED_ROUTES.map(({ path, deed }) => [
    `${API_PREFIX}${templated(path)}`,
    deedOperation(deed, path),
  ])
  const readings = READINGS.map((one) => [
    `${API_PREFIX}${one.path}`,
    {
      operationId: `read${one.path.replaceAll(/[-/](\w)/g, (_, letter: string) => `_${letter}`)}`,
      summary: one.summary,
      description: roles(one.who),
      parameters: Object.entries(one.query ?? {}).map(inQuery),
      responses: {
        200: {
          description: 'What there is.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        ...refusals(EVERYWHERE),
      },
    },
  ])
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [path, post] of deeds) paths[`${path}`] = { ...paths[`${path}`], post }
  for (const [path, get] of readings) paths[`${path}`] = { ...paths[`${path}`], get }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stillwatch',
      version,
      description:
        'What people do about campaigns: each act is in the audit trail before it counts.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ person: [] }],
    paths,
    components: {
      securitySchemes: { person: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: ERROR, Done: DONE },
    },
  }
}

const templated = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

const inQuery = ([name, type]: readonly [string, 'integer' | 'string']) => ({
  name,
  in: 'query',
  required: false,
  schema: type === 'integer' ? { type, minimum: 0 } : { type },
})

function deedOperation(id: string, path: string): object {
  const deed = DEEDS.find((one) => one.id === id) as Deed<unknown> | undefined
  if (deed === undefined) throw new Error(`there is no deed ${id}`)
  const schema = z.toJSONSchema(deed.input, { io: 'input' }) as JsonSchema & object
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const { properties = {}, required = [] } = schema
  const body = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(properties).filter(([name]) => !inPath.includes(name)),
    ),
    required: required.filter((name) => !inPath.includes(name)),
  }
  const { documentBytesMax } = DEED_ROUTES.find((one) => one.deed === id) ?? {}
  const content =
    documentBytesMax === undefined ? body : { type: 'object', description: 'The document itself.' }
  const isEmpty = Object.keys(body.properties).length === 0
  const told = { 'application/json': { schema: { $ref: '#/components/schemas/Done' } } }
  return {
    operationId: id,
    summary: deed.summary,
    description: roles(deed.who),
    parameters: inPath.map((name) => ({
      ...{ name, in: 'path', required: true },
      schema: properties[name] ?? { type: 'string' },
    })),
    ...(isEmpty
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: content } } } }),
    responses: {
      200: { description: 'It is done.', content: told },
      202: { description: 'It is proposed: a second person must do the same.', content: told },
      ...refusals(OF_DEEDS),
    },
  }
}

const DONE = {
  type: 'object',
  required: ['state', 'id', 'entry'],
  properties: {
    state: { enum: ['done', 'proposed'] },
    id: { type: 'string', description: 'Of what was made, or of the proposal.' },
    entry: { type: 'integer', description: 'Its place in the audit trail.' },
    text: { type: 'object', description: 'Where a text was read.' },
    templates: {
      type: 'array',
      items: { type: 'object' },
      description: 'Where templates were read: what stays, what changes, and samples.',
    },
    untold: {
      type: 'array',
      items: { type: 'object' },
      description:
        'Who may have what was withdrawn and cannot be told so by the settings, and why.',
    },
    preview: { type: 'object', description: 'Where a preview was read.' },
    shares_standing: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Where an account was let go: shares in force of its campaigns, which may tell what it carries. Look at each anew, or withdraw it.',
    },
    would_take: {
      type: 'object',
      description: 'Where a file was proposed: what taking it in would do, and why not all of it.',
    },
    judgements: {
      type: 'array',
      items: { type: 'object' },
      description: 'Where a file was proposed: what the partner’s people judge. It weighs nothing.',
    },
    line_lacks: {
      enum: ['cut', 'unread'],
      description:
        'Where not all is known that a campaign goes on from and that goes on from it: what was shared of the others stands.',
    },
  },
}

const ERROR = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'hint'],
      properties: {
        code: { enum: Object.keys(PEOPLE_FAULTS) },
        message: { type: 'string' },
        hint: { type: 'string' },
        places: { type: 'array', items: { type: 'string' } },
      },
    },
  },
}
