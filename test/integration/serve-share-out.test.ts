import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { StixObject } from '../../src/feeds/stix/object.js'
import { readBundle } from '../../src/feeds/stix/read-bundle.js'
import { TAXII_TYPE } from '../../src/service/taxii/media.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { logsFolder, makeWorld } from '../property/world.js'
import { faultsOf } from '../stix-schemas/faults.js'
import { type AccountSystem, accountSystem, SECRET } from './account-system.js'
import { type Service, startService, until } from './served.js'
import { commandAs } from './typed.js'

// Heron finds a campaign; two people let it leave. Crane pulls it by TAXII, a partner is told, MISP has it; the engine is killed in
// between. Then one person withdraws it, and it is gone in the same ways.

const logs = logsFolder()
const running: Service[] = []
let partner: AccountSystem | undefined
afterEach(async () => {
  for (const service of running.splice(0)) service.remove()
  await partner?.close()
})

const DAY_MS = 86_400_000
/** Of anything that is waited for: other tests may have the machine. */
const PATIENT_SECONDS = 240
const IDENTITY = 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const person = (name: string, role: string) => ({
  ...{ name, sha256: sha256(`token-${name}`), roles: [role] },
})
const newState = () => mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
const byId = (all: readonly StixObject[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))

async function start(serve: object, state: string): Promise<Service> {
  const service = await startService({ engine: { run_minutes: 60 }, ...serve }, state)
  running.push(service)
  return service
}

/** What whoever reads the collection is told, each object in its last version. */
async function objectsIn(url: string): Promise<readonly StixObject[]> {
  const path = '/taxii2/api/collections/out/objects/?match[version]=last'
  const headers = { authorization: 'Bearer token-reader', accept: TAXII_TYPE }
  const answer = await fetch(`${url}${path}`, { headers })
  const { objects = [] } = (await answer.json()) as { readonly objects?: readonly StixObject[] }
  return objects
}

const OBJECTS = statement(
  'objects that were pulled',
  `SELECT argMax(object_json, version_at) AS json FROM taxii_object
   WHERE client = 'server heron' GROUP BY object_id`,
)

/** A store in which a run found a campaign, and its name. */
async function found(state: string): Promise<string> {
  const startAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 6 * DAY_MS).toISOString()
  const scenarios = [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }] as const
  const { folder } = makeWorld(logs.fresh(), 'indicators', {
    ...{ accounts: 120, scenarios: [...scenarios], startAt },
  })
  const config = join(state, 'scan.yaml')
  writeFileSync(config, stringify({ hash_secret: 'test' }))
  const scan = ['scan', folder, '--store', state, '--config', config]
  await commandAs('nobody', [...scan, '--out', join(state, 'report')])
  const report = JSON.parse(readFileSync(join(state, 'report', 'findings.json'), 'utf8'))
  return report.campaigns[0].campaign_id
}

/** What a service says that it took of partners so far. */
function takenBy(service: Service) {
  const sum = { indicators: 0, withdrawn: 0, refused: 0 }
  for (const line of service.said().split('\n')) {
    if (!line.includes('a partner told something')) continue
    const { indicators, withdrawn, refused } = JSON.parse(line) as typeof sum
    sum.indicators += indicators
    sum.withdrawn += withdrawn
    sum.refused += refused
  }
  return sum
}

const craneSettings = (heron: Service) => ({
  sharing: {
    partners: [{ id: 'heron' }],
    collections: [
      { id: '8d5b6a52-31f5-4e0e-8a25-6d1f0c3b9e77', alias: 'told', title: 'Told by Heron' },
    ],
    servers: [
      {
        ...{ name: 'heron', url: `${heron.url}/taxii2/api/`, collection: 'out' },
        ...{ secret: 'token-crane', pull_into: 'told', partner: 'heron', minutes: 0.05 },
      },
    ],
  },
})

