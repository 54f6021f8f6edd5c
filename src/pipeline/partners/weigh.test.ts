import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { hashKeyOf } from '../../config/key.js'
import type { IndicatorTold } from '../../domain/told.js'
import { groupHash } from '../../indicators/parts/group.js'
import { loadLinkers } from '../../linkers/index.js'
import { statement } from '../../store/sql.js'
import type { RunContext } from '../stage.js'
import { isPerPartner, linkersOf } from './linkers.js'
import { takeIn } from './receive.js'
import { weighPartners } from './weigh.js'

const held = testStore()
const NOW = Date.parse('2026-03-08T00:00:00Z')
const DAY = '2026-03-05'
const HASH_KEY = hashKeyOf('test')
const linkers = await loadLinkers()
const REFERENCE = 1000

let runId: string
let lastRunId: string

beforeEach(async () => {
  ;[runId, lastRunId] = [randomUUID(), randomUUID()]
  const tables = ['indicator_received', 'indicator_rejected', 'exchange_origin', 'account_identity']
  for (const table of [...tables, 'ruling', 'audit']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

/** So many proven customers, each with an address of its own. */
async function population(count = REFERENCE): Promise<void> {
  const ids = Array.from({ length: count }, (_, place) => `ref_${place}`)
  await held.store.insert(
    'account_identity',
    ids.map((id) => ({ account_id: id, entity_id: id })),
  )
  await held.store.insert(
    'reference',
    ids.map((id) => ({ run_id: runId, account_id: id, entity_id: id })),
  )
}

/** Accounts that left through an address on the day. */
async function left(ip: string, accounts: readonly string[]): Promise<void> {
  const fresh = accounts.filter((id) => !id.startsWith('ref_'))
  await held.store.insert(
    'account_identity',
    fresh.map((id) => ({ account_id: id, entity_id: id })),
  )
  await held.store.run(
    statement(
      'origins',
      `INSERT INTO exchange_origin (exchange_id, account_id, received_at, address_hash)
       SELECT concat(account, {ip:String}), account, toDateTime64('${DAY} 10:00:00', 3, 'UTC'),
           keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, address_canonical({ip:String}))
       FROM (SELECT arrayJoin({accounts:Array(String)}) AS account)`,
    ),
    { ip, accounts, hash_key: HASH_KEY },
  )
}

const exit = (ip: string, campaign_name = 'tide'): IndicatorTold => ({
  object_id: `indicator--${ip}`,
  indicator_id: '',
  kind: 'network-day',
  pattern: { network: `${ip}/32`, date: DAY },
  valid_from: `${DAY}T00:00:00Z`,
  valid_until: '2026-03-20T00:00:00Z',
  marking: 'amber',
  confidence: 100,
  campaign_name,
})
const tell = (
  indicators: readonly IndicatorTold[],
  withdrawn: readonly string[] = [],
  by = 'north',
) =>
  takeIn(held.store, {
    ...{ partner_id: by, at_ms: NOW },
    told: { indicators, withdrawn, refused: [] },
  })

const context = (): RunContext =>
  ({
    ...{ store: held.store, runId, lastRunId, linkers, hashKey: HASH_KEY },
    window: { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' },
    settingsOf: ({ settings }: { settings: Record<string, { value: number }> }) =>
      Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value])),
    progress: () => undefined,
  }) as unknown as RunContext

const rowsOf = <Row>(text: string) =>
  held.store.rows<Row>(statement('rows', text), { run_id: runId })
const matches = () =>
  rowsOf<{ account_id: string; bits: number }>(
    `SELECT account_id, weight_millibits / 1000 AS bits FROM indicator_match
     WHERE run_id = {run_id:UUID} ORDER BY account_id`,
  )
const weightOf = async () =>
  (
    await rowsOf<{ trust_millis: number; campaigns_right: number; campaigns_wrong: number }>(
      `SELECT trust_millis, campaigns_right, campaigns_wrong FROM partner_weight WHERE run_id = {run_id:UUID}`,
    )
  )[0]
const linkersOfPartners = async () =>
  (await linkersOf(context(), runId)).filter(isPerPartner).filter(({ id }) => id.includes(':'))

/** Operators of a campaign that the last run found. */
async function found(accounts: readonly string[], verdict = 'act'): Promise<void> {
  const campaign = { run_id: lastRunId, campaign_id: 'ours' }
  await held.store.insert('campaign', [{ ...campaign, verdict }])
  await held.store.insert(
    'campaign_member',
    accounts.map((account_id) => ({ ...campaign, account_id, role: 'operator' })),
  )
}
const rule = (subject_id: string, conclusion: string) =>
  held.store.insert('ruling', [
    {
      ...{ ruling_id: 'r', ruled_at: '2026-03-07 00:00:00', subject_kind: 'account' },
      subject_id,
      conclusion,
    },
  ])
const ask = (action: string, seq: number) =>
  held.store.insert('audit', [{ seq, actor: 'person alice', action, object: 'partner north' }])

describe('what is told is weighed by our own history', () => {
  test('what none of the reference carries is worth eight bits, whoever tells it', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    const found = await matches()
    expect(found.map(({ account_id }) => account_id)).toEqual(['a', 'b'])
    expect(found[0]?.bits).toBe(8)
  })

  test('what one in fifty of the reference carries is worth nothing, and costs whoever told it', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b', ...Array.from({ length: 21 }, (_, at) => `ref_${at}`)])
    await left('203.0.113.2', ['a', 'b'])
    await tell([exit('203.0.113.1'), exit('203.0.113.2')])
    await weighPartners(context())
    expect((await matches()).map(({ bits }) => bits)).toEqual([8, 8])
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1, trust_millis: 301 })
  })

  test('a value that is new here and that many carry is worth four bits', async () => {
    await population()
    await left(
      '203.0.113.1',
      Array.from({ length: 21 }, (_, at) => `a${at}`),
    )
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    expect(new Set((await matches()).map(({ bits }) => bits))).toEqual(new Set([4]))
  })

  test('where hardly anybody is proven, what many carry is worth nothing', async () => {
    await population(20)
    await left(
      '203.0.113.1',
      Array.from({ length: 21 }, (_, at) => `a${at}`),
    )
    await tell([exit('203.0.113.1')])
    await weighPartners(context())
    expect(await matches()).toEqual([])
  })

  test('one thing under ten thousand names is one thing', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    const one = exit('203.0.113.1')
    await tell(
      Array.from({ length: 9000 }, (_, at) => ({
        ...one,
        object_id: `o${at}`,
        campaign_name: `c${at}`,
      })),
    )
    await weighPartners(context())
    expect(await matches()).toHaveLength(2)
  })

  test('what was withdrawn adds nothing, and is remembered where it was wrong', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await tell([exit('203.0.113.1')])
    await rule('a', 'benign')
    await tell([], ['indicator--203.0.113.1'])
    await weighPartners(context())
    expect((await matches()).map(({ bits }) => bits)).toEqual([0, 0])
    expect(await weightOf()).toMatchObject({ campaigns_wrong: 1 })
  })

  test('whoever carries it after it expired is somebody else', async () => {
    await population()
    await left('203.0.113.1', ['a', 'b'])
    await takeIn(held.store, {
      ...{ partner_id: 'north', at_ms: Date.parse('2026-03-04T00:00:00Z') },
      told: {
        ...{ withdrawn: [], refused: [] },
        indicators: [
          {
            ...exit('203.0.113.1'),
            valid_from: '2026-03-03T00:00:00Z',
            valid_until: `${DAY}T09:00:00Z`,
          },
        ],
      },
    })
    await weighPartners(context())
    expect(await matches()).toEqual([])
  })
})

