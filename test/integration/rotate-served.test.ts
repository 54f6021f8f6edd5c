import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { hashKeyOf } from '../../src/config/key.js'
import { beginDerivation, endDerivation } from '../../src/pipeline/derivation.js'
import { STAGES } from '../../src/pipeline/pipeline.js'
import { contextOf } from '../../src/scan.js'
import { KEYED } from '../../src/store/keyed-columns.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { logsFolder, makeWorld, optionsOf } from '../property/world.js'
import { type Service, startService, until } from './served.js'

const logs = logsFolder()
const services: Service[] = []
afterEach(() => {
  for (const service of services.splice(0)) service.remove()
})

const CHAIN = ['test', 'the second secret, since today']
const ROTATED = { hash_secret: CHAIN[1], hash_secrets_before: CHAIN.slice(0, 1) }
/** Of the partitions: after how many the engine is killed. */
const KILLED_AT = [0, 0.1, 0.3, 0.5, 0.7, 0.9]
const SECONDS_MAX = 120
/** Of what the service said, so much is told where it was waited for in vain. */
const SAID_LINES = 40
/** A partition is made, noted, put in place and noted within some dozens of milliseconds: each kill comes so much later in it. */
const LATER_MS = 20
const LOOK_MS = 5
const NAMED_IP = '203.0.113.77'
const OF_EXCHANGES = ['exchange', 'exchange_fingerprint', 'exchange_origin'] as const

const common = { reason_code: 'usage_review', appeal: 'appeals@example.org', mode: 'live' }
const NAMED_ACCOUNTS = ['acct_named_1', 'acct_named_2']
const POLICY = {
  schema: 'stillwatch.policy/1',
  policies: [
    {
      ...{ ...common, policy_id: 'named', level: 'deny' },
      named: { accounts: NAMED_ACCOUNTS, ips: [NAMED_IP] },
    },
  ],
}
/** Of all of them the snapshot has the hashes alone. */
const DENIED = [...NAMED_ACCOUNTS.map((account_id) => ({ account_id })), { ip: NAMED_IP }]

const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n')

async function post(service: Service, lines: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' }
  const path = `${service.url}/v1/ingest`
  for (let at = 0; at < lines.length; at += 500) {
    const body = lines.slice(at, at + 500).join('\n')
    const answer = await fetch(path, { method: 'POST', headers, body })
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
  }
}

async function levelOf(service: Service, asked: object): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ account_id: 'a stranger', ...asked })
  const answer = await fetch(`${service.url}/v1/decide`, { method: 'POST', headers, body })
  return ((await answer.json()) as { level: string }).level
}

async function inStore<Result>(
  path: string,
  secrets: string | string[],
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ path, hashKey: hashKeyOf(secrets) })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const rows = <Row>(store: Store, text: string) => store.rows<Row>(statement('rows', text))

/** Every row with the keyed columns of it. */
async function hashed(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (const table of OF_EXCHANGES) {
    const columns = ['exchange_id', ...(KEYED[table] ?? [])].join(', ')
    const text = `SELECT toString(tuple(${columns})) AS row FROM ${table} ORDER BY row`
    const held = await rows<{ row: string }>(store, text)
    found.set(
      table,
      held.map(({ row }) => row),
    )
  }
  return found
}

/** Takes a folder in, and derives what is told of single exchanges: hashes are in no more than that and what runs make of them. */
async function derived(store: Store, at: string, secrets: string | string[]): Promise<void> {
  const hashKey = hashKeyOf(secrets)
  const context = await contextOf({ ...optionsOf(store, [at], randomUUID()), hashKey })
  const [ingest, ...others] = STAGES.slice(0, 3)
  await ingest?.run(context)
  context.derivation = await beginDerivation(context)
  for (const stage of others) await stage.run(context)
  await endDerivation(context)
}

interface Step {
  readonly pid: number
  readonly done: number
  readonly of: number
}

/** What the engine said of the rotation so far. */
const stepsOf = (service: Service): readonly Step[] =>
  service
    .said()
    .split('\n')
    .filter((line) => line.includes('hashes under the new secret'))
    .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Step] : []))

/** The first step of an engine that was not killed yet, once it is so far; none where the rotation is through. */
async function stepAt(service: Service, share: number, killed: readonly Step[]) {
  const deadline = performance.now() + SECONDS_MAX * 1000
  for (let looks = 1; performance.now() < deadline; looks += 1) {
    const step = stepsOf(service).find(
      ({ pid, done, of }) => done >= share * of && !killed.some((one) => one.pid === pid),
    )
    if (step !== undefined) return step
    // What waits is taken as soon as the store is under the new secret, and not before.
    if (looks % 200 === 0 && (await service.ready()).spool.rows === 0) return undefined
    await sleep(LOOK_MS)
  }
  const said = service.said().split('\n').slice(-SAID_LINES)
  throw new Error(`the engine is not at ${share} in time; it said last:\n${said.join('\n')}`)
}