it('what two people let leave goes into a collection, to another installation, a partner and MISP, and back out of all of them', async () => {
  const state = newState()
  const at = (name: string) => join(state, name)
  const campaign = await found(state)
  const told = await accountSystem()
  partner = told
  const sharing = {
    producer: { name: 'Heron', identity_id: IDENTITY },
    partners: [{ id: 'acme', url: told.url, secret: SECRET }],
    collections: [{ id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', alias: 'out', title: 'Out' }],
    clients: ['reader', 'crane'].map((name) => ({
      ...{ name, sha256: sha256(`token-${name}`), read: ['out'], write: [] },
    })),
    misp: { folder: at('misp') },
  }
  const people = [person('alice', 'sharing_officer'), person('bob', 'reviewer')]
  const heron = await start({ people, sharing }, state)
  const share = (who: string, ...args: readonly string[]) =>
    commandAs(who, ['share', ...args, '--config', heron.config])
  const isListed = async () => (await share('bob', 'list')).includes('Nothing')
  await until('people are heard', isListed, PATIENT_SECONDS)
  const craneState = newState()
  const crane = await start(craneSettings(heron), craneState)
  const taken = () => takenBy(crane)

  // By two, and by nobody before.
  const to = ['acme', 'out', 'misp'].flatMap((one) => ['--to', one])
  await share(
    'alice',
    'preview',
    campaign,
    ...to,
    '--reason',
    'They see it too.',
    '--out',
    at('first.json'),
  )
  const why = ['--reason', 'They see it too.']
  const proposed = JSON.parse(await share('alice', 'propose', at('first.json'), ...why))
  expect(await objectsIn(heron.url)).toEqual([])
  await share(
    'bob',
    'preview',
    '--proposal',
    proposed.id,
    '--reason',
    'To look at it.',
    '--out',
    at('second.json'),
  )
  const done = JSON.parse(await share('bob', 'release', at('second.json'), ...why))
  expect(done).toMatchObject({ state: 'done' })
  process.kill(heron.pidOf('engine'), 'SIGKILL')

  // Out in each way, and the same in each.
  await until('the partner is told', async () => told.heard.length > 0, PATIENT_SECONDS)
  const isThere = async () => (await objectsIn(heron.url)).some(({ type }) => type === 'report')
  await until('it is in the collection', isThere, PATIENT_SECONDS)
  const events = () => readdirSync(at('misp')).filter((name) => /^[0-9a-f-]{36}/.test(name))
  await until('it is in the feed of MISP', async () => events().length === 1, PATIENT_SECONDS)
  const posted = told.heard[0]?.body as { readonly data: { readonly objects: StixObject[] } }
  const objects = await objectsIn(heron.url)
  expect(byId(objects)).toEqual(byId(posted.data.objects))
  expect(objects.flatMap(faultsOf)).toEqual([])
  const indicators = objects.filter(({ type }) => type === 'indicator')
  const bundle = { type: 'bundle', id: 'bundle--91a7b528-80eb-42ed-a74d-c6fbd5a26116', objects }
  const read = readBundle(Buffer.from(JSON.stringify(bundle)), { now: new Date().toISOString() })
  if ('refusal' in read) throw new Error(read.refusal)
  expect(read.refused).toEqual([])
  expect(new Set(read.indicators.map((one) => one.object_id)).size).toBe(indicators.length)
  const [event = ''] = events()
  const { Event } = JSON.parse(readFileSync(join(at('misp'), event), 'utf8'))
  expect(Event.Attribute.length).toBe(indicators.length)
  expect(indicators.length).toBeGreaterThan(0)
  const isTaken = async () => taken().indicators === indicators.length
  await until('Crane took it in', isTaken, PATIENT_SECONDS)
  expect(taken()).toEqual({ indicators: indicators.length, withdrawn: 0, refused: 0 })

  // Back out again.
  const before = told.heard.length
  await share('alice', 'withdraw', done.id, '--reason', 'It was somebody else.')
  process.kill(heron.pidOf('engine'), 'SIGKILL')
  const isTold = async () => told.heard.length > before
  await until('the partner is told of that', isTold, PATIENT_SECONDS)
  expect(told.heard.at(-1)?.body).toMatchObject({
    ...{ type: 'share.withdrawn', data: { share_id: done.id } },
  })
  const isRevoked = async () => {
    const left = await objectsIn(heron.url)
    const report = left.find(({ type }) => type === 'report')
    return report?.revoked === true && !left.some(({ type }) => type === 'indicator')
  }
  await until('it is revoked in the collection', isRevoked, PATIENT_SECONDS)
  const left = await objectsIn(heron.url)
  const owned = left.filter(({ created_by_ref: by }) => by === IDENTITY)
  expect(owned.length).toBeGreaterThan(0)
  expect(owned.every(({ revoked }) => revoked === true)).toBe(true)
  expect(left.flatMap(faultsOf)).toEqual([])
  await until('it is gone from MISP', async () => events().length === 0, PATIENT_SECONDS)
  const isWithdrawn = async () => taken().withdrawn === indicators.length
  await until('it counts at Crane no more', isWithdrawn, PATIENT_SECONDS)
  expect(taken()).toEqual({
    ...{ indicators: indicators.length, withdrawn: indicators.length, refused: 0 },
  })

  // What Crane was told is what Heron told, object by object.
  expect(await crane.end()).toBe(0)
  const store = await openStore({ path: craneState })
  const rows = await store.rows<{ json: string }>(OBJECTS)
  await store.close()
  const pulled = rows.map(({ json }) => JSON.parse(json) as StixObject)
  expect(byId(pulled)).toEqual(byId([...left, ...indicators]))
  process.stderr.write(
    `serve-share-out: ${objects.length} objects, ${indicators.length} indicators, ${owned.length} revoked\n`,
  )
}, 1_800_000)
