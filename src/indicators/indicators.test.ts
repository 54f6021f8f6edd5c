import { describe, expect, test } from 'vitest'
import { forgetAll, optionsOf } from '../../test/property/world.js'
import { testStore } from '../../test/store.js'
import type { Given } from '../domain/definition.js'
import { indicatorId } from '../domain/indicator.js'
import { enrich } from '../pipeline/02-enrich/stage.js'
import { fingerprint } from '../pipeline/03-fingerprint/stage.js'
import { profile } from '../pipeline/04-profile/stage.js'
import { matchPatterns } from '../pipeline/indicators/match.js'
import { fingerprintUnkept } from '../pipeline/segments.js'
import type { RunContext } from '../pipeline/stage.js'
import { statement } from '../store/sql.js'
import type { IndicatorCase, RawRow, Tools } from './define.js'
import { INDICATOR_KINDS, readPattern } from './index.js'
import { indicatorPage } from './page.js'
import { groupHash, hmacPads } from './parts/group.js'
import { blockText, partsOf, readBlock } from './parts/network.js'
import { ofTwoWordings, WRAPPER, WRAPPER_SKETCH } from './parts/wrapped.js'

const holder = testStore()
const GROUP = { id: 'test', key: 'a secret of the cases' }

describe.each(INDICATOR_KINDS)('$id', (kind) => {
  test.each(Object.entries(kind.cases.matches))('matches %s', async (_, one) => {
    expect(readPattern(kind.id, one.pattern)).toEqual({ kind, pattern: one.pattern })
    expect(await matched(kind.id, one)).toBeGreaterThan(0)
  })

  test.each(Object.entries(kind.cases.quiet))('touches nobody by %s', async (_, one) => {
    expect(await matched(kind.id, one)).toBe(0)
  })

  test('has cases on both sides', () => {
    const { matches, quiet } = kind.cases
    expect(Object.keys(matches).length).toBeGreaterThan(0)
    expect(Object.keys(quiet).length).toBeGreaterThanOrEqual(Object.keys(matches).length)
  })

  test('names only what every kind is given', () => {
    const texts = [kind.sql, kind.raw, kind.hashed, kind.holders ?? 'SELECT 1']
    const named = texts.flatMap((text) => Object.keys(statement(kind.id, text).params))
    const known = [
      'run_id',
      'family_run_id',
      'hash_key',
      'sketch_keys',
      'group_ids',
      'group_inner',
      'group_outer',
    ]
    expect(known).toEqual(expect.arrayContaining(named))
  })

  test('a pattern of other keys is not of its form', () => {
    for (const { pattern } of Object.values(kind.cases.matches)) {
      expect(readPattern(kind.id, { ...pattern, more: 'x' })).toEqual({
        refused: `not the form of ${kind.id}`,
      })
    }
  })

  test('its page is current', async () => {
    await expect(indicatorPage(kind)).toMatchFileSnapshot(
      `../../docs/reference/indicators/${kind.id}.md`,
    )
  })
})

test('of a family of two wordings those alone are touched who send what is told', async () => {
  const given = { exchange: ofTwoWordings(WRAPPER) }
  expect(new Set(given.exchange.map(({ account_id }) => account_id)).size).toBe(14)
  const pattern = { part: 'user', text: WRAPPER }
  expect(await matched('wrapper', { pattern, given })).toBe(4)
})

test('of a thousand copies of one told text no more are tried than on a text at once', async () => {
  await matched('wrapper', {
    pattern: { part: 'user', text: WRAPPER },
    given: { exchange: ofTwoWordings(WRAPPER) },
  })
  const { store } = holder
  const patterns = Array.from({ length: 1000 }, (_, at) => ({
    ...{ pattern_id: `copy ${at}`, kind: 'template' },
    pattern: { part: 'user', sketch: [...WRAPPER_SKETCH, String(at)], key_id: '' },
  }))
  const { runId, hashKey } = optionsOf(store, [])
  await matchPatterns({
    ...{ store, runId, familyRunId: runId, hashKey, groups: [GROUP], of: 'all', patterns },
  })
  const [row] = await store.rows<{ told: string }>(
    statement('told', 'SELECT uniqExact(pattern_id) AS told FROM pattern_match'),
  )
  expect(Number(row?.told)).toBe(64)
})

test('a pattern has one id, in whatever order its keys come', () => {
  const id = indicatorId('client', { user_agent: 'x', ja4: 'y', header_order: 'z' })
  expect(indicatorId('client', { header_order: 'z', ja4: 'y', user_agent: 'x' })).toBe(id)
  expect(indicatorId('wrapper', { user_agent: 'x', ja4: 'y', header_order: 'z' })).not.toBe(id)
})

