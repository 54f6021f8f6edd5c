import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import type { Truth } from '../../src/domain/truth.js'
import { type Preset, type Simulation, simulate } from '../../src/lab/simulate.js'
import { scan } from '../../src/scan.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'

/** STILLWATCH_PROPERTY=full tries more seeds, factors, fields and accounts, for minutes. */
export const isFull = process.env.STILLWATCH_PROPERTY === 'full'

/**
 * The seeds of a property: those of STILLWATCH_SEED, parted by commas, or the first of the given; all of
 * the given where everything is tried. They are printed, and belong into the name of each test.
 */
export function seedsOf(property: string, given: readonly [string, ...string[]]): string[] {
  const asked = process.env.STILLWATCH_SEED?.split(',').filter((seed) => seed !== '') ?? []
  const seeds = asked.length > 0 ? asked : isFull ? [...given] : [given[0]]
  process.stderr.write(`${property}: STILLWATCH_SEED=${seeds.join(',')}\n`)
  return seeds
}

/** A folder for the logs of a test file, gone afterwards. */
export function logsFolder(): { readonly fresh: () => string } {
  const holder = { root: '' }
  beforeAll(() => {
    holder.root = mkdtempSync(join(tmpdir(), 'stillwatch-property-'))
  })
  afterAll(() => rmSync(holder.root, { recursive: true, force: true }))
  return { fresh: () => mkdtempSync(join(holder.root, 'logs-')) }
}

export const RUN_ID = '00000000-0000-4000-8000-000000000000'

const tablesOf = statement(
  'tables',
  `SELECT name FROM system.tables
   WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND total_rows > 0`,
)

/** Forgets whatever was scanned before, so that a scan in the same store is the first one. */
export async function forgetAll(store: Store): Promise<void> {
  for (const { name } of await store.rows<{ name: string }>(tablesOf)) {
    await store.run(statement(`clear ${name}`, `TRUNCATE TABLE ${name}`))
  }
}

export const optionsOf = (store: Store, folders: readonly string[], runId = RUN_ID) => ({
  store,
  inputs: folders.map((path) => ({ path })),
  runId,
  startedAt: new Date(0),
  version: 'test',
  hashKey: hashKeyOf('test'),
  progress: () => {},
  watcher: { stage: () => {}, now: () => 0 },
})

/** What a first scan of these folders concludes. The store holds its rows until the next one. */
export async function scanFolders(store: Store, ...folders: readonly string[]): Promise<Findings> {
  await forgetAll(store)
  const { findings } = await scan(optionsOf(store, folders))
  return findings
}

export interface World extends Simulation {
  readonly folder: string
}

/** A small world of its own seed. */
export const makeWorld = (
  folder: string,
  seed: string,
  wishes: Pick<Preset, 'accounts' | 'scenarios'> & Partial<Preset>,
): World => ({
  folder,
  ...simulate({
    days: 5,
    exchangesMean: 7,
    isCompressed: false,
    textScale: 0.3,
    ...wishes,
    folder,
    seed,
  }),
})

export const RANKS = { clear: 0, watch: 1, review: 2, act: 3 } as const
export type Verdict = keyof typeof RANKS

export const verdictsOf = ({ accounts }: Findings): ReadonlyMap<string, Verdict> =>
  new Map(accounts.map(({ account_id, verdict }) => [account_id, verdict]))

/** Who is at review or above and does not belong to a campaign, not even as a bystander. */
export function wronglyAccused(truth: Truth, findings: Findings): readonly string[] {
  const known = new Set([
    ...truth.campaigns.flatMap(({ accounts }) => accounts),
    ...truth.bystanders.map(({ account_id }) => account_id),
  ])
  return findings.accounts
    .filter(({ account_id, verdict }) => RANKS[verdict] >= RANKS.review && !known.has(account_id))
    .map(({ account_id }) => account_id)
}
