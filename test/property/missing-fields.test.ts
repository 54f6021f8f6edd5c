import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadDetectors } from '../../src/detectors/index.js'
import { account } from '../../src/domain/account.js'
import { exchange } from '../../src/domain/exchange.js'
import type { Findings } from '../../src/domain/findings.js'
import { createRandom } from '../../src/lab/random.js'
import { loadLinkers } from '../../src/linkers/index.js'
import { testStore } from '../store.js'
import { linesOf } from './leaks.js'
import {
  isFull,
  logsFolder,
  makeWorld,
  scanFolders,
  seedsOf,
  type World,
  wronglyAccused,
} from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('missing fields', ['one'])

interface Field {
  readonly record: 'exchange' | 'account'
  readonly name: string
}

const optional = (record: Field['record'], shape: object): readonly Field[] =>
  Object.entries(shape)
    .filter(([, schema]) => schema.safeParse(undefined).success)
    .map(([name]) => ({ record, name }))

/** All of them. */
const FIELDS = [...optional('exchange', exchange.shape), ...optional('account', account.shape)]
/** A scan is some seconds, so a run of the tests tries a few, drawn by the seed. */
const DRAWN = 3

describe.each(seeds)('seed %s', (seed) => {
  let world: World
  let base: Findings
  const drawn = isFull ? FIELDS : createRandom(seed).sample(FIELDS, DRAWN)

  beforeAll(async () => {
    world = makeWorld(logs.fresh(), seed, {
      accounts: 250,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.15, tongues: ['en'] },
        { id: 'slow-relay', scale: 0.08, tongues: ['en'] },
        { id: 'university-class', scale: 0.3 },
        { id: 'framework-template', scale: 0.15 },
        { id: 'consumer-app', scale: 0.08 },
        { id: 'microservices', scale: 0.2 },
        { id: 'corporate-nat', scale: 0.2 },
      ],
    })
    base = await scanFolders(held.store, world.folder)
    expect([seed, wronglyAccused(world.truth, base)]).toEqual([seed, []])
  })

  test.each(drawn.map((field) => [field.record, field.name, field] as const))(
    'without the %s field %s',
    async (_record, _name, field) => {
      const findings = await scanFolders(held.store, without(world.folder, [field]))
      await expectHonest({ seed, world, base, findings }, [field])
    },
  )

  test('without any optional field', async () => {
    const findings = await scanFolders(held.store, without(world.folder, FIELDS))
    await expectHonest({ seed, world, base, findings }, FIELDS)
  })
})

/** The same logs without some fields, in a folder of their own. */
function without(folder: string, fields: readonly Field[]): string {
  const target = logs.fresh()
  cpSync(folder, target, { recursive: true })
  for (const record of ['exchange', 'account'] as const) {
    const names = fields.filter((field) => field.record === record).map(({ name }) => name)
    if (names.length === 0) continue
    const lines = linesOf<Record<string, unknown>>(folder, `${record}.jsonl`).map((row) =>
      JSON.stringify(row, (key, value: unknown) => (names.includes(key) ? undefined : value)),
    )
    writeFileSync(join(target, `${record}.jsonl`), `${lines.join('\n')}\n`)
  }
  return target
}

interface Compared {
  readonly seed: string
  readonly world: World
  readonly base: Findings
  readonly findings: Findings
}

/** It read everything, names whatever lacks what it needs, and accuses nobody new of the innocent. */
async function expectHonest(compared: Compared, fields: readonly Field[]): Promise<void> {
  const { seed, world, base, findings } = compared
  const { exchanges, rejected } = findings.input
  expect([seed, exchanges, rejected]).toEqual([seed, base.input.exchanges, 0])
  expect([seed, wronglyAccused(world.truth, findings)]).toEqual([seed, []])
  const missing = new Set(
    fields.map(({ record, name }) => (record === 'account' ? `account.${name}` : name)),
  )
  const off = [...(await loadLinkers()), ...(await loadDetectors())]
    .filter(({ needs }) => needs.some((need) => need.split('|').every((one) => missing.has(one))))
    .map(({ id }) => id)
  const told = findings.input.detectors_off.map(({ id }) => id)
  expect([seed, told]).toEqual([seed, expect.arrayContaining(off)])
}
