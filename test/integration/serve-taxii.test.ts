import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { TAXII_TYPE } from '../../src/service/taxii/media.js'
import { indicator, SHARING, type Told, tokenOf } from '../../src/service/taxii/taxii.fixture.js'
import { stillwatch, workFolder } from './backed-up.js'
import { type Service, startService, until } from './served.js'
import { seeded } from './spool-faults.js'

/** Each waits until the engine is there again, and the supervisor takes its time with one that keeps dying. */
const KILLS = Math.max(4, Math.ceil(Number(process.env.STILLWATCH_KILLS ?? 0) / 10))
const running: Service[] = []
afterEach(() => {
  for (const service of running.splice(0)) service.remove()
})
const { folder } = workFolder()

const OBJECTS = '/taxii2/api/collections/out/objects/'

async function ask(service: Service, path: string, more: RequestInit = {}): Promise<Told> {
  const answer = await fetch(`${service.url}${path}`, {
    ...more,
    headers: {
      authorization: `Bearer ${tokenOf('both')}`,
      accept: TAXII_TYPE,
      ...(more.body === undefined ? {} : { 'content-type': TAXII_TYPE }),
    },
  })
  const text = await answer.text()
  const headers = Object.fromEntries(answer.headers)
  return { status: answer.status, headers, body: text === '' ? {} : JSON.parse(text) }
}
const post = (service: Service, objects: readonly object[], path = OBJECTS) =>
  ask(service, path, { method: 'POST', body: JSON.stringify({ objects }) })
const isThere = (service: Service) =>
  until('TAXII is answered', async () => (await ask(service, '/taxii2/')).status === 200)

async function started(serve: object = {}, state?: string): Promise<Service> {
  const settings = { sharing: SHARING, engine: { run_minutes: 60 }, ...serve }
  const service = await startService(settings, state)
  running.push(service)
  await isThere(service)
  return service
}

/** All ids of a collection, by pages of three. */
async function idsOf(service: Service, collection = 'out'): Promise<readonly string[]> {
  const ids: string[] = []
  for (let next = ''; ; ) {
    const query = `limit=3&match[version]=all${next}`
    const { body } = await ask(service, `/taxii2/api/collections/${collection}/objects/?${query}`)
    ids.push(...(body.objects ?? []).map(({ id }) => id))
    if (body.more !== true) return ids
    next = `&next=${body.next}`
  }
}

test('whenever the engine is killed, what was acknowledged is there once, and its status as well', async () => {
  const random = seeded('serve-taxii')
  const service = await started()
  const [taken, sent]: [Map<string, string>, string[]] = [new Map(), []]
  let isOver = false
  const posters = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      const objects = [indicator(), indicator()]
      sent.push(...objects.map(({ id }) => id))
      for (let answer: Told | undefined; answer?.status !== 202 && !isOver; ) {
        answer = await post(service, objects).catch(() => undefined)
        if (answer?.status === 202) for (const { id } of objects) taken.set(id, `${answer.body.id}`)
        else await sleep(50)
      }
    }
  })
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(random() * 1500)
    const before = taken.size
    process.kill(service.pidOf('engine'), 'SIGKILL')
    await until('more is acknowledged', async () => taken.size > before)
  }
  isOver = true
  await Promise.all(posters)
  await isThere(service)
  const ids = await idsOf(service)
  expect(new Set(ids).size).toBe(ids.length)
  const there = new Set(ids)
  expect([...taken.keys()].filter((id) => !there.has(id))).toEqual([])
  expect(ids.filter((id) => !sent.includes(id))).toEqual([])
  const statuses = [...new Set(taken.values())]
  for (const id of statuses.slice(-20)) {
    expect((await ask(service, `/taxii2/api/status/${id}/`)).body.status).toBe('complete')
  }
  process.stderr.write(
    `serve-taxii: ${KILLS} kills, ${taken.size} of ${sent.length} acknowledged\n`,
  )
}, 600_000)

