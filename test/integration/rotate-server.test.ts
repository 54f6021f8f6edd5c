import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { logsFolder } from '../property/world.js'
import { type Service, startService, until } from './served.js'

const logs = logsFolder()
const CHAIN = ['test', 'the second secret, since today']
const ROTATED = { hash_secret: CHAIN[1], hash_secrets_before: CHAIN.slice(0, 1) }
const WEEKS = 12
const started: ChildProcess[] = []
const services: Service[] = []
let url = ''

/** A server of its own for each test. */
beforeEach(async () => {
  const child = spawn(process.execPath, ['test/clickhouse-server.js', logs.fresh()])
  started.push(child)
  url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (bytes) => {
      said += bytes
      if (said.endsWith('\n')) resolve(said.trim())
    })
    child.once('exit', () => reject(new Error('the server did not start')))
  })
})
afterAll(() => {
  for (const service of services) service.remove()
  for (const child of started) child.kill('SIGKILL')
})

async function inStore<Result>(
  secrets: string | string[] | undefined,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const hashKey = secrets === undefined ? undefined : hashKeyOf(secrets)
  const store = await openStore({ path: '', url, hashKey })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const rows = <Row>(store: Store, text: string) => store.rows<Row>(statement('rows', text))
const run = (store: Store, text: string) => store.run(statement('run', text))

/** An exchange in each of some weeks, with a hash that says which. */
const given = (store: Store) =>
  store.insert(
    'exchange',
    Array.from({ length: WEEKS }, (_, at) => ({
      ...{ exchange_id: `e${at}`, account_id: 'a', prompt: 'a text', prefix_hash: `${1000 + at}` },
      received_at: new Date(Date.UTC(2026, 0, 5 + 7 * at)).toISOString(),
    })),
  )

/** The hashes of the exchanges, and what they are once under the next secret. */
async function hashes(store: Store): Promise<{ now: string[]; once: string[] }> {
  const key = '{hash_key:Array(Tuple(UInt64, UInt64))}[2]'
  const text = `SELECT toString(prefix_hash) AS now,
      toString(keyed_again(${key}, 1000 + toUInt64(substring(exchange_id, 2)))) AS once FROM exchange ORDER BY exchange_id`
  const found = await store.rows<{ now: string; once: string }>(statement('hashes', text), {
    hash_key: hashKeyOf(CHAIN),
  })
  return { now: found.map(({ now }) => now), once: found.map(({ once }) => once) }
}

const child = async (...secrets: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['test/rotate-child.js', url, ...secrets])).stdout

test('a store on a server is taken along, by whoever comes first of several', async () => {
  await inStore('test', async (store) => {
    await given(store)
    await run(store, 'CREATE TABLE of_others (name String) ENGINE = MergeTree ORDER BY name')
    await run(store, 'CREATE TABLE trait_value (value_hash UInt64) ENGINE = MergeTree ORDER BY ()')
  })
  const told = await Promise.all(Array.from({ length: 3 }, () => child(...CHAIN)))
  process.stderr.write(`rotate-server: ${told.join(', ')}\n`)
  expect(told).toContain('reached')
  expect(told.filter((one) => !['reached', 'SECRET_HELD'].includes(one))).toEqual([])
  expect(await child(...CHAIN)).toBe('reached')
  await inStore(CHAIN, async (store) => {
    const { now, once } = await hashes(store)
    expect(now).toEqual(once)
    expect(now).toHaveLength(WEEKS)
    const names = `'key_epoch_held', 'exchange_epoch', 'trait_value', 'of_others'`
    const left = `SELECT name FROM system.tables WHERE name IN (${names})`
    // What is nobody's of ours stays, whoever shares the database.
    expect(await rows(store, left)).toEqual([{ name: 'of_others' }])
  })
}, 120_000)

test('where another has it, nothing is changed until a person says that nobody has', async () => {
  await inStore('test', given)
  await inStore(undefined, (store) =>
    run(
      store,
      `CREATE TABLE key_epoch_held (nothing UInt8) ENGINE = Memory COMMENT '7 elsewhere 1 .'`,
    ),
  )
  const before = await inStore(undefined, hashes)
  await expect(inStore(CHAIN, hashes)).rejects.toMatchObject({
    ...{ code: 'SECRET_HELD', hint: expect.stringContaining('drop the table `key_epoch_held`') },
  })
  expect(await inStore('test', hashes)).toEqual(before)
  await inStore(undefined, (store) => run(store, 'DROP TABLE key_epoch_held'))
  const { now, once } = await inStore(CHAIN, hashes)
  expect(now).toEqual(once)
}, 120_000)

test('an error names a server without the password of its address', async () => {
  await inStore(CHAIN, given)
  const secret = url.replace('//', '//name:hunter2@')
  const opened = openStore({ path: '', url: secret, hashKey: hashKeyOf(['other', 'another']) })
  const error = await opened.catch((reason: Error) => reason)
  expect(error).toMatchObject({
    code: 'SECRET_CHAIN',
    message: expect.stringContaining('127.0.0.1'),
  })
  expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
}, 120_000)

test('a service whose engine is killed half way says who has to do what, and goes on then', async () => {
  await inStore('test', given)
  const service = await startService({}, logs.fresh(), {}, { ...ROTATED, store: { url } })
  services.push(service)
  const step = await until('the rotation', async () => {
    const line = service
      .said()
      .split('\n')
      .find((one) => one.includes('hashes under the new secret'))
    return line !== undefined && (JSON.parse(line) as { pid: number })
  })
  process.kill(step.pid, 'SIGKILL')
  await until('it to be told', async () => service.said().includes('SECRET_HELD'))
  expect((await service.ready()).degraded).toContain('engine_down')
  await inStore('test', async () => undefined).then(
    () => expect.unreachable('a store that is half way was opened'),
    (error) => expect(error).toMatchObject({ code: 'SECRET_CHAIN' }),
  )
  await expect(inStore(undefined, hashes)).rejects.toMatchObject({ code: 'SECRET_HALF_WAY' })
  const direct = await fetch(url, { method: 'POST', body: 'DROP TABLE key_epoch_held' })
  expect(direct.status).toBe(200)
  await until('the engine', async () => (await service.ready()).engine.state === 'running', 120)
  const { now, once } = await inStore(CHAIN, hashes)
  expect(now).toEqual(once)
  expect(await service.end()).toBe(0)
}, 240_000)
