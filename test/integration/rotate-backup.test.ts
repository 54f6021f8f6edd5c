import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { heldBy, scanInto, stillwatch, workFolder } from './backed-up.js'

const { folder, config } = workFolder()
const [STORE, BEFORE, AFTER] = ['store', 'backup before', 'backup after'].map((name) =>
  join(folder, name),
) as [string, string, string]
const NEW = 'the second secret, since today'

const settings = (name: string, of: object): string => {
  const path = join(folder, `${name}.yaml`)
  writeFileSync(path, stringify(of))
  return path
}
const rotated = settings('rotated', { hash_secret: NEW, hash_secrets_before: ['test'] })

beforeAll(async () => {
  await scanInto(STORE, config)
  for (const [into, by] of [
    [BEFORE, config],
    [AFTER, rotated],
  ] as const) {
    const made = await stillwatch(['backup', into, '--store', STORE, '-c', by])
    expect([made.status, made.errors]).toEqual([0, made.errors])
  }
}, 240_000)

/** Of all tables but that which says when and how a store came under its secrets. */
async function tablesOf(store: string) {
  const { tables, findings } = await heldBy(store)
  const { key_epoch: _, ...others } = tables
  return { tables: others, findings }
}

test('a backup of before a rotation is taken along, and is the store that was', async () => {
  const to = join(folder, 'taken along')
  const restored = await stillwatch(['restore', BEFORE, '--store', to, '-c', rotated, '--json'])
  expect([restored.status, restored.errors]).toEqual([0, restored.errors])
  expect(JSON.parse(restored.out)).toMatchObject({ has_other_secret: false })
  expect(await tablesOf(to)).toEqual(await tablesOf(STORE))
  // It goes on under these settings, and under none of before.
  const doctor = await stillwatch(['doctor', '--store', to, '-c', rotated, '--json'])
  expect(secretsOf(doctor.out)).toMatchObject({
    state: 'ok',
    said: expect.stringContaining('all 2'),
  })
  const old = await stillwatch(['doctor', '--store', to, '-c', config, '--json'])
  expect(secretsOf(old.out)).toMatchObject({ state: 'fail' })
  expect(old.status).toBe(4)
}, 240_000)

test('a backup of after it is restored with the same settings', async () => {
  const to = join(folder, 'after')
  const restored = await stillwatch(['restore', AFTER, '--store', to, '-c', rotated])
  expect([restored.status, restored.errors]).toEqual([0, restored.errors])
  expect(await tablesOf(to)).toEqual(await tablesOf(STORE))
}, 240_000)

test.each([
  ['of before, with the new secret alone', BEFORE, settings('alone', { hash_secret: NEW })],
  ['of after, with the settings of before', AFTER, config],
  [
    'of after, in another order',
    AFTER,
    settings('order', { hash_secret: 'test', hash_secrets_before: [NEW] }),
  ],
])('a backup %s is refused, says what to list, and leaves nothing', async (name, from, by) => {
  const to = join(folder, `not ${name}`)
  const refused = await stillwatch(['restore', from, '--store', to, '-c', by])
  expect([refused.status, refused.errors]).toEqual([
    2,
    expect.stringMatching(/hash_secrets_before[\s\S]*--other-secret/),
  ])
  expect(existsSync(to) ? readdirSync(to) : []).toEqual([])
})

test('the doctor says what the next start does to a store, and changes nothing in it', async () => {
  const other = join(folder, 'other')
  await scanInto(other, config)
  const before = await heldBy(other)
  const told = async (by: string) => {
    const { out } = await stillwatch(['doctor', '--store', other, '-c', by, '--json'])
    return secretsOf(out)
  }
  expect(await told(config)).toMatchObject({ state: 'ok' })
  expect(await told(rotated)).toMatchObject({
    state: 'warn',
    said: expect.stringContaining('1 of 2'),
  })
  const alone = settings('never', { hash_secret: 'a secret that it never had' })
  expect(await told(alone)).toMatchObject({
    ...{ state: 'warn', hint: expect.stringContaining('hash_secrets_before') },
  })
  expect(await heldBy(other)).toEqual(before)
}, 240_000)

interface Told {
  readonly checks: readonly {
    readonly name: string
    readonly state: string
    readonly said: string
  }[]
}
const secretsOf = (out: string) =>
  (JSON.parse(out) as Told).checks.find(({ name }) => name === 'Store secrets')
