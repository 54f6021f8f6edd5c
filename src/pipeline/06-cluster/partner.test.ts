import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile } from '../../store/sql.js'

const held = testStore()
const links = sqlFile(import.meta.url, './cohort_link.sql', {
  run_id: 'UUID',
  weight_millibits_min: 'Int32',
})

async function isLinked(bits: Readonly<Record<string, number>>): Promise<boolean> {
  const run_id = randomUUID()
  await held.store.insert(
    'cohort_evidence',
    Object.entries(bits).map(([family, weight]) => ({
      ...{ run_id, account_a: 'a', account_b: 'b', linker: family, family, value_hash: '1' },
      weight_millibits: 1000 * weight,
    })),
  )
  return (await held.store.rows(links, { run_id, weight_millibits_min: 12_000 })).length > 0
}

describe('two who look like a harvest, and what a partner told of them', () => {
  test.each([
    ['is nothing to link them by', { partner: 8 }, false],
    ['is not the other family that must speak beside a text', { content: 12, partner: 8 }, false],
    [
      'is not it beside a text and a program either',
      { content: 12, client: 10, partner: 8 },
      false,
    ],
    ['adds to what links them nearly', { content: 6, network: 3, partner: 4 }, true],
    ['which without it does not', { content: 6, network: 3 }, false],
  ] as const)('%s', async (_, bits, expected) => {
    expect(await isLinked(bits)).toBe(expected)
  })
})
