import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { expire } from '../../src/pipeline/retention/retention.js'
import { scan } from '../../src/scan.js'
import { createDecider } from '../../src/service/decisions/decider.js'
import { policyFile } from '../../src/service/decisions/policy.js'
import { publishDecisions } from '../../src/service/decisions/publish.js'
import { reachEpoch } from '../../src/store/epochs.js'
import { KEYED } from '../../src/store/keyed-columns.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { logsFolder, makeWorld, optionsOf } from '../property/world.js'

const FIRST = 'the first secret'
const CHAIN = [FIRST, 'the second secret']
const DAY_MS = 86_400_000
const logs = logsFolder()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stillwatch-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** One at a time: the engine has one data folder a process. */
async function inStore<Result>(
  name: string,
  hashKey: string,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ path: join(folder, name), hashKey })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const rows = <Row>(store: Store, text: string) => store.rows<Row>(statement('rows', text))
const foundIn = ({ campaigns }: Findings) =>
  campaigns.map(({ verdict, members }) => ({
    verdict,
    members: members.map(({ account_id, role }) => `${account_id} ${role}`).sort(),
  }))

/** A third of the exchanges is only fingerprinted. */
function logsOf(): string {
  const { folder: at } = makeWorld(logs.fresh(), 'epochs', {
    accounts: 150,
    exchangesMean: 4,
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const file = join(at, 'exchange.jsonl')
  const given = readFileSync(file, 'utf8').trimEnd().split('\n')
  const barred = given.map((line, place) =>
    place % 3 === 0
      ? JSON.stringify({ ...(JSON.parse(line) as object), text_policy: 'fingerprint_only' })
      : line,
  )
  writeFileSync(file, `${barred.join('\n')}\n`)
  return at
}

const scanned = async (store: Store, inputs: readonly string[], secrets: string | string[]) =>
  (
    await scan({
      ...optionsOf(store, inputs, randomUUID()),
      hashKey: hashKeyOf(secrets),
      isIncremental: true,
    })
  ).findings

/** Of the texts that were kept, half goes or all. */
async function expireTexts(store: Store, share: number): Promise<void> {
  const [at] = await rows<{ ms: string }>(
    store,
    `SELECT toString(toUnixTimestamp64Milli(quantileExact(${share})(received_at))) AS ms FROM exchange`,
  )
  const expired = await expire(
    store,
    { text_days: 1, exchange_days: 9999 },
    Number(at?.ms) + DAY_MS + 1,
  )
  expect(expired.texts).toBeGreaterThan(50)
}

const GROUND = [
  'exchange',
  'exchange_fingerprint',
  'exchange_origin',
  'system_prompt',
  'account_identity',
]
async function ground(store: Store): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const table of GROUND) {
    found[table] = await rows(store, `SELECT toString(tuple(*)) AS row FROM ${table} ORDER BY row`)
  }
  return found
}

const NAMED_IP = '203.0.113.77'
const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    {
      ...{
        policy_id: 'p',
        reason_code: 'usage_review',
        appeal: 'appeals@example.org',
        mode: 'live',
      },
      ...{
        level: 'deny',
        when: { verdict: 'review' },
        scope: ['account', 'api_key', 'template'],
      },
    },
    {
      ...{
        policy_id: 'q',
        reason_code: 'usage_review',
        appeal: 'appeals@example.org',
        mode: 'live',
      },
      ...{ level: 'deny', named: { ips: [NAMED_IP] } },
    },
  ],
})
const PUBLISHED_MS = 3_600_000

async function levelsOf(
  secrets: string | string[],
  asked: readonly { account_id: string; api_key_id: string; ip: string }[],
): Promise<readonly string[]> {
  const snapshot = join(folder, 'decisions.snapshot')
  const one = await createDecider({ snapshot, hashSecret: secrets, now: () => PUBLISHED_MS })
  const levels = asked.flatMap(({ account_id, api_key_id, ip }) => [
    one.decide({ account_id }).level,
    one.decide({ account_id: '', api_key_id }).level,
    one.decide({ account_id: 'a stranger', ip }).level,
  ])
  expect(one.decide({ account_id: 'a stranger', ip: NAMED_IP }).level).toBe('deny')
  one.close()
  return levels
}

