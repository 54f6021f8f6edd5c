import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, type Service, startService, until } from './served.js'

const HARVEST = 'examples/harvest'
const truth = JSON.parse(readFileSync(`${HARVEST}/truth.json`, 'utf8')) as {
  readonly campaigns: readonly { readonly accounts: readonly string[] }[]
}
const members = truth.campaigns.flatMap(({ accounts }) => accounts)

let service: Service

beforeAll(async () => {
  service = await startService()
  await until('the gate', () => service.ready())
})

afterAll(() => service.remove())

const post = (
  path: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${service.url}${path}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  })

const lines = (name: string) => readFileSync(`${HARVEST}/${name}`)
const GZIP = { 'content-encoding': 'gzip' }

describe('the service', () => {
  test('what is posted is looked at, and decided on', async () => {
    const rows = gunzipSync(lines('exchange.jsonl.gz')).toString('utf8').trim().split('\n').length
    for (const kind of ['account', 'account_event', 'model_release']) {
      const file = kind === 'account' ? `${kind}.jsonl.gz` : `${kind}.jsonl`
      const answer = await post(
        `/v1/ingest?kind=${kind}`,
        lines(file),
        file.endsWith('gz') ? GZIP : {},
      )
      expect([kind, answer.status]).toEqual([kind, 200])
    }
    const answer = await post('/v1/ingest', lines('exchange.jsonl.gz'), GZIP)
    expect(await answer.json()).toMatchObject({ accepted: rows, rejected: 0 })
    const ready = await until(
      'a run that found something',
      async () => {
        const told = await service.ready()
        return Number(told.engine.campaigns_act) > 0 && told.snapshot.subjects > 0 && told
      },
      100,
    )
    expect(ready).toMatchObject({ status: 'ok', degraded: [], engine: { state: 'running' } })
    const level = await until('a decision', async () => {
      const asked = await Promise.all(
        members.map(async (account_id) => {
          const decided = await post('/v1/decide', JSON.stringify({ account_id }), {
            'content-type': 'application/json',
          })
          return ((await decided.json()) as { level: string }).level
        }),
      )
      return asked.includes('observe') && asked
    })
    expect(level).toContain('observe')
  })

  test('its figures tell of the engine', async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text()
    expect(text).toMatch(/^stillwatch_engine_is_running 1$/m)
    expect(text).toMatch(/^stillwatch_engine_campaigns_act [1-9]/m)
  })

  test('the command line reads through it, and does not write', async () => {
    const [member = ''] = members
    const told = await command('explain', member, '--config', service.config, '--json')
    expect(JSON.parse(told.stdout)).toMatchObject({ kind: 'account' })
    const doctor = await command('doctor', '--store', service.state)
    expect(doctor.stdout).toMatch(/the running service\s+answers for/)
    const scan = await command('scan', HARVEST, '--store', service.state).catch((error) => error)
    expect(scan).toMatchObject({ code: 4, stderr: expect.stringContaining('POST /v1/ingest') })
  })

  test('it ends in order, with status 0', async () => {
    expect(await service.end()).toBe(0)
    expect(service.said()).not.toMatch(/"level":50/)
  })
})
