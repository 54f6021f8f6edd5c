/** Each look-alike by itself: its accounts are in the truth, its lines parse, its bytes repeat. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Exchange, exchange } from '../../src/domain/exchange.js'
import { ALL_LOOKALIKES, APART } from '../../src/lab/look-alikes.js'
import { SCENARIOS } from '../../src/lab/scenarios/index.js'
import { PRESETS, type Simulation, simulate } from '../../src/lab/simulate.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-look-alikes-'))
afterAll(() => rmSync(root, { recursive: true }))

const make = (id: string, folder: string): Simulation =>
  simulate({
    ...PRESETS.tiny,
    accounts: 0,
    scenarios: [{ id, scale: 0.05 }],
    folder: join(root, folder),
    seed: `only ${id}`,
  })

const bytesOf = (folder: string): string => {
  const hash = createHash('sha256')
  for (const name of readdirSync(join(root, folder)).toSorted()) {
    hash.update(readFileSync(join(root, folder, name)))
  }
  return hash.digest('hex')
}

const readExchanges = (folder: string): Exchange[] =>
  readFileSync(join(root, folder, 'exchange.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Exchange)

describe.each([...ALL_LOOKALIKES.map(({ id }) => id), ...APART])('%s', (id) => {
  test('has its accounts in the truth, parses, and repeats', () => {
    const { truth, accounts } = make(id, id)
    const named = truth.lookalikes.flatMap((group) => group.accounts)
    expect(truth.campaigns).toEqual([])
    expect(truth.bystanders).toEqual([])
    expect(named.length).toBeGreaterThan(1)
    expect(new Set(named).size).toBe(named.length)
    expect(named.length).toBeLessThanOrEqual(accounts)

    const rows = readExchanges(id)
    for (const row of rows.slice(0, 60)) exchange.strict().parse(row)
    const senders = new Set(rows.map((row) => row.account_id))
    const sending = named.filter((account) => senders.has(account))
    expect(sending.length).toBeGreaterThan(named.length / 2)

    make(id, `${id} again`)
    expect(bytesOf(`${id} again`)).toBe(bytesOf(id))
  })
})

test('the catalogue has the 21 look-alikes that stand alone, each number once', () => {
  const numbers = SCENARIOS.flatMap(({ kind }) => ('lookalike' in kind ? [kind.lookalike] : []))
  expect(new Set(numbers).size).toBe(numbers.length)
  // The 22nd is a bystander inside a campaign's pool, and no scenario of its own.
  for (let number = 1; number <= 21; number += 1) expect(numbers).toContain(number)
})

test('the presets of innocents plant no campaign, and every look-alike in one of them', () => {
  const planted = [PRESETS.innocents, PRESETS.readers].map(
    ({ scenarios }) => new Set<string>(scenarios.map(({ id }) => id)),
  )
  for (const { id, kind } of SCENARIOS) {
    expect(planted.some((ids) => ids.has(id))).toBe('lookalike' in kind)
    expect(planted[0]?.has(id)).toBe('lookalike' in kind && !APART.includes(id))
  }
})
