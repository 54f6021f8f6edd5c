import { expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { hashKeyWords } from '../../src/service/decisions/siphash.js'
import { keyedHash } from '../../src/service/decisions/sketch.js'
import { keyDigest } from '../../src/store/epoch-key.js'
import { reachEpoch } from '../../src/store/epochs.js'
import { KEYED, KEYED_BY_NONE } from '../../src/store/keyed-columns.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { testStore } from '../store.js'
import { isFull } from './world.js'

const held = testStore()
const SECRETS = ['one', 'two', 'three']
const PLACE = 'here'
const rows = <Row>(text: string) => held.store.rows<Row>(statement('rows', text))

test('of every column of 64-bit integers it is known whether a secret is in it', async () => {
  const columns = await rows<{ table: string; name: string }>(
    `SELECT table, name FROM system.columns
     WHERE database = currentDatabase() AND position(type, 'UInt64') > 0
       AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View')`,
  )
  expect(columns.length).toBeGreaterThan(100)
  const isKeyed = ({ table, name }: { table: string; name: string }) =>
    KEYED[table]?.includes(name) === true
  const unknown = columns.filter((one) => !isKeyed(one) && !KEYED_BY_NONE.has(one.name))
  expect(unknown.map(({ table, name }) => `${table}.${name}`)).toEqual([])
  const keyed = Object.values(KEYED).flat()
  expect(keyed.filter((name) => KEYED_BY_NONE.has(name))).toEqual([])
  expect(columns.filter(isKeyed)).toHaveLength(keyed.length)
})

test('gate and engine hash alike under a chain, and under one secret as they always did', async () => {
  for (const secrets of [['test'], SECRETS, ['', 'x']]) {
    const key = hashKeyOf(secrets)
    const text = `SELECT toString(keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, concat('text', toString(number)))) AS hash FROM numbers(50)`
    const found = await held.store.rows<{ hash: string }>(statement('hashes', text), {
      hash_key: key,
    })
    const own = found.map((_, at) => keyedHash(hashKeyWords(key), `text${at}`).toString())
    expect(found.map(({ hash }) => hash)).toEqual(own)
  }
  // Frozen: of all that was ever stored under one secret.
  expect(keyedHash(hashKeyWords(hashKeyOf('test')), 'text').toString()).toBe(FROZEN)
})
const FROZEN = '11379817546161371346'

/** Two weeks of exchanges, a run, and tables that are not parted. */
async function given(): Promise<void> {
  for (const table of [
    'exchange',
    'system_prompt',
    'let_go',
    'template_shingle',
    'key_epoch',
    'derivation',
  ]) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  await reachEpoch(held.store, { hashKey: hashKeyOf('one'), place: PLACE })
  const at = (day: number) => ({ received_at: `2026-03-${day} 00:00:00.000`, account_id: 'a' })
  const numbers = (from: number) => [from, from + 1].map(String)
  const exchange = (id: number, day: number) => ({
    ...{ exchange_id: `e${id}`, ...at(day), prompt: 'a text', prefix_hash: '0' },
    ...{ first_prompt_hash: `${100 + id}`, received_turn_hashes: numbers(200 + id) },
  })
  await held.store.insert('exchange', [exchange(1, 10), exchange(2, 10), exchange(3, 20)])
  await held.store.insert('system_prompt', [{ system_hash: '300', sketch: numbers(301) }])
  await held.store.insert('let_go', [{ cause: 'c', account_hash: '400' }])
  const run = (place: number) => `00000000-0000-4000-8000-00000000000${place}`
  await held.store.insert('template_shingle', [
    { run_id: run(1), part: 1, shingle: '500', family_id: '501' },
  ])
}

async function hashes(): Promise<unknown> {
  const found: Record<string, unknown> = {}
  for (const table of ['exchange', 'system_prompt', 'let_go', 'template_shingle']) {
    found[table] = await rows(`SELECT toString(tuple(*)) AS row FROM ${table} ORDER BY row`)
  }
  return found
}

/** A store whose process ends at a statement that writes: before it is done, or after. */
function endsAt(
  place: number,
  isDone: boolean,
): { readonly store: Store; readonly at: () => number } {
  let at = 0
  const ending = async (write: () => Promise<void>) => {
    at += 1
    if (at > place) throw new Error('ended')
    if (at === place && !isDone) throw new Error('ended')
    await write()
    if (at === place) throw new Error('ended')
  }
  const { store } = held
  return {
    at: () => at,
    store: {
      ...store,
      run: (...all: Parameters<Store['run']>) => ending(() => store.run(...all)),
      insert: (...all: Parameters<Store['insert']>) => ending(() => store.insert(...all)),
    },
  }
}

test('wherever it ends, it goes on from there, and every hash goes through each secret once', async () => {
  const hashKey = hashKeyOf(SECRETS)
  await given()
  const before = await hashes()
  const whole = endsAt(Number.POSITIVE_INFINITY, true)
  await reachEpoch(whole.store, { hashKey, place: PLACE })
  const expected = await hashes()
  const key = '{hash_key:Array(Tuple(UInt64, UInt64))}'
  const [let_go] = await held.store.rows<{ now: string; hash: string }>(
    statement(
      'twice',
      `SELECT toString(account_hash) AS now,
              toString(keyed_again(${key}[3], keyed_again(${key}[2], toUInt64(400)))) AS hash FROM let_go`,
    ),
    { hash_key: hashKey },
  )
  expect(let_go?.now).toBe(let_go?.hash)
  expect(expected).not.toEqual(before)
  expect(whole.at()).toBeGreaterThan(40)
  await reachEpoch(held.store, { hashKey, place: PLACE })
  expect(await hashes()).toEqual(expected)

  // Half of the first of two rotations, and how it goes over into the second; or all of both.
  const last = isFull ? whole.at() : Math.ceil(whole.at() / 2) + 4
  for (let place = 1; place <= last; place += isFull ? 1 : 2) {
    for (const done of isFull ? [false, true] : [place % 4 === 1]) {
      await given()
      const ending = endsAt(place, done).store
      await expect(reachEpoch(ending, { hashKey, place: PLACE })).rejects.toThrow('ended')
      // It may end again while it goes on.
      const again = endsAt(2, !done).store
      await reachEpoch(again, { hashKey, place: PLACE }).catch(() => undefined)
      await reachEpoch(held.store, { hashKey, place: PLACE })
      expect([place, done, await hashes()]).toEqual([place, done, expected])
    }
  }
}, 900_000)

/** A store that looks around at each note that the rotation makes. */
function lookingAt(look: (note: Noted) => Promise<void>): Store {
  const { store } = held
  return {
    ...store,
    insert: async (table, given) => {
      for (const row of table === 'key_epoch' ? given : []) await look(row as Noted)
      return store.insert(table, given)
    },
  }
}
type Noted = { readonly state: string; readonly table_name: string; readonly partition: string }

test('what a note rests on is on the disk before it: what is made is synced, what was replaced is gone', async () => {
  await given()
  const synced = async () =>
    Number(
      (await rows<{ value: string }>(`SELECT value FROM system.events WHERE event = 'FileSync'`))[0]
        ?.value ?? 0,
    )
  const seen = { built: 0, done: 0 }
  let syncedBefore = await synced()
  const looking = lookingAt(async ({ state, table_name }) => {
    if (state === 'built') {
      const [beside] = await rows<{ engine: string; now: string }>(
        `SELECT engine_full AS engine FROM system.tables WHERE name = '${table_name}_epoch'`,
      )
      expect(beside?.engine).toMatch(/fsync_after_insert = 1.*fsync_part_directory = 1/)
      expect(await synced()).toBeGreaterThan(syncedBefore)
      seen.built += 1
    }
    if (state === 'done') {
      const left = await rows(
        `SELECT name FROM system.parts WHERE table = '${table_name}' AND NOT active AND rows > 0`,
      )
      expect(left).toEqual([])
      seen.done += 1
    }
    syncedBefore = await synced()
  })
  await reachEpoch(looking, { hashKey: hashKeyOf(['one', 'two']), place: PLACE })
  expect(seen).toEqual({ built: 5, done: 5 })
})

test('of what is not whole beside a table nothing takes its place', async () => {
  await given()
  const ending = lookingAt(async ({ state }) => {
    if (state === 'done') throw new Error('ended')
  })
  const chain = { hashKey: hashKeyOf(['one', 'two']), place: PLACE }
  await expect(reachEpoch(ending, chain)).rejects.toThrow('ended')
  const before = await hashes()
  await held.store.run(statement('lose', 'TRUNCATE TABLE exchange_epoch'))
  await expect(reachEpoch(held.store, chain)).rejects.toMatchObject({
    ...{ code: 'SECRET_TORN', message: expect.stringContaining('`exchange`') },
  })
  expect(await hashes()).toEqual(before)
  await held.store.run(statement('clear', 'DROP TABLE exchange_epoch SYNC'))
})

test('what is written while a partition is made is not lost: nothing is noted, and it is made anew', async () => {
  await given()
  const chain = { hashKey: hashKeyOf(['one', 'two']), place: PLACE }
  await reachEpoch(held.store, chain)
  const whole = (await hashes()) as Record<string, readonly unknown[]>
  await given()
  let isWritten = false
  const { store } = held
  const writing: Store = {
    ...store,
    run: async (sql, ...given) => {
      const done = await store.run(sql, ...given)
      if (!isWritten && sql.name === 'rekey exchange') {
        isWritten = true
        await store.run(statement('more', 'INSERT INTO exchange SELECT * FROM exchange LIMIT 1'))
      }
      return done
    },
  }
  await expect(reachEpoch(writing, chain)).rejects.toThrow('written meanwhile')
  await reachEpoch(store, chain)
  const rowsNow = (await hashes()) as Record<string, readonly unknown[]>
  expect(rowsNow.exchange).toHaveLength(Number(whole.exchange?.length) + 1)
})

test('what is ended while a partition takes its place has the old rows beside the new, and goes on', async () => {
  await given()
  const chain = { hashKey: hashKeyOf(['one', 'two']), place: PLACE }
  await reachEpoch(held.store, chain)
  const whole = await hashes()
  await given()
  let replaced = ''
  const ending = lookingAt(async ({ state, table_name, partition }) => {
    if (state !== 'done' || table_name !== 'exchange') return
    replaced = partition
    throw new Error('ended')
  })
  await held.store.run(statement('keep', 'CREATE TABLE kept AS exchange'))
  await held.store.run(statement('keep', 'INSERT INTO kept SELECT * FROM exchange'))
  await expect(reachEpoch(ending, chain)).rejects.toThrow('ended')
  const old = `INSERT INTO exchange SELECT * FROM kept WHERE _partition_id = '${replaced}'`
  await held.store.run(statement('beside', old))
  await held.store.run(statement('clear', 'DROP TABLE kept SYNC'))
  await reachEpoch(held.store, chain)
  expect(await hashes()).toEqual(whole)
})

test('what an earlier release left beside a table, without a column that it has gained, is made anew', async () => {
  await given()
  await held.store.run(statement('drop', 'DROP TABLE IF EXISTS let_go_epoch SYNC'))
  const earlier = 'CREATE TABLE let_go_epoch (cause String) ENGINE = MergeTree ORDER BY cause'
  await held.store.run(statement('earlier', earlier))
  const before = await hashes()
  await reachEpoch(held.store, { hashKey: hashKeyOf(['one', 'two']), place: PLACE })
  expect(await hashes()).not.toEqual(before)
  expect(await rows('SELECT toUInt32(count()) AS rows_all FROM let_go')).toEqual([{ rows_all: 1 }])
})

test('what was interrupted ends under the secret that it began with', async () => {
  await given()
  const ending = endsAt(6, true).store
  await expect(
    reachEpoch(ending, { hashKey: hashKeyOf(['one', 'two']), place: PLACE }),
  ).rejects.toThrow('ended')
  for (const secrets of ['one', 'a new one', ['one', 'other']]) {
    const opened = reachEpoch(held.store, { hashKey: hashKeyOf(secrets), place: PLACE })
    await expect(opened).rejects.toMatchObject({ code: 'SECRET_CHAIN' })
  }
  await reachEpoch(held.store, { hashKey: hashKeyOf(SECRETS), place: PLACE })
  const left = await rows(
    `SELECT name FROM system.tables WHERE name LIKE '%_epoch' AND name != 'key_epoch'`,
  )
  expect(left).toEqual([])
})

test('a store of before chains were known is under the first secret, or under one that nobody names', async () => {
  const derived = async (digest: string) => {
    await given()
    await held.store.run(statement('forget', 'TRUNCATE TABLE key_epoch'))
    const row = { place: 1, run_id: '00000000-0000-4000-8000-000000000001', input_id: 1 }
    await held.store.insert('derivation', [
      { ...row, is_finished: true, version: `0.1.0 ${digest}` },
    ])
  }
  const version = async () =>
    (
      await rows<{ version: string }>('SELECT version FROM derivation ORDER BY place DESC LIMIT 1')
    )[0]?.version
  await derived(keyDigest(hashKeyOf('one')))
  await reachEpoch(held.store, { hashKey: hashKeyOf(['one', 'two']), place: PLACE })
  // What was derived counts as derived: nothing is derived anew.
  expect(await version()).toBe(`0.1.0 ${keyDigest(hashKeyOf(['one', 'two']))}`)
  await derived(keyDigest(hashKeyOf('nobody knows')))
  const opened = reachEpoch(held.store, { hashKey: hashKeyOf(['one', 'two']), place: PLACE })
  await expect(opened).rejects.toMatchObject({ code: 'SECRET_CHAIN' })
  const before = await hashes()
  await reachEpoch(held.store, { hashKey: hashKeyOf('one'), place: PLACE })
  expect(await hashes()).toEqual(before)
})