const publish = (store: Store, hashSecret: string | string[]) =>
  publishDecisions({
    ...{ store, policy: POLICY, hashSecret, nowMs: PUBLISHED_MS },
    path: join(folder, 'decisions.snapshot'),
  })

test('a store that is taken to a new secret is the one that was under both from the start', async () => {
  const at = logsOf()
  const fromStart = await inStore('chain', hashKeyOf(CHAIN), async (store) => {
    await scanned(store, [at], CHAIN)
    await expireTexts(store, 0.5)
    return { ground: await ground(store), found: foundIn(await scanned(store, [], CHAIN)) }
  })
  expect(fromStart.found.length).toBeGreaterThan(0)

  type Asked = { account_id: string; api_key_id: string; ip: string }
  let asked: Asked[] = []
  let planted: string[] = []
  const before = await inStore('taken', hashKeyOf(FIRST), async (store) => {
    const findings = await scanned(store, [at], FIRST)
    await expireTexts(store, 0.5)
    asked = await rows<Asked>(
      store,
      `SELECT account_id, any(api_key_id) AS api_key_id, any(ip) AS ip FROM exchange GROUP BY account_id ORDER BY account_id`,
    )
    planted = await hashesIn(store)
    await publish(store, FIRST)
    return foundIn(findings)
  })
  const levels = await levelsOf(FIRST, asked)
  expect(levels).toContain('deny')
  // The gate that starts under the chain first: what was published under the secret before stays in force.
  expect(await levelsOf(CHAIN, asked)).toEqual(levels)

  await inStore('taken', hashKeyOf(CHAIN), async (store) => {
    expect(await ground(store)).toEqual(fromStart.ground)
    const left = new Set(await hashesIn(store))
    expect(planted.length).toBeGreaterThan(1000)
    expect(planted.filter((hash) => left.has(hash))).toEqual([])
    expect(
      await rows(
        store,
        `SELECT name FROM system.tables WHERE endsWith(name, '_epoch') AND name != 'key_epoch'`,
      ),
    ).toEqual([])
    await publish(store, CHAIN)
    expect(await levelsOf(CHAIN, asked)).toEqual(levels)

    const found = foundIn(await scanned(store, [], CHAIN))
    expect(found).toEqual(fromStart.found)
    expect(found).toEqual(before)
    const [run] = await rows<{ derived: string }>(
      store,
      'SELECT count() AS derived FROM derivation WHERE is_finished',
    )
    // Nothing was derived anew for it.
    expect(Number(run?.derived)).toBeGreaterThan(1)
    expect(await ground(store)).toEqual(fromStart.ground)
  })
})

/** Every value of every keyed column. */
async function hashesIn(store: Store): Promise<string[]> {
  const columns = await rows<{ table: string; name: string; type: string }>(
    store,
    `SELECT table, name, type FROM system.columns WHERE database = currentDatabase() AND table IN (
       SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(engine, 'MergeTree'))`,
  )
  const found = new Set<string>()
  for (const { table, name, type } of columns) {
    if (KEYED[table]?.includes(name) !== true) continue
    const value = type.startsWith('Array') ? `arrayJoin(${name})` : name
    const text = `SELECT DISTINCT toString(${value}) AS hash FROM ${table}`
    for (const { hash } of await rows<{ hash: string }>(store, text)) found.add(hash)
  }
  found.delete('0')
  return [...found]
}

