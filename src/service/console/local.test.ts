import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import type { ConsoleFiles } from './files.js'
import { type LocalConsole, openLocalConsole } from './local.js'

const held = testStore()
const page = Buffer.from('<!doctype html>')
const files: ConsoleFiles = {
  find: () => ({ type: 'text/html', plain: page, gzipped: page, cache: 'no-cache' }),
}
let local: LocalConsole
beforeAll(async () => {
  local = await openLocalConsole({
    ...{ store: held.store, files, port: 0, token: 'told-once', now: Date.now },
  })
})
afterAll(() => local.close())

interface Asked {
  readonly method?: string
  readonly token?: string
  readonly host?: string
}

const ask = (path: string, { method = 'GET', token = 'told-once', host }: Asked = {}) =>
  new Promise<{ status: number | undefined; body: string; headers: object }>((resolve, reject) => {
    const { origin, host: own } = new URL(local.url)
    const headers = { authorization: `Bearer ${token}`, host: host ?? own }
    const asking = request(`${origin}${path}`, { method, headers }, (answer) => {
      let body = ''
      answer.on('data', (part) => {
        body += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode, body, headers: answer.headers }))
    })
    asking.on('error', reject)
    asking.end()
  })

test('its address has the token where no server sees it', () => {
  expect(new URL(local.url).hash).toBe('#token=told-once')
  expect(new URL(local.url).hostname).toBe('127.0.0.1')
})

test('whoever has the token reads, and knows that nothing can be done', async () => {
  const { status, body } = await ask('/stillwatch/v1/me')
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ is_read_only: true })
})

test('an empty store is told as one in which no run has finished', async () => {
  const { body } = await ask('/stillwatch/v1/overview')
  expect(JSON.parse(body)).toMatchObject({ run: null, campaigns: [], input: null })
})

test.each(['', 'told', 'told-oncf', 'told-once2'])('the token %j reads nothing', async (token) => {
  expect((await ask('/stillwatch/v1/me', { token })).status).toBe(401)
})

test('nothing is done to anybody', async () => {
  const { status, body } = await ask('/stillwatch/v1/kill-switch/pull', { method: 'POST' })
  expect(status).toBe(403)
  expect(JSON.parse(body).error).toMatchObject({ code: 'READ_ONLY' })
})

test('a page of others whose name leads here reads nothing', async () => {
  expect((await ask('/stillwatch/v1/me', { host: 'evil.example' })).status).toBe(404)
  expect((await ask('/stillwatch/console/', { host: 'evil.example' })).status).toBe(404)
})

test('the page asks for no token, and comes with its policy', async () => {
  const { status, headers } = await ask('/stillwatch/console/', { token: '' })
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'content-security-policy': expect.stringContaining('self') })
  expect((await ask('/')).status).toBe(302)
})
