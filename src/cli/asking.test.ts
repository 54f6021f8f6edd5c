import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { asked, deedRequest } from './asking.js'

test('a deed that takes a file is sent to the command that brings one', () => {
  expect(() => deedRequest('receive_told', { partner_id: 'north' }, 'people do')).toThrow(
    /stillwatch receive <file> --partner/,
  )
  expect(deedRequest('pause_partner', { partner_id: 'north', reason: 'why' }, 'people do')).toEqual(
    {
      ...{ method: 'POST', path: '/partners/north/pause', body: { reason: 'why' } },
    },
  )
})

test('where nothing listens, what to start is said', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  vi.stubEnv('STILLWATCH_TOKEN', 'a token')
  const url = `http://127.0.0.1:${port}`
  await expect(asked({ url }, { method: 'GET', path: '/me' })).rejects.toMatchObject({
    ...{ code: 'SERVICE_ABSENT', message: `Nothing listens at ${url}.` },
    hint: expect.stringContaining('stillwatch serve'),
  })
  vi.unstubAllEnvs()
})
