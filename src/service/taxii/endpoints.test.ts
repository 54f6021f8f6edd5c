import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { REQUEST_BYTES_MAX, TAXII_TYPE } from './media.js'
import { type Answering, answering, indicator, sharing, tokenOf } from './taxii.fixture.js'

const holder = testStore()
let door: Answering
beforeEach(async () => {
  for (const table of ['taxii_object', 'taxii_status']) {
    await holder.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  door = await answering(holder.store)
})
afterEach(() => door.close())

const ROOT = '/taxii2/api/'
const OBJECTS = `${ROOT}collections/out/objects/`
const post = (objects: unknown, more: object = {}) =>
  door.ask(OBJECTS, { method: 'POST', body: { objects }, ...more })
const [OUT, IN] = sharing().collections.map(({ id }) => id)
const basic = (text: string) => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
})

describe('where one begins', () => {
  test('discovery names the API root, which says how much it takes', async () => {
    const { status, headers, body } = await door.ask('/taxii2/')
    expect([status, headers['content-type']]).toEqual([200, TAXII_TYPE])
    expect(body).toEqual({ title: 'Heron', default: ROOT, api_roots: [ROOT] })
    expect((await door.ask(ROOT)).body).toEqual({
      title: 'Heron',
      versions: [TAXII_TYPE],
      max_content_length: REQUEST_BYTES_MAX,
    })
  })

  test('a collection is told by id and by alias, with the rights of whoever asks', async () => {
    const told = { id: OUT, alias: 'out', can_read: true, can_write: false }
    for (const name of [OUT, 'out', OUT?.toUpperCase()]) {
      const { body } = await door.ask(`${ROOT}collections/${name}/`, { as: 'reader' })
      expect(body).toMatchObject(told)
    }
    const { body } = await door.ask(`${ROOT}collections/`, { as: 'writer' })
    expect(body.collections).toMatchObject([{ id: IN, can_read: false, can_write: true }])
  })
})

describe('who may', () => {
  test.each([
    ['nothing', {}, 401],
    ['another token', { authorization: 'Bearer wrong' }, 401],
    ['a token in another scheme', { authorization: `Token ${tokenOf('both')}` }, 401],
    ['the token of another name', basic(`reader:${tokenOf('both')}`), 401],
    ['a name without a token', basic('both:'), 401],
    ['no base64', { authorization: 'Basic %%%' }, 401],
    ['a name and its token', basic(`both:${tokenOf('both')}`), 200],
    ['a token', { authorization: `bearer ${tokenOf('both')}` }, 200],
  ])('%s', async (_, given, status) => {
    const headers = { authorization: '', ...given }
    const told = await door.ask('/taxii2/', { headers })
    expect(told.status).toBe(status)
    if (status === 401) expect(told.headers['www-authenticate']).toMatch(/^Basic .*Bearer/)
  })

  test('a token counts no more once it is taken out of the settings', async () => {
    let clients = sharing().clients
    const other = await answering(holder.store, () => ({ ...sharing(), clients }))
    expect((await other.ask(ROOT)).status).toBe(200)
    clients = []
    expect((await other.ask(ROOT)).status).toBe(401)
    await other.close()
  })

  test('without rights a collection is told of as one that there is not', async () => {
    await post([indicator()])
    const paths = ['', 'manifest/', 'objects/', `objects/indicator--${randomUUID()}/`]
    for (const path of paths) {
      const there = await door.ask(`${ROOT}collections/${OUT}/${path}`, { as: 'nobody' })
      const not = await door.ask(`${ROOT}collections/${randomUUID()}/${path}`, { as: 'nobody' })
      expect([path, there.status, there.body]).toEqual([path, 404, not.body])
      expect(Object.keys(there.headers)).toEqual(Object.keys(not.headers))
    }
    expect((await door.ask(`${ROOT}collections/`, { as: 'nobody' })).body).toEqual({})
    const write = { method: 'POST', body: { objects: [indicator()] }, as: 'nobody' }
    expect((await door.ask(OBJECTS, write)).status).toBe(404)
  })

  test('with some of the rights, what needs the others is forbidden', async () => {
    const { id } = indicator()
    const writer = { as: 'writer' }
    const into = `${ROOT}collections/in/`
    expect((await post([indicator()], { as: 'reader' })).status).toBe(403)
    for (const path of ['manifest/', 'objects/', `objects/${id}/`, `objects/${id}/versions/`]) {
      expect((await door.ask(into + path, writer)).status).toBe(403)
    }
    const gone = { method: 'DELETE', ...writer }
    expect((await door.ask(`${into}objects/${id}/`, gone)).status).toBe(403)
    const reading = { method: 'DELETE', as: 'reader' }
    expect((await door.ask(`${OBJECTS}${id}/`, reading)).status).toBe(403)
  })
})