test('who comes with the same text after it is found with those whose texts are gone', async () => {
  const at = logsOf()
  const operators = await inStore('joined', hashKeyOf(FIRST), async (store) => {
    const findings = await scanned(store, [at], FIRST)
    await expireTexts(store, 1)
    const left = await rows(
      store,
      `SELECT 1 FROM exchange WHERE prompt != '' OR system != '' OR response != ''`,
    )
    expect(left).toEqual([])
    const [campaign] = findings.campaigns
    return (campaign?.members ?? [])
      .filter(({ role }) => role === 'operator')
      .map((one) => one.account_id)
  })
  expect(operators.length).toBeGreaterThan(4)

  const [next, renamed] = ['next', 'renamed'] as const
  mkdirSync(join(folder, next))
  const own = readFileSync(join(at, 'exchange.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ account_id }) => operators.slice(0, 4).includes(String(account_id)))
    .map((one) => ({
      ...one,
      account_id: `${renamed}-${one.account_id}`,
      exchange_id: `${renamed}-${one.exchange_id}`,
      received_at: new Date(Date.parse(String(one.received_at)) + DAY_MS).toISOString(),
    }))
  writeFileSync(
    join(folder, next, 'exchange.jsonl'),
    `${own.map((one) => JSON.stringify(one)).join('\n')}\n`,
  )
  await inStore('joined', hashKeyOf(CHAIN), async (store) => {
    const { campaigns } = await scanned(store, [join(folder, next)], CHAIN)
    const together = campaigns.find(({ members }) =>
      members.some(({ account_id }) => account_id === operators[0]),
    )
    const names = together?.members.map(({ account_id }) => account_id) ?? []
    expect(names).toEqual(expect.arrayContaining(operators))
    expect(names.filter((name) => name.startsWith(renamed)).length).toBeGreaterThan(0)
    const [family] = await rows<{ accounts: string }>(
      store,
      `SELECT countIf(startsWith(account_id, '${renamed}')) * countIf(NOT startsWith(account_id, '${renamed}')) AS accounts
       FROM exchange_template WHERE run_id = (SELECT argMax(run_id, started_at) FROM run) GROUP BY family_id ORDER BY accounts DESC LIMIT 1`,
    )
    expect(Number(family?.accounts)).toBeGreaterThan(0)
  })
})

test('a chain that does not continue the store is refused, and changes nothing', async () => {
  await inStore('refused', hashKeyOf(CHAIN), async (store) => {
    await store.insert('let_go', [{ cause: 'x', account_hash: '7' }])
    const refused = (secrets: string | string[]) =>
      expect(
        reachEpoch(store, { hashKey: hashKeyOf(secrets), place: 'here' }),
      ).rejects.toMatchObject({ code: 'SECRET_CHAIN' })
    await refused(CHAIN.toReversed())
    await refused(FIRST)
    await refused(['the second secret'])
    await refused(['another', 'the second secret'])
    await refused(['another', ...CHAIN])
    expect(await rows(store, 'SELECT toString(account_hash) AS hash FROM let_go')).toEqual([
      { hash: '7' },
    ])
    // A secret by itself that it never had: what can be derived is derived anew, the rest stays as it is.
    await reachEpoch(store, { hashKey: hashKeyOf('new'), place: 'here' })
    await reachEpoch(store, { hashKey: hashKeyOf('newer'), place: 'here' })
    await reachEpoch(store, { hashKey: hashKeyOf('new'), place: 'here' })
    expect(await rows(store, 'SELECT toString(account_hash) AS hash FROM let_go')).toEqual([
      { hash: '7' },
    ])
  })
})

test('a store that is half way is opened by nothing that does not take it along', async () => {
  const path = join(folder, 'half way')
  await inStore('half way', hashKeyOf(FIRST), async (store) => {
    await store.insert('let_go', [{ cause: 'x', account_hash: '7' }])
    const ending: Store = {
      ...store,
      insert: async (table, given) => {
        await store.insert(table, given)
        if (table === 'key_epoch') throw new Error('ended')
      },
    }
    const ended = reachEpoch(ending, { hashKey: hashKeyOf(CHAIN), place: 'here' })
    await expect(ended).rejects.toThrow('ended')
  })
  // As `expire`, `explain` and `audit` open it.
  await expect(openStore({ path })).rejects.toMatchObject({ code: 'SECRET_HALF_WAY' })
  await inStore('half way', hashKeyOf(CHAIN), async (store) => {
    const [row] = await rows<{ hash: string }>(
      store,
      'SELECT toString(account_hash) AS hash FROM let_go',
    )
    expect(row?.hash).not.toBe('7')
  })
  await (await openStore({ path })).close()
})

test('who opens a store under a secret that it never had is told, and of one that continues it is not', async () => {
  const told: string[] = []
  const open = async (secrets: string | string[], name: string) => {
    const beginning = () => told.push(name)
    const path = join(folder, 'told')
    await (await openStore({ path, hashKey: hashKeyOf(secrets), beginning })).close()
  }
  await open(FIRST, 'empty')
  await inStore('told', hashKeyOf(FIRST), (store) =>
    store.insert('let_go', [{ cause: 'x', account_hash: '7' }]),
  )
  await open(FIRST, 'the same')
  await open(CHAIN, 'the next')
  expect(told).toEqual([])
  await open('forgotten those before', 'alone')
  expect(told).toEqual(['alone'])
})