describe('networks', () => {
  test.each(['203.0.113.0/24', '203.0.113.7/32', '2001:db8:1::/48', '2001:db8::/32', '::/0'])(
    '%s is written as it is read',
    (text) => {
      const block = readBlock(text)
      expect(block === undefined ? '' : blockText(block)).toBe(text)
    },
  )

  test.each([
    '203.0.113.7/24',
    '203.0.113.0/33',
    '203.0.113.0',
    '2001:DB8:1::/48',
    '2001:db8:1:0:0:0:0:0/48',
    '::ffff:203.0.113.7/128',
    'fe80::1%eth0/128',
    '203.0.113.0/024',
  ])('%s is no block', (text) => {
    expect(readBlock(text)).toBeUndefined()
  })

  test('a block is made up of its parts, first to last', () => {
    const parts = partsOf(
      readBlock('203.0.112.0/22') as NonNullable<ReturnType<typeof readBlock>>,
      24,
    )
    expect(parts).toEqual(['203.0.112.0', '203.0.113.0', '203.0.114.0', '203.0.115.0'])
  })

  test.each([
    ['0.0.0.0/0', 'addresses that are nobody’s'],
    ['10.1.0.0/24', 'addresses that are nobody’s'],
    ['fd00:1::/48', 'addresses that are nobody’s'],
    ['203.1.0.0/15', 'not the form'],
    ['202.0.0.0/15', 'wider than /16'],
    ['2001:d00::/32', 'wider than /40'],
    ['2001:d00:1:2::/50', 'not the form'],
    ['2001:d00:1::/50', 'neither a block'],
  ])('%s touches nobody: %s', (network, why) => {
    const read = readPattern('network-day', { network, date: '2026-03-02' })
    expect('refused' in read ? read.refused : '').toContain(why)
  })
})

test('the engine makes the hash of a group that node makes', async () => {
  for (const key of ['short', 'k'.repeat(64), 'longer than a block of SHA-256 '.repeat(4)]) {
    const { inner, outer } = hmacPads({ id: 'g', key })
    const [row] = await holder.store.rows<{ made: string }>(
      statement(
        'hmac',
        `SELECT lower(hex(substring(SHA256(concat(unhex({outer:String}), SHA256(
             concat(unhex({inner:String}), 'payment\\n', {value:String})))), 1, 16))) AS made`,
      ),
      { inner, outer, value: 'fp_4242' },
    )
    expect(row?.made).toBe(groupHash({ id: 'g', key }, 'payment', 'fp_4242'))
  }
})

test('a sign-up is told without the link of the customer by which it came', async () => {
  const [kind] = INDICATOR_KINDS.filter(({ id }) => id === 'signup-grammar')
  const one = kind?.cases.matches['a sign-up by a customer’s link to the same page']
  if (kind === undefined || one === undefined) throw new Error('it has such a case')
  await matched(kind.id, one)
  const rows = await holder.store.rows<RawRow>(
    statement(
      'raw',
      `WITH indicator_sample AS (SELECT 'a' AS account_id, toUInt64(1) AS value_hash) ${kind.raw}`,
    ),
  )
  const tools = { group: null } as Tools
  expect(await kind.patternOf(rows, tools)).toEqual(one.pattern)
})

/** How many accounts a pattern matches among those of a case, as ingest and the first stages leave them. */
async function matched(kind: string, { pattern, given }: IndicatorCase): Promise<number> {
  const { store } = holder
  await forgetAll(store)
  const rows = groundOf(given)
  for (const [table, own] of Object.entries(rows)) await store.insert(table, own)
  const context: RunContext = {
    ...optionsOf(store, []),
    fingerprintUnkept,
    sources: [],
    linkers: [],
    detectors: [],
    window: { start: '2026-03-02 00:00:00.000', end: '2026-03-08 00:00:00.000' },
    settingsOf: () => ({}),
  }
  for (const stage of [enrich, fingerprint, profile]) await stage.run(context)
  const { runId, hashKey } = context
  await matchPatterns({
    ...{ store, runId, familyRunId: runId, hashKey, groups: [GROUP], of: 'all' },
    patterns: [{ pattern_id: 'told', kind, pattern }],
  })
  const [row] = await store.rows<{ accounts: string }>(
    statement('matched', 'SELECT uniqExact(account_id) AS accounts FROM pattern_match'),
  )
  return Number(row?.accounts ?? 0)
}

/** Whoever is in a case has sent something, on the second of March. */
function groundOf({ exchange = [], account = [] }: Given): Given {
  const sent = exchange.length > 0 ? exchange : account.map(({ account_id }) => ({ account_id }))
  return {
    exchange: sent.map((row, at) => ({
      exchange_id: `sent ${at}`,
      received_at: '2026-03-02 10:00:00.000',
      ...row,
    })),
    account: account.map((row) => ({ created_at: '2026-03-01 10:00:00.000', ...row })),
  }
}
