import { describe, expect, it } from 'vitest'
import { endpointOf } from './endpoint.js'
import { makeIdentify } from './identify.js'
import { proxySettings } from './settings.js'

const settings = proxySettings.parse({
  upstream: 'https://api.example',
  account_headers: ['x-account-id'],
  trusted_proxies: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'],
})
const identify = makeIdentify(settings, 'secret')

describe('whose a request is', () => {
  it('is what the edge says, else the hash of the key, else nobody knows', () => {
    const key = identify(['X-Api-Key', 'sk-1'], undefined)
    expect(key.account_id).toMatch(/^key_[0-9a-f]{32}$/)
    expect(identify(['authorization', 'Bearer sk-1'], undefined).account_id).toBe(key.account_id)
    expect(makeIdentify(settings, 'other')(['x-api-key', 'sk-1'], '').account_id).not.toBe(
      key.account_id,
    )
    const named = identify(['X-Account-Id', 'acct_1', 'x-api-key', 'sk-1'], undefined)
    expect(named).toMatchObject({ account_id: 'acct_1', api_key_id: key.account_id })
    expect(identify(['authorization', 'Basic x'], undefined).account_id).toBe('')
    const twice = ['x-account-id', 'victim', 'x-account-id', 'acct_1', 'x-api-key', 'sk-1']
    expect(identify(twice, undefined).account_id).toBe(key.account_id)
    const long = identify(['x-account-id', 'x'.repeat(500)], undefined).account_id
    expect(long).toMatch(/^sha256_[0-9a-f]{64}$/)
  })
})

describe('where a request comes from', () => {
  const from = (peer: string, ...told: string[]) =>
    identify(
      told.flatMap((value) => ['X-Forwarded-For', value]),
      peer,
    ).ip
  it('is told by proxies of ours alone, and anybody else writes what he likes', () => {
    expect(from('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(from('10.1.2.3', '198.51.100.1')).toBe('198.51.100.1')
    expect(from('10.1.2.3', '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
    expect(from('::ffff:10.1.2.3', '198.51.100.1', '203.0.113.9, 192.0.2.1')).toBe('203.0.113.9')
    expect(from('2001:db8::1', '[2001:db9::7]:443')).toBe('2001:db9::7')
    expect(from('10.1.2.3', 'garbage')).toBe('10.1.2.3')
    expect(from('10.1.2.3')).toBe('10.1.2.3')
    expect(from('10.1.2.3', '10.0.0.9, 10.0.0.8')).toBe('10.0.0.9')
  })
})

describe('what a request asks for', () => {
  it.each([
    ['POST', '/v1/messages?beta=true', 'messages', 'anthropic'],
    ['POST', '/base/v1/messages', 'messages', 'anthropic'],
    ['POST', '/v1//mess%61ges/', 'messages', 'anthropic'],
    ['GET', '/v1/messages', 'other', 'anthropic'],
    ['POST', '/v1/messages/count_tokens', 'other', 'anthropic'],
    ['GET', '/v1/messages/batches/b1/results', 'message_batch_results', 'anthropic'],
    ['POST', '/openai/deployments/d/chat/completions?api-version=1', 'chat', 'openai'],
    ['POST', '/v1/responses', 'responses', 'openai'],
    ['GET', '/v1/responses/resp_1', 'other', 'openai'],
    ['GET', '/v1/files/f1/content', 'file_content', 'openai'],
    ['POST', '/else', 'other', null],
    ['POST', '/%zz/v1/messages', 'messages', 'anthropic'],
  ])('%s %s', (method, url, kind, dialect) => {
    expect(endpointOf(method, url)).toMatchObject({ kind, dialect })
  })
})
