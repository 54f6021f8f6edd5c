import { expect, test } from 'vitest'
import { addConsoleRoute } from './console-route.js'
import { gateWith } from './gate.fixture.js'

const file = (text: string) => ({
  type: 'text/html; charset=utf-8',
  plain: Buffer.from(text),
  gzipped: Buffer.from(`gzipped ${text}`),
  cache: 'no-cache',
})

function gate(find: (path: string) => ReturnType<typeof file> | undefined) {
  const { app } = gateWith({})
  app.register(async (scope) => addConsoleRoute(scope, { find }))
  return app
}

test('the console comes with its policy, as short as whoever asks can read it', async () => {
  const app = gate(() => file('page'))
  const plain = await app.inject({ url: '/stillwatch/console/campaigns/c1?x=1' })
  expect(plain.body).toBe('page')
  expect(plain.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  })
  const zipped = await app.inject({
    url: '/stillwatch/console/',
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(zipped.body).toBe('gzipped page')
})

test('its own folder leads to its first page, and what is not there is said to be not there', async () => {
  const app = gate(() => undefined)
  expect((await app.inject({ url: '/stillwatch/console' })).headers.location).toBe(
    '/stillwatch/console/',
  )
  expect((await app.inject({ url: '/stillwatch/console/assets/old.js' })).statusCode).toBe(404)
})

test('only the path is looked for', async () => {
  const asked: string[] = []
  const app = gate((path) => {
    asked.push(path)
    return file('page')
  })
  await app.inject({ url: '/stillwatch/console/queue?token=secret' })
  expect(asked).toEqual(['/queue'])
})
