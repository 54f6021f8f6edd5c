import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const banned = sqlFile(import.meta.url, './banned.sql', { window_end: 'DateTime64(3)' })
const everyone = statement('everyone', 'SELECT account_id FROM banned ORDER BY account_id')
const day = (of: number) => `2026-03-0${of} 00:00:00.000`
const event = (account_id: string, of: number, kind: string) => ({
  account_id,
  occurred_at: day(of),
  kind,
})
const ruling = (subject_id: string, of: number, conclusion: string, expires_at?: string) => ({
  ruling_id: `${subject_id}-${of}`,
  ruled_at: day(of),
  subject_kind: 'account',
  subject_id,
  conclusion,
  ...(expires_at === undefined ? {} : { expires_at }),
})

test('whom the provider sent away: suspended and not taken back, or ruled to be of a campaign', async () => {
  await fill(
    held.store,
    {
      account_event: [
        event('suspended', 2, 'suspended'),
        event('back', 2, 'suspended'),
        event('back', 3, 'reinstated'),
        event('closed', 2, 'closed'),
        event('wronged', 2, 'suspended'),
      ],
      ruling: [
        ruling('ruled', 2, 'campaign'),
        ruling('cleared', 2, 'campaign'),
        ruling('cleared', 3, 'benign'),
        ruling('wronged', 3, 'benign'),
        ruling('over', 2, 'campaign', day(4)),
      ],
      account_identity: [
        { account_id: 'by-status', status: 'suspended' },
        { account_id: 'active', status: 'active' },
        { account_id: 'back', status: 'suspended' },
      ],
    },
    [],
  )
  await held.store.openTable('banned', banned, { window_end: day(8) })
  const rows = await held.store.rows<{ account_id: string }>(everyone)
  expect(rows.map((row) => row.account_id)).toEqual(['by-status', 'ruled', 'suspended'])
})

const campaignBanned = sqlFile(import.meta.url, './campaign_banned.sql', {
  banned_millibits_min: 'Int32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
  wave_min: 'UInt32',
})
const waves = statement(
  'waves',
  'SELECT campaign_id, count() AS accounts FROM campaign_banned GROUP BY campaign_id ORDER BY campaign_id',
)

test('many who were sent away on one day for one reason are a wave, named after both', async () => {
  const ids = (name: string, count: number) =>
    Array.from({ length: count }, (_, place) => `${name}-${place}`)
  const suspended = (names: readonly string[], of: number, detail: string) =>
    names.map((account_id) => ({ ...event(account_id, of, 'suspended'), detail }))
  const [pool, spam, late] = [ids('pool', 17), ids('spam', 15), ids('late', 3)]
  await fill(
    held.store,
    {
      account_event: [
        ...suspended(pool, 2, 'Nutzung: Übermaß'),
        ...suspended(spam, 2, 'spam'),
        ...suspended(late, 3, 'Nutzung: Übermaß'),
      ],
      newcomer: [...pool, ...spam, ...late].map((account_id) => ({ account_id, exchanges: 9 })),
      newcomer_trait: ['client', 'content'].map((family) => ({
        account_id: 'pool-0',
        campaign_id: 'c',
        trait: family,
        family,
        weight_millibits: 8000,
      })),
    },
    ['ruling', 'account_identity'],
  )
  await held.store.openTable('banned', banned, { window_end: day(8) })
  await held.store.openTable('campaign_banned', campaignBanned, {
    banned_millibits_min: 10_000,
    family_millibits_min: 3000,
    families_min: 2,
    wave_min: 16,
  })
  expect(await held.store.rows(waves)).toEqual([
    { campaign_id: 'banned-2026-03-02-nutzung-übermaß', accounts: '16' },
    { campaign_id: 'c', accounts: '1' },
  ])
})

const standing = sqlFile(import.meta.url, './campaign_standing.sql', {
  run_id: 'UUID',
  trait: 'String',
  family: 'String',
  bits_min: 'Float64',
  values: 'UInt32',
})
const weights = statement(
  'weights',
  'SELECT value_hash, weight_millibits FROM campaign_trait ORDER BY value_hash',
)
const OLD = 1
const NEW = 2

/** What a standing is worth against a campaign of twenty, of whom so many are old, where most of the quiet are. */
async function againstPoolOf(old: number) {
  const members = Array.from({ length: 20 }, (_, place) => `op-${place}`)
  const quiet = Array.from({ length: 100 }, (_, place) => `quiet-${place}`)
  const run_id = randomUUID()
  await fill(
    held.store,
    {
      campaign_member: members.map((account_id) => ({
        run_id,
        campaign_id: 'c',
        account_id,
        role: 'operator',
      })),
      account_mission: quiet.map((account_id) => ({ run_id, account_id, is_quiet: 1 })),
    },
    ['campaign_trait'],
  )
  const standingOf = [
    ...members.map((id, place) => [id, place < old ? OLD : NEW] as const),
    ...quiet.map((id, place) => [id, place < 70 ? OLD : NEW] as const),
  ]
  const rows = standingOf.map(([id, value]) => `('${id}', ${value})`).join(', ')
  const values = `SELECT * FROM VALUES('account_id String, value_hash UInt64', ${rows})`
  await held.store.openTable('trait_value', statement('standing', values), {})
  const nobody = "SELECT '' AS account_id, '' AS campaign_id WHERE false"
  for (const table of ['banned', 'campaign_banned'] as const) {
    await held.store.openTable(table, statement(table, nobody), {})
  }
  const params = { run_id, trait: 'standing', family: 'standing', bits_min: -5, values: 8 }
  await held.store.run(standing, params)
  const found = await held.store.rows<{ value_hash: string; weight_millibits: number }>(weights)
  return Object.fromEntries(found.map((row) => [Number(row.value_hash), row.weight_millibits]))
}

test('an age that no operator of a pool has speaks against the pool, and youth for nothing', async () => {
  expect(await againstPoolOf(0)).toEqual({ [OLD]: -5000 })
})

test('of a pool of aged accounts an age speaks against nobody', async () => {
  expect(await againstPoolOf(20)).toEqual({ [NEW]: -3815 })
})
