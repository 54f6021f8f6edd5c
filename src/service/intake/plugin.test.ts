import { gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import type { RecordKind } from '../spool/kind.js'
import { parseBody } from './parse.js'
import { type IntakeOptions, intakePlugin } from './plugin.js'

const apps: FastifyInstance[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

interface Kept {
  readonly kind: RecordKind
  readonly row: Readonly<Record<string, unknown>>
}

async function open(options: Partial<IntakeOptions> = {}) {
  const kept: Kept[] = []
  const spool: IntakeOptions['spool'] = {
    append: async (kind, lines) => {
      for (const line of lines) kept.push({ kind, row: JSON.parse(line.toString('utf8')) })
    },
  }
  const app = Fastify()
  apps.push(app)
  // On this thread: another one would need the compiled files.
  await app.register(intakePlugin, { spool, parse: parseBody, ...options })
  return { app, kept }
}

const EXCHANGE = { exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a' }
const ACCOUNT = { account_id: 'a', created_at: '2026-03-01T00:00:00Z' }
const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const post = (app: FastifyInstance, url: string, payload: string | Buffer, headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

describe('POST /v1/ingest', () => {
  it('takes what is good, and says of the rest where it stood and why', async () => {
    const { app, kept } = await open()
    const body = `${lines(EXCHANGE)}\n\nnonsense\n${lines(
      { ...EXCHANGE, account_id: null },
      [EXCHANGE],
      {
        ...EXCHANGE,
        received_at: 'yesterday',
      },
    )}`
    const answer = await post(app, '/v1/ingest', body)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      accepted: 1,
      rejected: 4,
      reasons: [
        { place: 'line 3', reason: 'the line is no JSON' },
        { place: 'line 4', reason: 'account_id is not as the contract says (invalid_type)' },
        { place: 'line 5', reason: 'it is no JSON object' },
        { place: 'line 6', reason: 'received_at is not an instant with an offset' },
      ],
    })
    expect(kept).toEqual([{ kind: 'exchange', row: EXCHANGE }])
  })

  it('tells kinds by `kind` and by `schema`, accounts first', async () => {
    const { app, kept } = await open()
    const rows = [
      { ...EXCHANGE, schema: 'stillwatch.exchange/1' },
      ACCOUNT,
      { ...ACCOUNT, schema: 'stillwatch.unheard/1' },
    ]
    const answer = await post(app, '/v1/ingest?kind=account', lines(...rows))
    expect(answer.json()).toMatchObject({ accepted: 2, rejected: 1 })
    expect(kept).toEqual([
      { kind: 'account', row: ACCOUNT },
      { kind: 'exchange', row: EXCHANGE },
    ])
    expect((await post(app, '/v1/ingest?kind=x', '{}')).statusCode).toBe(400)
  })

  it('answers 422 where nothing of a body was a record, and 200 where it was empty', async () => {
    const { app } = await open()
    expect((await post(app, '/v1/ingest', 'nonsense')).statusCode).toBe(422)
    expect((await post(app, '/v1/ingest', '\n \n')).statusCode).toBe(200)
    expect((await post(app, '/v1/ingest', '')).statusCode).toBe(200)
  })

  it('unpacks gzip and refuses other encodings, damage and bombs', async () => {
    const { app, kept } = await open({ settings: { intake: { bodyBytesMax: 8 * 1024 * 1024 } } })
    const packed = gzipSync(lines(EXCHANGE))
    const gzip = { 'content-encoding': 'gzip' }
    expect((await post(app, '/v1/ingest', packed, gzip)).statusCode).toBe(200)
    expect(kept).toHaveLength(1)
    expect((await post(app, '/v1/ingest', packed, { 'content-encoding': 'br' })).statusCode).toBe(
      415,
    )
    expect((await post(app, '/v1/ingest', packed.subarray(0, -9), gzip)).statusCode).toBe(400)
    const bomb = gzipSync(Buffer.alloc(9 * 1024 * 1024))
    expect((await post(app, '/v1/ingest', bomb, gzip)).statusCode).toBe(413)
    const large = await post(app, '/v1/ingest', Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))
    expect(large.statusCode).toBe(413)
  })

  it('refuses a Content-Type that is none, and says so', async () => {
    const { app, kept } = await open()
    for (const type of ['"application/json', ';', 'a']) {
      const answer = await post(app, '/v1/ingest', lines(EXCHANGE), { 'content-type': type })
      expect([answer.statusCode, answer.json().code]).toEqual([415, 'TYPE_INVALID'])
    }
    expect(kept).toEqual([])
  })

  it('acknowledges nothing that is not on disk', async () => {
    const full = Object.assign(new Error('full'), { code: 'SPOOL_FULL' })
    for (const error of [full, new Error('input/output')]) {
      const { app } = await open({ spool: { append: () => Promise.reject(error) } })
      const answer = await post(app, '/v1/ingest', lines(EXCHANGE))
      expect(answer.statusCode).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
    }
    let synced = false
    const append = () =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          synced = true
          resolve()
        }, 50)
      })
    const { app } = await open({ spool: { append } })
    expect((await post(app, '/v1/ingest', lines(EXCHANGE))).statusCode).toBe(200)
    expect(synced).toBe(true)
  })

  it('holds no more of all bodies together than it may', async () => {
    const { app } = await open({ settings: { intake: { bytesInHandMax: 100 } } })
    const answer = await post(app, '/v1/ingest', lines(EXCHANGE, EXCHANGE))
    expect(answer.statusCode).toBe(503)
    for (let i = 0; i < 5; i += 1) {
      expect((await post(app, '/v1/ingest', lines(EXCHANGE))).statusCode).toBe(200)
    }
  })
})