test('while the engine is away it is said when to ask again, and decisions go on', async () => {
  const service = await started()
  process.kill(service.pidOf('engine'), 'SIGKILL')
  const away = await ask(service, '/taxii2/')
  expect([away.status, away.headers['retry-after']]).toEqual([503, '5'])
  expect(away.body).toMatchObject({ http_status: '503' })
  const decided = await fetch(`${service.url}/v1/decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"account_id":"a"}',
  })
  expect(decided.status).toBe(200)
})

test('two clients write and read at once, a stranger and a new setting in between', async () => {
  const service = await started()
  const sent: string[] = []
  const write = async () => {
    for (let round = 0; round < 10; round += 1) {
      const objects = [indicator(), indicator(), indicator()]
      sent.push(...objects.map(({ id }) => id))
      expect((await post(service, objects)).status).toBe(202)
    }
  }
  const read = async () => {
    let seen: readonly string[] = []
    for (let round = 0; round < 6; round += 1) {
      const now = await idsOf(service)
      // Nothing that was seen is gone or elsewhere: more only comes at the end.
      expect(now.slice(0, seen.length)).toEqual(seen)
      expect(new Set(now).size).toBe(now.length)
      seen = now
    }
  }
  await Promise.all([write(), write(), read(), read()])
  expect([...(await idsOf(service))].sort()).toEqual([...sent].sort())
  const file = {
    hash_secret: 'test',
    serve: {
      ...{ host: '127.0.0.1', port: Number(new URL(service.url).port), state: service.state },
      sharing: { ...SHARING, clients: [] },
    },
  }
  writeFileSync(service.config, stringify(file))
  service.child.kill('SIGHUP')
  await until('the token is taken out', async () => (await ask(service, OBJECTS)).status === 401)
})

test('one service takes what another shares, over a restart and without a gap, and sends on what it has', async () => {
  const source = await started()
  const there = Array.from({ length: 7 }, () => indicator())
  await post(source, there)
  const server = {
    ...{ name: 'heron', url: `${source.url}/taxii2/api/`, user: 'both', secret: tokenOf('both') },
    minutes: 0.05,
  }
  const sharing = {
    ...SHARING,
    servers: [
      { ...server, collection: 'out', pull_into: 'out' },
      { ...server, name: 'back', collection: 'in', push_from: 'in' },
    ],
  }
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  const sink = await started({ sharing }, state)
  await until('all of it came', async () => (await idsOf(sink)).length === there.length)
  process.kill(sink.pidOf('engine'), 'SIGKILL')
  const later = [indicator(), indicator()]
  await post(source, later)
  const ids = [...there, ...later].map(({ id }) => id)
  await until('what came later as well', async () => (await idsOf(sink)).length === ids.length)
  expect(await idsOf(sink)).toEqual(ids)
  const back = [indicator(), indicator()]
  await post(sink, back, '/taxii2/api/collections/in/objects/')
  await until('it is sent', async () => (await idsOf(source, 'in')).length === back.length)
  expect(await idsOf(source, 'in')).toEqual(back.map(({ id }) => id))
  await until('it is counted', async () => (await sink.ready()).engine.taxii_pushed === 2)
})

test('a backup has the collections', async () => {
  const service = await started()
  const there = Array.from({ length: 4 }, () => indicator())
  await post(service, there)
  const into = join(folder, 'backup')
  expect((await stillwatch(['backup', into, '-c', service.config])).status).toBe(0)
  await post(service, [indicator()])
  expect(await service.end()).toBe(0)
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  const config = join(folder, 'restored.yaml')
  writeFileSync(config, stringify({ hash_secret: 'test', serve: { state } }))
  const restored = await stillwatch(['restore', into, '-c', config])
  expect([restored.status, restored.errors]).toEqual([0, restored.errors])
  const again = await started({}, state)
  expect(await idsOf(again)).toEqual(there.map(({ id }) => id))
})
