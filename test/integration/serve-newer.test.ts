import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.js'
import { SCHEMA_NUMBER } from '../../src/store/version.js'
import { type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

it('leaves a store of a later release alone, says why, and the gate goes on', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-newer-'))
  const store = await openStore({ path: state })
  await store.insert('store_version', [{ number: SCHEMA_NUMBER + 1, release: '9.1.0' }])
  await store.close()
  service = await startService({}, state)
  const { said, url, ready } = service
  await until('the engine says why', async () => said().includes('STORE_NEWER'))
  expect(said()).toContain('was written by stillwatch 9.1.0')
  expect((await ready()).degraded).toContain('engine_down')
  const decided = await fetch(`${url}/v1/decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account_id: 'acct_7' }),
  })
  expect(decided.status).toBe(200)
})