describe('what is told under the secret of a group', () => {
  const GROUP = { id: 'isac', key: Buffer.alloc(32, 5).toString('base64') }
  const payment = (instrument: string): IndicatorTold => ({
    ...{ ...exit('203.0.113.1'), kind: 'payment' },
    pattern: { hash: groupHash(GROUP, 'payment', instrument), key_id: GROUP.id },
  })
  beforeEach(async () => {
    await held.store.run(statement('clear', 'TRUNCATE TABLE account'))
    await population()
    const paid = { a: 'fp_1', b: 'fp_2' }
    await held.store.insert(
      'account',
      Object.entries(paid).map(([account_id, payment_hash]) => ({
        ...{ account_id, payment_hash, payment_kind: 'card' },
      })),
    )
    await held.store.run(
      statement(
        'identities',
        `INSERT INTO account_identity (account_id, entity_id, payment_kind, payment_hash)
         SELECT account_id, account_id, payment_kind,
             keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(payment_hash)) FROM account`,
      ),
      { hash_key: HASH_KEY },
    )
    await tell([payment('fp_1')])
  })

  test('is matched by whoever has it, beside that of another group', async () => {
    const other = { id: 'other', key: Buffer.alloc(32, 6).toString('base64') }
    await weighPartners({ ...context(), groups: [other, GROUP] })
    expect((await matches()).map(({ account_id }) => account_id)).toEqual(['a'])
  })

  test.each([
    ['no secret', []],
    ['another secret under its name', [{ ...GROUP, key: Buffer.alloc(32, 7).toString('base64') }]],
    ['its secret under another name', [{ ...GROUP, id: 'other' }]],
  ])('is matched by nobody who has %s', async (_, groups) => {
    await weighPartners({ ...context(), groups })
    expect(await matches()).toEqual([])
  })
})

