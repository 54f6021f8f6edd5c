import { describe, expect, test } from 'vitest'
import { authorizationFor, sharingSchema } from './sharing.js'

const ID = '5f0c1c1e-7f3a-4b5e-9a59-0a4d1a9c2b11'
const SHARING = {
  collections: [
    { id: ID.toUpperCase(), alias: 'found', title: 'Found' },
    { id: '8d5b6a52-31f5-4e0e-8a25-6d1f0c3b9e77', alias: 'told', title: 'Told' },
  ],
  clients: [{ name: 'crane', sha256: 'a'.repeat(64), read: ['found'], write: ['told'] }],
}
const SERVER = {
  ...{ name: 'heron', url: 'https://taxii.example/api/', collection: ID, secret: 's' },
  pull_into: 'told',
}
const problem = (part: object) =>
  sharingSchema.safeParse({ ...SHARING, ...part }).error?.issues[0]?.message

test('a collection is known by one spelling of its id', () => {
  expect(sharingSchema.parse(SHARING).collections[0]?.id).toBe(ID)
})

describe('what is refused', () => {
  const [found, told] = SHARING.collections
  const [client] = SHARING.clients
  test.each([
    ['a collection twice', { collections: [found, { ...told, alias: 'found' }] }, 'twice'],
    ['no UUID', { collections: [{ ...found, id: 'found' }, told] }, 'UUID'],
    ['a token twice', { clients: [client, { ...client, name: 'other' }] }, 'twice'],
    ['a client of another collection', { clients: [{ ...client, read: ['x'] }] }, 'nowhere'],
    ['a server of another collection', { servers: [{ ...SERVER, pull_into: 'x' }] }, 'nowhere'],
    ['a server twice', { servers: [SERVER, SERVER] }, 'twice'],
    ['an open line', { servers: [{ ...SERVER, url: 'http://taxii.example/api/' }] }, 'https'],
    ['a password', { servers: [{ ...SERVER, url: 'https://a:b@taxii.example/' }] }, 'password'],
    ['a query', { servers: [{ ...SERVER, url: 'https://taxii.example/?a=b' }] }, 'query'],
    ['a path for a collection', { servers: [{ ...SERVER, collection: '../x' }] }, 'alias'],
    ['no secret', { servers: [{ ...SERVER, secret: undefined }] }, 'secret'],
    ['two secrets', { servers: [{ ...SERVER, secret_file: 'x' }] }, 'secret'],
    ['no direction', { servers: [{ ...SERVER, pull_into: undefined }] }, 'pull_into'],
    ['a server of nobody', { servers: [{ ...SERVER, partner: 'x' }] }, 'partner'],
    ['a client of nobody', { clients: [{ ...client, partner: 'x' }] }, 'partner'],
    ['a circle', { servers: [{ ...SERVER, push_from: 'told' }] }, 'same'],
  ])('%s', (_, part, word) => {
    expect(problem(part)).toContain(word)
  })

  test.each(['http://127.0.0.1:5000/api/', 'http://localhost/api/', 'https://10.0.0.1/api/'])(
    'but not %s',
    (url) => {
      expect(problem({ servers: [{ ...SERVER, url }] })).toBeUndefined()
    },
  )

  test('an open line may be allowed', () => {
    const server = { ...SERVER, url: 'http://10.0.0.1/api/', allow_http: true }
    expect(problem({ servers: [server] })).toBeUndefined()
  })
})

describe('a collection that one writes and another is told of', () => {
  const [found, told] = SHARING.collections
  const [crane] = SHARING.clients
  const sent = { ...SERVER, pull_into: undefined, push_from: 'told' }
  const heron = { ...crane, name: 'heron', sha256: 'b'.repeat(64), read: ['told'], write: [] }
  const WAYS = [
    ['a client writes and another reads', { clients: [crane, heron] }],
    ['a client writes and it is sent on', { servers: [sent] }],
    ['is pulled into and read', { clients: [{ ...heron, name: 'north' }], servers: [SERVER] }],
    ['is pulled into and sent on', { clients: [], servers: [SERVER, { ...sent, name: 'other' }] }],
  ] as const

  test.each(WAYS)('is refused where %s', (_, part) => {
    expect(problem(part)).toContain('relay: true')
  })

  test.each(WAYS)('stands where it says that it is a relay, and %s', (_, part) => {
    expect(problem({ collections: [found, { ...told, relay: true }], ...part })).toBeUndefined()
  })

  test('is none where one client reads what it wrote itself', () => {
    expect(problem({ clients: [{ ...crane, read: ['told'] }] })).toBeUndefined()
  })
})

test('a secret is a token, or with a name the password of it', () => {
  const shown = (part: object) => {
    const [server] = sharingSchema.parse({ ...SHARING, servers: [{ ...SERVER, ...part }] }).servers
    return server === undefined ? '' : authorizationFor(server)
  }
  expect(shown({})).toBe('Bearer s')
  expect(shown({ user: 'me' })).toBe(`Basic ${Buffer.from('me:s').toString('base64')}`)
})
