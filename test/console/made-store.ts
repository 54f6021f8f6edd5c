/** Stores that are made and not scanned: as large as a test needs, or with names that nobody would choose. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Campaign, Findings } from '../../src/domain/findings.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'

export interface Made {
  /** Of the one campaign, and of all others. */
  readonly members: number
  readonly accounts: number
  /** Of each member: one in each of so many hours. */
  readonly hours: number
  /** Of all others together. */
  readonly exchanges: number
  readonly nameOf?: (place: number) => string
  readonly statement?: string
}

export const CAMPAIGN_ID = '00000000-0000-5000-8000-000000000001'
const RUN_ID = '00000000-0000-4000-8000-000000000001'
const START = '2026-03-02 00:00:00'

const run = (name: string, text: string) => statement(name, text)

/** Makes it in a folder of its own; whoever asked removes it. */
export async function makeStore(made: Made): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'stillwatch-made-')), 'store')
  mkdirSync(path)
  const store = await openStore({ path })
  const { members, accounts, hours, exchanges } = made
  const names = Array.from(
    { length: members },
    (_, place) => made.nameOf?.(place) ?? `acct_${place}`,
  )
  try {
    await store.insert(
      'campaign_member',
      names.map((account_id, place) => ({
        ...{ run_id: RUN_ID, campaign_id: CAMPAIGN_ID, account_id, membership: 1 },
        role: place % 50 === 49 ? 'victim' : 'operator',
      })),
    )
    await store.insert('campaign', [
      {
        ...{ run_id: RUN_ID, campaign_id: CAMPAIGN_ID, cluster_id: 'c1', verdict: 'act' },
        ...{ confidence: 97, linkage: 0.99, extraction: 0.98, succeeds: [] },
      },
    ])
    await store.run(
      run(
        'exchanges of members',
        `
      INSERT INTO exchange (exchange_id, account_id, received_at, model)
      SELECT concat(account_id, ' ', toString(hour)), account_id, toDateTime64('${START}', 3, 'UTC') + toIntervalMinute(hour * 60 + cityHash64(account_id, hour) % 60), 'heron'
      FROM (SELECT account_id FROM campaign_member WHERE run_id = '${RUN_ID}') AS member
      CROSS JOIN (SELECT number AS hour FROM numbers(${hours})) AS hours`,
      ),
    )
    await store.run(
      run(
        'exchanges of others',
        `
      INSERT INTO exchange (exchange_id, account_id, received_at, model)
      SELECT concat('other ', toString(number)), concat('other_', toString(number % ${Math.max(1, accounts)})), toDateTime64('${START}', 3, 'UTC') + toIntervalSecond(number % 600000), 'heron'
      FROM numbers(${exchanges})`,
      ),
    )
    await store.run(
      run(
        'templates',
        `
      INSERT INTO exchange_template (run_id, exchange_id, account_id, received_at, part, family_id, slot_hash)
      SELECT '${RUN_ID}', exchange_id, account_id, received_at, 2, 1 + cityHash64(exchange_id) % 5, cityHash64(exchange_id)
      FROM exchange WHERE model = 'heron' AND account_id IN (SELECT account_id FROM campaign_member WHERE run_id = '${RUN_ID}')`,
      ),
    )
    await store.run(
      run(
        'profiles',
        `
      INSERT INTO account_profile (account_id, profile_date, exchanges, first_seen_at, last_seen_at)
      SELECT account_id, toDate(min(received_at)), count(), min(received_at), max(received_at) FROM exchange GROUP BY account_id`,
      ),
    )
    await store.run(
      run(
        'fingerprints',
        `
      INSERT INTO exchange_fingerprint (exchange_id, account_id, received_at, capability)
      SELECT exchange_id, account_id, received_at, 'reasoning' FROM exchange`,
      ),
    )
    await store.run(
      run(
        'taken',
        `
      INSERT INTO campaign_taken (run_id, campaign_id, account_id, exchange_id, share_thousandths)
      SELECT '${RUN_ID}', '${CAMPAIGN_ID}', account_id, exchange_id, 1000 FROM exchange_template WHERE run_id = '${RUN_ID}'`,
      ),
    )
    await store.insert('share', [
      { run_id: RUN_ID, feed: 'findings', document: JSON.stringify(findingsOf(made, names)) },
    ])
    const times = {
      started_at: '2026-03-10 00:00:00.000',
      window_start: `${START}.000`,
      window_end: '2026-03-09 00:00:00.000',
    }
    await store.insert('run', [
      { run_id: RUN_ID, version: 'test', ...times, finished_at: '2026-03-10 00:01:00.000' },
    ])
  } finally {
    await store.close()
  }
  return path
}

export const removeStore = (path: string): void =>
  rmSync(join(path, '..'), { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })

function findingsOf(made: Made, names: readonly string[]): Findings {
  const seen = {
    first_seen_at: '2026-03-02T00:00:00.000Z',
    last_seen_at: '2026-03-09T00:00:00.000Z',
  }
  const said = made.statement ?? 'They pay with one instrument.'
  const taken = names.length * made.hours
  const campaign: Campaign = {
    ...{
      campaign_id: CAMPAIGN_ID,
      verdict: 'act',
      confidence: 97,
      linkage: 0.99,
      extraction: 0.98,
    },
    ...{ rests_on: '', ...seen, accounts: names.length, exchanges: taken, tokens_out: taken * 100 },
    exchanges_extracting: taken,
    capabilities: [{ capability: 'reasoning', exchanges: taken }],
    members: names.map((account_id, place) => ({
      ...{
        account_id,
        membership: 1,
        exchanges: made.hours,
        exchanges_extracting: made.hours,
        ...seen,
      },
      role: place % 50 === 49 ? ('victim' as const) : ('operator' as const),
    })),
    succeeds: [],
    evidence: [
      { evidence_id: 'e1', family: 'money', kind: 'payment', weight_bits: 14, statement: said },
      {
        evidence_id: 'e2',
        family: 'extraction',
        kind: 'templated_loop',
        weight_bits: 8,
        statement: said,
      },
    ],
    counter_evidence: [],
    attribution: { operator: null, hypotheses: [] },
    countermeasure: { level: 'verify', needs: 'one person' },
  }
  return {
    ...{ schema: 'stillwatch.findings/1', stillwatch_version: 'test', run_id: RUN_ID },
    ...{ window_start: seen.first_seen_at, window_end: seen.last_seen_at },
    input: {
      ...{ exchanges: taken + made.exchanges, accounts: names.length + made.accounts },
      ...{ rejected: 0, duplicates: 0, detectors_off: [] },
    },
    campaigns: [campaign],
    accounts: names.map((account_id) => ({
      ...{
        account_id,
        verdict: 'act' as const,
        confidence: 97,
        campaign_id: CAMPAIGN_ID,
        reasons: [],
      },
    })),
    calibration: {
      ...{ reference_accounts: made.accounts, null_runs: 0, campaigns_on_null: 0 },
      false_links_under_independence: 0,
    },
  }
}