describe('the word of a partner', () => {
  beforeEach(async () => {
    await population()
    await left('203.0.113.1', ['a', 'b', 'c'])
    await tell([exit('203.0.113.1')])
  })

  test('makes a linker of its own, with half of the bits to begin with', async () => {
    await weighPartners(context())
    const [linker, ...others] = await linkersOfPartners()
    expect(others).toEqual([])
    expect(linker).toMatchObject({ id: 'partner-indicator:north', bits_max: 4, m: 0.15 })
    expect(linker?.statement).toContain('the partner north told')
  })

  test('is worth more where operators of ours carry what it told', async () => {
    await found(['a', 'b'])
    await weighPartners(context())
    expect(await weightOf()).toEqual({ campaigns_right: 1, campaigns_wrong: 0, trust_millis: 551 })
  })

  test('is not worth more where it told of many others as well', async () => {
    await found(['a', 'b'])
    await left('203.0.113.9', ['d', 'e', 'f'])
    await tell([exit('203.0.113.1'), exit('203.0.113.9')])
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({ campaigns_right: 0, trust_millis: 500 })
  })

  test.each([
    ['that are only for a person to look at', ['a', 'b'], 'review'],
    ['of whom one carries it', ['a'], 'act'],
  ] as const)('is not worth more for campaigns %s', async (_, accounts, verdict) => {
    await found(accounts, verdict)
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({ campaigns_right: 0, trust_millis: 500 })
  })

  test('falls in the next run after a person found one of them innocent', async () => {
    await found(['a', 'b'])
    await rule('a', 'benign')
    await weighPartners(context())
    expect(await weightOf()).toMatchObject({
      campaigns_right: 0,
      campaigns_wrong: 1,
      trust_millis: 301,
    })
  })

  test('counts for nothing while it is paused', async () => {
    await ask('pause_partner', 1)
    await weighPartners(context())
    expect(await linkersOfPartners()).toEqual([])
    await ask('propose', 2)
    runId = randomUUID()
    await weighPartners(context())
    expect(await linkersOfPartners()).toEqual([])
    await ask('resume_partner', 3)
    runId = randomUUID()
    await weighPartners(context())
    expect(await linkersOfPartners()).toHaveLength(1)
  })

  test('is heard with that of another apart from it', async () => {
    await tell([exit('203.0.113.1', 'ebb')], [], 'south')
    await weighPartners(context())
    expect((await linkersOfPartners()).map(({ id }) => id)).toEqual([
      'partner-indicator:north',
      'partner-indicator:south',
    ])
  })
})
