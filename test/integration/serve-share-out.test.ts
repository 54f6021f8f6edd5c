import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { StixObject } from '../../src/feeds/stix/object.js'
import { readBundle } from '../../src/feeds/stix/read-bundle.js'
import { TAXII_TYPE } from '../../src/service/taxii/media.js'
import { logsFolder, makeWorld } from '../property/world.js'
import { faultsOf } from '../stix-schemas/faults.js'
import { type AccountSystem, accountSystem, SECRET } from './account-system.js'
import { type Service, startService, until } from './served.js'
import { commandAs } from './typed.js'

// Found, told in STIX, released by two, read by others in three ways, killed in between, withdrawn: gone everywhere.

const logs = logsFolder()
let service: Service | undefined
let partner: AccountSystem | undefined
afterEach(async () => {
  service?.remove()
  await partner?.close()
})

const DAY_MS = 86_400_000
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = [
  { name: 'alice', sha256: sha256('token-alice'), roles: ['sharing_officer'] },
  { name: 'bob', sha256: sha256('token-bob'), roles: ['reviewer'] },
]

async function objectsIn(url: string): Promise<readonly StixObject[]> {
  const path = '/taxii2/api/collections/out/objects/?match[version]=last'
  const headers = { authorization: 'Bearer token-reader', accept: TAXII_TYPE }
  const answer = await fetch(`${url}${path}`, { headers })
  const { objects = [] } = (await answer.json()) as { readonly objects?: readonly StixObject[] }
  return objects
}

it('a campaign goes from the logs to a collection, a partner and MISP, and is withdrawn from all', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  const at = (name: string) => join(state, name)
  const startAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 6 * DAY_MS).toISOString()
  const scenarios = [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }] as const
  const { folder } = makeWorld(logs.fresh(), 'indicators', {
    ...{ accounts: 120, scenarios: [...scenarios], startAt },
  })
  writeFileSync(at('scan.yaml'), stringify({ hash_secret: 'test' }))
  const scan = ['scan', folder, '--store', state, '--config', at('scan.yaml')]
  await commandAs('nobody', [...scan, '--out', at('report')])
  const report = JSON.parse(readFileSync(at('report/findings.json'), 'utf8'))
  const campaign: string = report.campaigns[0].campaign_id

  const told = await accountSystem()
  partner = told
  const sharing = {
    producer: { name: 'Example', identity_id: 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11' },
    partners: [{ id: 'acme', url: told.url, secret: SECRET }],
    collections: [{ id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', alias: 'out', title: 'Out' }],
    clients: [{ name: 'reader', sha256: sha256('token-reader'), read: ['out'], write: [] }],
    misp: { folder: at('misp') },
  }
  const settings = { people: PEOPLE, sharing, engine: { run_minutes: 60 } }
  const running = await startService(settings, state)
  service = running
  const share = (who: string, ...args: readonly string[]) =>
    commandAs(who, ['share', ...args, '--config', running.config])
  await until('people are heard', async () => (await share('bob', 'list')).includes('Nothing'))

  const to = ['acme', 'out', 'misp'].flatMap((one) => ['--to', one])
  await share('alice', 'preview', campaign, ...to, '--out', at('first.json'))
  const proposed = JSON.parse(
    await share('alice', 'propose', at('first.json'), '--reason', 'They see it too.'),
  )
  expect(await objectsIn(running.url)).toEqual([])
  await share('bob', 'preview', '--proposal', proposed.id, '--out', at('second.json'))
  const done = JSON.parse(
    await share('bob', 'release', at('second.json'), '--reason', 'Looked at it.'),
  )
  expect(done).toMatchObject({ state: 'done' })
  process.kill(running.pidOf('engine'), 'SIGKILL')

  await until('the partner is told', async () => told.heard.length > 0)
  await until('it is in the collection', async () => {
    return (await objectsIn(running.url).catch(() => [])).some(({ type }) => type === 'report')
  })
  const events = () => readdirSync(at('misp')).filter((name) => /^[0-9a-f-]{36}/.test(name))
  await until('it is in the feed of MISP', async () => events().length === 1)

  const posted = told.heard[0]?.body as { readonly data: { readonly objects: StixObject[] } }
  const objects = await objectsIn(running.url)
  const byId = (all: readonly StixObject[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(byId(objects)).toEqual(byId(posted.data.objects))
  expect(objects.flatMap(faultsOf)).toEqual([])
  const bundle = { type: 'bundle', id: 'bundle--91a7b528-80eb-42ed-a74d-c6fbd5a26116', objects }
  const now = new Date().toISOString()
  const read = readBundle(Buffer.from(JSON.stringify(bundle)), { now })
  if ('refusal' in read) throw new Error(read.refusal)
  expect(read.refused).toEqual([])
  expect(read.indicators.length).toBeGreaterThan(0)
  const indicators = objects.filter(({ type }) => type === 'indicator')
  expect(new Set(read.indicators.map(({ object_id }) => object_id)).size).toBe(indicators.length)
  const [name = ''] = events()
  const { Event } = JSON.parse(readFileSync(join(at('misp'), name), 'utf8'))
  expect(Event.Attribute.length).toBe(indicators.length)

  const before = told.heard.length
  await share('alice', 'withdraw', done.id, '--reason', 'It was somebody else.')
  process.kill(running.pidOf('engine'), 'SIGKILL')
  await until('the partner is told of that', async () => told.heard.length > before)
  await until('it is revoked in the collection', async () => {
    const left = await objectsIn(running.url).catch(() => [])
    const report = left.find(({ type }) => type === 'report')
    return report?.revoked === true && !left.some(({ type }) => type === 'indicator')
  })
  const left = await objectsIn(running.url)
  const owned = left.filter(({ created_by_ref: by }) => by === sharing.producer.identity_id)
  expect(owned.every(({ revoked }) => revoked === true)).toBe(true)
  expect(left.flatMap(faultsOf)).toEqual([])
  await until('it is gone from the feed of MISP', async () => events().length === 0)
  expect(told.heard.at(-1)?.body).toMatchObject({
    ...{ type: 'share.withdrawn', data: { share_id: done.id } },
  })
}, 600_000)
