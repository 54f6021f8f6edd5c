/**
 * What is done with grants in a world of the lab: how many honest ones are watched, and how many operators before a run names them. Another
 * world than the small one: `stillwatch simulate <folder> --preset twelve`, then this test with STILLWATCH_WORLD=<folder>;
 * with STILLWATCH_DAYS=3 it sees the first three days alone.
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.js'
import type { Program, Purpose } from '../../src/domain/application.js'
import type { Truth } from '../../src/domain/truth.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'
import { readUses } from '../../src/service/verification/using.js'
import { openStore } from '../../src/store/open.js'
import { lastFinishedRun } from '../../src/store/runs.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { weighUse } from '../../src/verification/weigh-use.js'

const given = process.env.STILLWATCH_WORLD
const days = Number(process.env.STILLWATCH_DAYS ?? 0)
const NAMED = statement(
  'named',
  `SELECT DISTINCT account_id FROM campaign_member INNER JOIN campaign USING (run_id, campaign_id)
   WHERE run_id = {run_id:UUID} AND role = 'operator' AND verdict IN ('review', 'act')`,
)
/** What each says, honest or not: what members of such a programme mostly do. */
const SAID: Readonly<Record<Exclude<Program, 'none'>, Purpose>> = {
  education: 'coursework',
  research: 'research',
  startup: 'product',
}

const NOBODY = { enrolments: new Map(), enrolmentOf: new Map() }

let [made, folder, path]: string[] = []
let store: Store
let run_id: string
let accounts: readonly Account[]
let operators: ReadonlySet<string>
let named: ReadonlySet<string>

/** The first days of a world, for what can be seen early. */
async function firstDays(from: string, to: string): Promise<void> {
  for (const file of ['account.jsonl', 'account_event.jsonl', 'model_release.jsonl'])
    writeFileSync(join(to, file), readFileSync(join(from, file)))
  const out = await open(join(to, 'exchange.jsonl'), 'w')
  let end = ''
  for await (const line of createInterface({
    input: createReadStream(join(from, 'exchange.jsonl')),
  })) {
    const { received_at } = JSON.parse(line) as { received_at: string }
    if (end === '') end = new Date(Date.parse(received_at) + days * 86_400_000).toISOString()
    if (received_at < end) await out.write(`${line}\n`)
  }
  await out.close()
}

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'stillwatch-uses-'))
  folder = given ?? made
  if (given === undefined) simulate({ ...PRESETS.tiny, folder, seed: '1' })
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth
  operators = new Set(truth.campaigns.flatMap((campaign) => campaign.accounts))
  accounts = readFileSync(join(folder, 'account.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Account)
  let seen = folder
  if (days > 0) {
    seen = mkdtempSync(join(made, 'first-'))
    await firstDays(folder, seen)
  }
  path = join(made, 'store')
  execFileSync(process.execPath, ['dist/cli/main.js', 'scan', seen, '--store', path, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  store = await openStore({ path })
  run_id = (await lastFinishedRun(store))?.run_id ?? ''
  const rows = await store.rows<{ account_id: string }>(NAMED, { run_id })
  named = new Set(rows.map(({ account_id }) => account_id))
}, 3_000_000)
afterAll(async () => {
  await store?.close()
  if (made !== undefined) rmSync(made, { recursive: true, force: true })
})

interface Wish {
  readonly program: Exclude<Program, 'none'>
  readonly purpose: Purpose | ''
}

/** Whom a run has watched where these were granted this. */
async function watchedOf(wishOf: (account: Account) => Wish | undefined) {
  await store.run(statement('empty', 'TRUNCATE TABLE application'))
  const applied = accounts.flatMap((account) => {
    const wish = wishOf(account)
    if (wish === undefined) return []
    const { account_id, created_at, email_domain = '', verification } = account
    const proofs = verification === 'institution' ? ['institution_mail'] : ['documents']
    const at = created_at.replace('T', ' ').replace('Z', '')
    const row = { application_id: account_id, account_id, applied_at: at, email_domain, proofs }
    return [{ ...row, ...wish, tier: 'starting', input_id: 1 }]
  })
  await store.insert('application', applied)
  const weighed = (await readUses(store, run_id, NOBODY)).map(({ row, use }) => ({
    ...{ account_id: row.account_id, ...weighUse(use.reasons, use.use) },
  }))
  const watched = weighed.filter(({ is_watched }) => is_watched)
  const guilty = watched.filter(({ account_id }) => operators.has(account_id))
  const innocent = watched.filter(({ account_id }) => !operators.has(account_id))
  const why = (some: typeof watched): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const { id } of some.flatMap(({ reasons }) => reasons)) counts[id] = (counts[id] ?? 0) + 1
    return counts
  }
  return {
    granted: applied.length,
    operators: applied.filter(({ account_id }) => operators.has(account_id)).length,
    guilty: guilty.length,
    unnamed: guilty.filter(({ account_id }) => !named.has(account_id)).length,
    innocent: innocent.length,
    of_innocent: why(innocent),
    of_guilty: why(guilty),
  }
}

const ofProgram = ({ program }: Account): Wish | undefined =>
  program == null || program === 'none' || !(program in SAID)
    ? undefined
    : { program: program as Wish['program'], purpose: SAID[program as Wish['program']] }

test.each([
  ['members of programmes, who say what is usual', ofProgram],
  [
    'members of programmes, who say nothing',
    (one: Account) => {
      const wish = ofProgram(one)
      return wish && ({ ...wish, purpose: '' } as const)
    },
  ],
  ['everybody, for a product', () => ({ program: 'startup', purpose: 'product' }) as const],
  ['everybody, for coursework', () => ({ program: 'education', purpose: 'coursework' }) as const],
])(
  '%s: of the honest at most one in a hundred is watched',
  async (name, wishOf) => {
    const found = await watchedOf(wishOf)
    process.stdout.write(`${name}: ${JSON.stringify({ named: named.size, ...found })}\n`)
    expect(found.innocent * 100).toBeLessThanOrEqual(Math.max(100, found.granted - found.operators))
  },
  600_000,
)
