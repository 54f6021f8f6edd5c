import { afterAll, expect, it } from 'vitest'
import { SOURCE_COLUMNS } from '../../src/sources/define.js'
import glasswally, { selectAccounts } from '../../src/sources/glasswally.js'
import { openEngine } from './engine.js'

const engine = openEngine()
afterAll(() => engine.close())

const EVENT = {
  request_id: 'req-1',
  account_id: 'sk-1',
  timestamp: '2026-03-01T12:00:00.273192+00:00',
  ip_address: '192.0.2.7',
  user_agent: 'python-requests/2.31.0',
  model: 'm',
  prompt: 'Why is "this" so?\n',
  token_count: 215,
  payment_method_hash: 'pay-1',
  org_id: null,
  country_code: 'AQ',
  header_order: ['host', 'accept'],
  ja3_hash: '15969ac5',
  ja3s_hash: null,
  h2_settings: { header_table_size: 65536, fingerprint: 'e9' },
  tls_library: 'BoringSSL',
  asn_number: 64500,
  asn_org: 'Example',
  max_tokens: 256,
  system_prompt_hash: 'abc',
  campaign_label: 'campaign_0001',
}

it('gives every column of the contract in its type', async () => {
  expect(await engine.types(glasswally)).toEqual({ line: 'String', ...SOURCE_COLUMNS })
})

it('reads an event, and never its label', async () => {
  const [row, bare] = await engine.read(glasswally, [
    JSON.stringify(EVENT),
    JSON.stringify({
      ...EVENT,
      ip_address: null,
      client_ip: '192.0.2.9',
      ja3_hash: null,
      prompt: '',
    }),
  ])
  expect(row).toMatchObject({
    exchange_id: 'req-1',
    received_at: EVENT.timestamp,
    account_id: 'sk-1',
    organization_id: '',
    ip: '192.0.2.7',
    asn: 64500,
    ip_country: 'AQ',
    user_agent: 'python-requests/2.31.0',
    ja4: 'ja3:15969ac5',
    header_order: '["host","accept"]',
    model: 'm',
    max_tokens: 256,
    messages: [{ role: 'user', content: EVENT.prompt }],
    tokens_in: 215,
    tokens_out: null,
    response: '',
  })
  expect(bare).toMatchObject({ ip: '192.0.2.9', ja4: '', messages: [] })
  const { line: _, ...columns } = row ?? { line: '' }
  expect(JSON.stringify(columns)).not.toContain('campaign')
  expect(glasswally.select).not.toContain('campaign_label')
})

it('gives the accounts with their newest payment, and no date that nobody knows', async () => {
  const events = [
    EVENT,
    { ...EVENT, timestamp: '2026-03-03T00:00:00Z', payment_method_hash: 'pay-2', org_id: 'org-1' },
    { ...EVENT, timestamp: '2026-03-04T00:00:00Z', payment_method_hash: null },
    { ...EVENT, account_id: 'sk-2', timestamp: 'never', payment_method_hash: 'pay-3' },
    { ...EVENT, account_id: '' },
  ]
  const lines = [...events.map((event) => JSON.stringify(event)), 'not JSON', '["x","sk-3"]', '']
  const rows = await engine.ask<{ account_id: string }>(selectAccounts, lines)
  expect([...rows].sort((a, b) => (a.account_id < b.account_id ? -1 : 1))).toEqual([
    { account_id: 'sk-1', organization_id: 'org-1', payment_hash: 'pay-2' },
    { account_id: 'sk-2', organization_id: '', payment_hash: 'pay-3' },
  ])
})