describe('text policy', () => {
  it('keeps no text on disk that the exchange or the setting forbids', async () => {
    const texts = {
      system: 'SECRET',
      response: 'SECRET',
      messages: [{ role: 'user', content: 'SECRET', extra: 'SECRET' }],
      unknown: 'SECRET',
    }
    const body = lines(
      { ...EXCHANGE, ...texts, text_policy: 'none' },
      { ...EXCHANGE, ...texts, text_policy: 'fingerprint_only' },
      { ...EXCHANGE, ...texts, text_policy: 'whatever' },
    )
    const { app, kept } = await open()
    await post(app, '/v1/ingest', body)
    expect(kept).toHaveLength(2)
    const setting = await open({ settings: { intake: { textPolicy: 'none' } } })
    await post(setting.app, '/v1/ingest', lines({ ...EXCHANGE, ...texts }))
    expect(setting.kept).toHaveLength(1)
    expect(JSON.stringify([kept, setting.kept])).not.toContain('SECRET')
    expect(setting.kept[0]?.row).toEqual({
      ...EXCHANGE,
      text_policy: 'none',
      messages: [{ role: 'user', content: '' }],
    })
  })
})

describe('accounts and events', () => {
  it('are put one by one, or sent as array, lines or object', async () => {
    const { app, kept } = await open()
    const { account_id: _, ...rest } = ACCOUNT
    const put = (url: string, payload: unknown) =>
      app.inject({ method: 'PUT', url, payload: JSON.stringify(payload) })
    expect((await put('/v1/accounts/a', rest)).statusCode).toBe(200)
    expect((await put('/v1/accounts/a', { ...rest, account_id: 'b' })).statusCode).toBe(422)
    const headers = { 'content-type': 'application/json' }
    await post(app, '/v1/accounts', JSON.stringify([ACCOUNT, ACCOUNT], null, 2), headers)
    await post(app, '/v1/accounts', lines(ACCOUNT, ACCOUNT), headers)
    expect(kept).toEqual(Array(5).fill({ kind: 'account', row: ACCOUNT }))
    const event = { account_id: 'a', occurred_at: '2026-03-01T00:00:00Z', kind: 'suspended' }
    await post(app, '/v1/account-events', JSON.stringify(event, null, 2), headers)
    expect(kept.at(-1)).toEqual({ kind: 'account_event', row: event })
  })
})
