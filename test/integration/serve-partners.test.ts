import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { markingRef } from '../../src/feeds/stix/marking.js'
import { TAXII_TYPE } from '../../src/service/taxii/media.js'
import { type Service, startService, until } from './served.js'

// Two installations: heron tells what it found, crane pulls it, weighs it by its own history, and tells back what it met.

const EXAMPLE = resolve('examples', 'harvest')
const running: Service[] = []
afterEach(() => {
  for (const service of running.splice(0)) service.remove()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const client = (name: string, part: object) => ({
  ...{ name, sha256: sha256(`token-${name}`), read: [], write: [] },
  ...part,
})
const collection = (alias: string, part: object = {}) => ({
  ...{ id: randomUUID(), alias, title: alias },
  ...part,
})
const newState = () => mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))

async function cli(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli/main.js', ...words], {
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  })
  return stdout
}

async function start(serve: object, state = newState()): Promise<Service> {
  const service = await startService(serve, state)
  running.push(service)
  return service
}

interface Envelope {
  readonly objects?: readonly Readonly<Record<string, unknown>>[]
}

async function ask(service: Service, who: string, path: string, body?: object): Promise<Envelope> {
  const answer = await fetch(`${service.url}/taxii2/api/collections/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...{ authorization: `Bearer token-${who}`, accept: TAXII_TYPE },
      ...(body === undefined ? {} : { 'content-type': TAXII_TYPE }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return (await answer.json()) as Envelope
}

/** Where operators of a campaign of the example were: an address and a day of each. */
function exitsOf(findings: Findings): readonly (readonly [ip: string, day: string])[] {
  const operators = new Set(
    findings.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role === 'operator').map(({ account_id }) => account_id),
    ),
  )
  const lines = gunzipSync(readFileSync(join(EXAMPLE, 'exchange.jsonl.gz'))).toString('utf8')
  const exits = new Map<string, readonly [string, string]>()
  for (const line of lines.trim().split('\n')) {
    const { account_id = '', ip, received_at = '' } = JSON.parse(line) as Record<string, string>
    if (ip !== undefined && operators.has(account_id))
      exits.set(`${ip} ${received_at.slice(0, 10)}`, [ip, received_at.slice(0, 10)])
  }
  return [...exits.values()].slice(0, 20)
}

const at = new Date(Date.now() - 86_400_000).toISOString()
const of = (type: string, part: object) => ({
  ...{ type, spec_version: '2.1', id: `${type}--${randomUUID()}`, created: at, modified: at },
  object_marking_refs: [markingRef('green')],
  ...part,
})
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** A campaign and the exits of its accounts, as another installation would write them. */
function bundleOf(exits: ReturnType<typeof exitsOf>) {
  const tide = of('campaign', { name: 'tide' })
  const indicators = exits.map(([ip, day]) =>
    of('indicator', {
      pattern: `[ipv4-addr:value = '${ip}'] START t'${day}T00:00:00Z' STOP t'${dayAfter(day)}T00:00:00Z'`,
      ...{ pattern_type: 'stix', valid_from: `${day}T00:00:00Z` },
      valid_until: new Date(Date.now() + 20 * 86_400_000).toISOString(),
    }),
  )
  const claims = indicators.map(({ id }) =>
    of('relationship', { relationship_type: 'indicates', source_ref: id, target_ref: tide.id }),
  )
  return { indicators, objects: [tide, ...indicators, ...claims] }
}

test('what one installation tells is pulled by another, weighed in its next run, and told back', async () => {
  const craneState = newState()
  const heron = await start({
    sharing: {
      // What it tells stands in for what two people would have released.
      collections: [collection('found', { relay: true })],
      clients: [client('heron', { write: ['found'] }), client('crane', { read: ['found'] })],
    },
    engine: { run_minutes: 60 },
  })
  const config = join(craneState, 'scan.yaml')
  writeFileSync(config, 'hash_secret: test\n')
  const scanned = await cli(['scan', EXAMPLE, '--store', craneState, '--config', config, '--json'])
  const { indicators, objects } = bundleOf(exitsOf(JSON.parse(scanned) as Findings))
  expect(indicators.length).toBeGreaterThan(1)
  await until('heron takes it', async () => {
    await ask(heron, 'heron', 'found/objects/', { objects })
    return true
  })

  const crane = await start(
    {
      sharing: {
        producer: { name: 'Crane', identity_id: `identity--${randomUUID()}` },
        collections: [collection('heron-told'), collection('heron-met')],
        partners: [{ id: 'heron', sightings_into: 'heron-met' }],
        clients: [client('back', { read: ['heron-met'], partner: 'heron' })],
        servers: [
          {
            ...{ name: 'heron', url: `${heron.url}/taxii2/api/`, collection: 'found' },
            ...{ secret: 'token-crane', pull_into: 'heron-told', partner: 'heron', minutes: 0.05 },
          },
        ],
      },
      people: ['alice', 'bob'].map((name) => ({
        ...{ name, sha256: sha256(`token-${name}`), roles: ['analyst'] },
      })),
    },
    craneState,
  )
  const met = await until(
    'crane says what it met',
    async () => {
      const { objects: all = [] } = await ask(
        crane,
        'back',
        'heron-met/objects/?match[type]=sighting',
      )
      return all.length > 0 && all
    },
    240,
  )
  const ids = new Set(indicators.map(({ id }) => id))
  for (const one of met) {
    expect(ids.has(`${one.sighting_of_ref}`)).toBe(true)
    expect(one.count).toBeGreaterThanOrEqual(1)
    expect(JSON.stringify(one)).not.toMatch(/acct|203\.0|198\.51/)
  }
  const token = { STILLWATCH_TOKEN: 'token-alice' }
  const partners = JSON.parse(
    await cli(['people', 'ask', 'partners', '--config', crane.config], token),
  )
  expect(partners.partners).toMatchObject([{ partner_id: 'heron', indicators: indicators.length }])
  expect(partners.partners[0].accounts).toBeGreaterThan(0)

  // By hand it is not their word, for they have a channel. Of another two people bring the same.
  const file = join(craneState, 'bundle.json')
  writeFileSync(file, JSON.stringify({ type: 'bundle', id: `bundle--${randomUUID()}`, objects }))
  const receive = (partner: string, who: string) =>
    cli(['receive', file, '--partner', partner, '--config', crane.config, '--json'], {
      STILLWATCH_TOKEN: `token-${who}`,
    })
  await expect(receive('heron', 'alice')).rejects.toThrow(/a channel of its own/)
  const none = { taken: 0, unchanged: 0, withdrawn: 0, refused: [] }
  expect(JSON.parse(await receive('egret', 'alice'))).toMatchObject({ state: 'proposed' })
  await expect(receive('egret', 'alice')).rejects.toThrow(/a second person/)
  expect(JSON.parse(await receive('egret', 'bob'))).toMatchObject({
    ...{ ...none, taken: indicators.length },
  })
  process.stderr.write(`serve-partners: ${indicators.length} told, ${met.length} met\n`)
}, 600_000)
