import { randomUUID } from 'node:crypto'
import { beforeEach } from 'vitest'
import { hashKeyOf } from '../src/config/key.js'
import type { IndicatorTold } from '../src/domain/told.js'
import { loadLinkers } from '../src/linkers/index.js'
import { isPerPartner, linkersOf } from '../src/pipeline/partners/linkers.js'
import { takeIn } from '../src/pipeline/partners/receive.js'
import { weighPartners } from '../src/pipeline/partners/weigh.js'
import type { RunContext } from '../src/pipeline/stage.js'
import { statement } from '../src/store/sql.js'
import { testStore } from './store.js'

export const held = testStore()
export const NOW = Date.parse('2026-03-08T00:00:00Z')
export const DAY = '2026-03-05'
export const HASH_KEY = hashKeyOf('test')
export const linkers = await loadLinkers()
export const REFERENCE = 1000

const END = '2026-03-08 00:00:00.000'
/** The run of a test, the one before it, and when its window ends. */
export const at = { runId: '', lastRunId: '', end: END }

beforeEach(async () => {
  Object.assign(at, { runId: randomUUID(), lastRunId: randomUUID(), end: END })
  const tables = ['indicator_received', 'indicator_rejected', 'exchange_origin', 'account_identity']
  const kept = ['partner_wrong', 'shared_document', 'indicator_shared', 'record_text']
  for (const table of [...tables, ...kept, 'ruling', 'audit']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

/** So many proven customers, each with an address of its own. */
export async function population(count = REFERENCE): Promise<void> {
  const ids = Array.from({ length: count }, (_, place) => `ref_${place}`)
  await held.store.insert(
    'account_identity',
    ids.map((id) => ({ account_id: id, entity_id: id })),
  )
  await held.store.insert(
    'reference',
    ids.map((id) => ({ run_id: at.runId, account_id: id, entity_id: id })),
  )
}

/** Accounts that left through an address on the day. */
export async function left(ip: string, accounts: readonly string[]): Promise<void> {
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

const PROGRAM = {
  user_agent: 'relay-http/',
  ja4: 't13d1516h2_1a_2b',
  header_order: 'host,accept,x-b,x-a,content-length',
}

/** Accounts that sent by one program on the day. */
export const used = (accounts: readonly string[]): Promise<void> =>
  held.store.run(
    statement(
      'programs',
      `INSERT INTO exchange_origin (exchange_id, account_id, received_at, client_hash, header_hash, ja4_hash)
       SELECT concat(account, ' by it'), account, toDateTime64('${DAY} 10:00:00', 3, 'UTC'),
           keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, {user_agent:String}),
           keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, {header_order:String}),
           keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, {ja4:String})
       FROM (SELECT arrayJoin({accounts:Array(String)}) AS account)`,
    ),
    { accounts, hash_key: HASH_KEY, ...PROGRAM },
  )

/** Accounts that signed up with mail at a domain of nobody else's. */
export async function signedUp(domain: string, accounts: readonly string[]): Promise<void> {
  await held.store.run(
    statement(
      'identities',
      `INSERT INTO account_identity (account_id, entity_id, created_at, email_kind, email_domain_hash)
       SELECT account, account, toDateTime64('${DAY} 09:00:00', 3, 'UTC'), 'private',
           keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, {domain:String})
       FROM (SELECT arrayJoin({accounts:Array(String)}) AS account)`,
    ),
    { domain, accounts, hash_key: HASH_KEY },
  )
}

export const exit = (ip: string, campaign_name = 'tide'): IndicatorTold => ({
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
export const mail = (domain: string, campaign_name = 'tide'): IndicatorTold => ({
  ...exit('203.0.113.1', campaign_name),
  ...{ object_id: `indicator--${domain}`, kind: 'mail-domain', pattern: { domain } },
})
export const program = (campaign_name = 'tide'): IndicatorTold => ({
  ...exit('203.0.113.1', campaign_name),
  ...{ object_id: 'indicator--program', kind: 'client', pattern: PROGRAM },
})
export const tell = (
  indicators: readonly IndicatorTold[],
  withdrawn: readonly string[] = [],
  by = 'north',
  daysLater = 0,
) =>
  takeIn(held.store, {
    ...{ partner_id: by, at_ms: NOW + daysLater * 86_400_000 },
    told: { indicators, withdrawn, refused: [] },
  })

export const context = (): RunContext =>
  ({
    ...{ store: held.store, ...at, linkers, hashKey: HASH_KEY },
    window: { start: '2026-03-01 00:00:00.000', end: at.end },
    settingsOf: ({ settings }: { settings: Record<string, { value: number }> }) =>
      Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value])),
    progress: () => undefined,
  }) as unknown as RunContext

export const rowsOf = <Row>(text: string) =>
  held.store.rows<Row>(statement('rows', text), { run_id: at.runId })
export const matches = () =>
  rowsOf<{ account_id: string; bits: number }>(
    `SELECT account_id, weight_millibits / 1000 AS bits FROM indicator_match
     WHERE run_id = {run_id:UUID} ORDER BY account_id`,
  )
export const weightOf = async (partner = 'north') =>
  (
    await rowsOf<{ trust_millis: number; campaigns_right: number; campaigns_wrong: number }>(
      `SELECT trust_millis, campaigns_right, campaigns_wrong FROM partner_weight
       WHERE run_id = {run_id:UUID} AND partner_id = '${partner}'`,
    )
  )[0]
export const linkersOfPartners = async () =>
  (await linkersOf(context(), at.runId)).filter(isPerPartner).filter(({ id }) => id.includes(':'))

/** Operators of a campaign that the last run found. */
export async function found(
  accounts: readonly string[],
  verdict = 'act',
  campaign_id = 'ours',
  run_id = at.lastRunId,
): Promise<void> {
  const campaign = { run_id, campaign_id }
  await held.store.insert('campaign', [{ ...campaign, verdict }])
  await held.store.insert(
    'campaign_member',
    accounts.map((account_id) => ({ ...campaign, account_id, role: 'operator' })),
  )
}
/** What people signed; or what came in a file, where it has a number. */
export const rule = (subject_id: string, conclusion: string, ruling_id = 'r', input_id = 0) =>
  held.store.insert('ruling', [
    {
      ...{ ruling_id, ruled_at: '2026-03-07 00:00:00', subject_kind: 'account' },
      subject_id,
      conclusion,
      input_id,
    },
  ])
/** Another run, of the same reference: the one before it becomes the last. */
export async function runAgain(): Promise<void> {
  const runId = randomUUID()
  await held.store.run(
    statement(
      'reference_again',
      `INSERT INTO reference (run_id, account_id, entity_id)
       SELECT {new_id:UUID}, account_id, entity_id FROM reference WHERE run_id = {run_id:UUID}`,
    ),
    { new_id: runId, run_id: at.runId },
  )
  Object.assign(at, { runId, lastRunId: at.runId })
  await weighPartners(context())
}
export const ask = (
  action: string,
  seq: number,
  { by = 'north', when = '2026-03-07 00:00:00.000' } = {},
) =>
  held.store.insert('audit', [
    { seq, at: when, actor: 'person alice', action, object: `partner ${by}` },
  ])