/** Kills the engine each time that it is so far, and lets the supervisor start it again. */
async function killed(service: Service): Promise<readonly Step[]> {
  const at: Step[] = []
  for (const share of KILLED_AT) {
    const step = await stepAt(service, share, at)
    if (step === undefined) break
    await sleep(LATER_MS * at.length)
    process.kill(step.pid, 'SIGKILL')
    at.push(step)
  }
  return at
}

/** Asks all the time, and notes whoever was let go. */
function watch(service: Service, asked: readonly object[]) {
  const letGo: object[] = []
  let [answers, isOver] = [0, false]
  const watching = (async () => {
    while (!isOver) {
      for (const one of asked) {
        if ((await levelOf(service, one)) !== 'deny') letGo.push(one)
        answers += 1
      }
      await sleep(20)
    }
  })()
  // Told where it is waited for.
  watching.catch(() => undefined)
  return {
    end: async () => {
      isOver = true
      await watching
      return { letGo, answers }
    },
  }
}

test('a service that starts under a new secret takes its store along, however often it is killed, and lets nobody go', async () => {
  const { folder: all } = makeWorld(logs.fresh(), 'rotate-served', {
    ...{ accounts: 60, days: 26, exchangesMean: 4 },
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const exchanges = linesOf(join(all, 'exchange.jsonl'))
  const late = exchanges.filter((_, place) => place % 5 === 4)
  const early = exchanges.filter((_, place) => place % 5 !== 4)
  const begun = logs.fresh()
  cpSync(all, begun, { recursive: true })
  writeFileSync(join(begun, 'exchange.jsonl'), early.join('\n'))

  const state = mkdtempSync(join(tmpdir(), 'stillwatch-rotate-'))
  await inStore(state, 'test', (store) => derived(store, begun, 'test'))
  const policy = join(state, 'policy.yaml')
  writeFileSync(policy, stringify(POLICY))
  // A run would only keep the drain waiting.
  const serve = { policy, engine: { run_minutes: 60 } }
  const first = await startService(serve, state)
  services.push(first)
  const isDenied = async (asked: object) => (await levelOf(first, asked)) === 'deny'
  for (const one of DENIED) await until('a decision', () => isDenied(one), SECONDS_MAX)

  // Taken in under the old secret, and not in the store when all of it dies.
  const engine = first.pidOf('engine')
  process.kill(engine, 'SIGSTOP')
  await post(first, late)
  const gate = first.pidOf('gate')
  // It ends when nobody has its output any more, and an engine that stands still has.
  const ended = first.end('SIGKILL')
  process.kill(engine, 'SIGKILL')
  await ended
  await until('the gate to end', async () => !existsSync(`/proc/${gate}`))
  const old = await inStore(state, 'test', hashed)
  expect(old.get('exchange')).toHaveLength(early.length)

  const second = await startService(serve, state, {}, ROTATED)
  services.push(second)
  await until('the gate', () => levelOf(second, {}))
  const watching = watch(second, DENIED)
  const kills = await killed(second)
  await until(
    'all to be taken',
    async () => {
      const { engine: now, spool } = await second.ready()
      return spool.rows === 0 && now.state === 'running' && now.is_open === true
    },
    SECONDS_MAX,
  )
  const { letGo, answers } = await watching.end()
  expect(await second.end()).toBe(0)
  process.stderr.write(
    `rotate-served: killed at ${kills.map(({ done, of }) => `${done} of ${of}`).join(', ')}; ` +
      `${answers} decisions meanwhile, ${letGo.length} let go; ${late.length} records waited in the spool\n`,
  )
  expect(letGo).toEqual([])
  expect(answers).toBeGreaterThan(DENIED.length)
  // One that overtook the last of them is through.
  expect(kills.length).toBeGreaterThanOrEqual(KILLED_AT.length / 2)
  expect(kills.every(({ of }) => of > KILLED_AT.length)).toBe(true)

  const after = await inStore(state, CHAIN, async (store) => ({
    hashes: await hashed(store),
    beside: await rows(
      store,
      `SELECT name FROM system.tables WHERE endsWith(name, '_epoch') AND name != 'key_epoch'`,
    ),
  }))
  expect(after.beside).toEqual([])
  const fromStart = await inStore(logs.fresh(), CHAIN, async (store) => {
    await derived(store, all, CHAIN)
    return hashed(store)
  })
  // Each exchange once, and as if it had been hashed under both from the start.
  expect(after.hashes.get('exchange')).toEqual(fromStart.get('exchange'))
  expect(after.hashes.get('exchange')).toHaveLength(exchanges.length)
  for (const [table, held] of after.hashes) {
    const known = new Set(fromStart.get(table))
    const before = old.get(table) ?? []
    expect([table, before.length]).toEqual([table, early.length])
    expect([table, before.filter((row) => known.has(row))]).toEqual([table, []])
    // What came late may have been looked at by no run.
    expect([table, held.filter((row) => !known.has(row))]).toEqual([table, []])
    expect([table, new Set(held).size]).toEqual([table, held.length])
    expect([table, held.length >= before.length]).toEqual([table, true])
  }
}, 600_000)