describe('what is refused', () => {
  test.each([
    ['text/html'],
    ['application/json'],
    ['application/taxii+json;version=2.0'],
    ['application/taxii+json;q=0'],
    ['application/vnd.oasis.taxii+json; version=2.0'],
  ])('an answer as %s', async (accept) => {
    for (const path of ['/taxii2/', ROOT, OBJECTS, '/taxii2/nothing/']) {
      expect((await door.ask(path, { headers: { accept } })).status).toBe(406)
    }
  })

  test.each([
    ['application/taxii+json'],
    ['application/taxii+json; version=2.1'],
    ['text/html, application/taxii+json;version="2.1";q=0.8'],
  ])('but not as %s', async (accept) => {
    expect((await door.ask(ROOT, { headers: { accept } })).status).toBe(200)
  })

  test.each(['application/json', 'application/stix+json;version=2.1', 'text/plain'])(
    'a body of %s',
    async (type) => {
      expect((await post([indicator()], { headers: { 'content-type': type } })).status).toBe(415)
    },
  )

  test.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['JSON that is too deep', `{"objects":${'['.repeat(70)}${']'.repeat(70)}}`, 400],
    ['a list', '[]', 422],
    ['a bundle of nothing', '{"type":"bundle"}', 422],
    ['no objects', '{"objects":[]}', 422],
    ['what is no object', '{"objects":[1]}', 422],
    ['an object without an id', '{"objects":[{"type":"indicator"}]}', 422],
    ['an id of another type', `{"objects":[{"type":"tool","id":"${indicator().id}"}]}`, 422],
    ['too many', JSON.stringify({ objects: Array(1001).fill(indicator()) }), 422],
    ['too much', `{"objects":[${JSON.stringify('x'.repeat(REQUEST_BYTES_MAX))}]}`, 413],
  ])('%s', async (_, body, status) => {
    const told = await door.ask(OBJECTS, { method: 'POST', body })
    expect([told.status, told.body.http_status]).toEqual([status, String(status)])
    expect(told.headers['content-type']).toBe(TAXII_TYPE)
  })

  test.each([
    'limit=0',
    'limit=-1',
    'limit=x',
    'next=%00',
    'next=zzzzzzzzzzzz',
    'added_after=yesterday',
    'added_after=2026-02-30T00:00:00Z',
    'match[version]=newest',
    'match[id]=',
    'match[name]=x',
    'match[type]=a&match[type]=b',
  ])('%s', async (query) => {
    expect((await door.ask(`${OBJECTS}?${query}`)).status).toBe(400)
  })

  test.each([
    ['PUT', OBJECTS, 405],
    ['DELETE', OBJECTS, 405],
    ['POST', ROOT, 405],
    ['GET', '/taxii2/other/', 404],
    ['GET', `${ROOT}status/${randomUUID()}/`, 404],
    ['GET', `${ROOT}collections/%E0%A4/`, 404],
    ['GET', `${OBJECTS}indicator--${randomUUID()}/`, 404],
    ['GET', `${OBJECTS}indicator--${randomUUID()}/versions/`, 404],
    ['DELETE', `${OBJECTS}indicator--${randomUUID()}/`, 404],
  ])('%s %s', async (method, path, status) => {
    const told = await door.ask(path, { method })
    expect(told.status).toBe(status)
    if (status === 405) expect(told.headers.allow).toMatch(/GET/)
  })

  test('a deletion with a filter that is not known, and nothing is deleted', async () => {
    const one = indicator()
    await post([one])
    const path = `${OBJECTS}${one.id}/`
    for (const query of [
      'match[versions]=first',
      'match[id]=x',
      'added_after=2026-01-01T00:00:00Z',
    ]) {
      expect((await door.ask(`${path}?${query}`, { method: 'DELETE' })).status).toBe(400)
    }
    expect((await door.ask(path)).body.objects).toEqual([one])
  })
})

test('a fault of ours is told as one, and neither it nor the log says what was sent', async () => {
  const broken = {
    ...holder.store,
    insert: () => Promise.reject(new Error('INSERT of secret-word')),
  }
  const other = await answering(broken as typeof holder.store)
  const body = { objects: [indicator({ name: 'secret-word' })] }
  const told = await other.ask(OBJECTS, { method: 'POST', body })
  expect([told.status, told.body.error_code]).toEqual([500, 'SERVICE_FAULT'])
  expect(JSON.stringify(told) + other.logged()).not.toContain('secret-word')
  await post([indicator({ name: 'secret-word' })])
  expect(door.logged()).toMatch(/"objects":1/)
  expect(door.logged()).not.toMatch(/secret-word|token-/)
  await other.close()
})
