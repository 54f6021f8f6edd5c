import { beforeAll, describe, expect, test } from 'vitest'
import { loadDetectors } from '../../src/detectors/index.js'
import type { Findings } from '../../src/domain/findings.js'
import { createRandom } from '../../src/lab/random.js'
import { loadLinkers } from '../../src/linkers/index.js'
import { judge } from '../../src/pipeline/07-judge/stage.js'
import { STAGES } from '../../src/pipeline/pipeline.js'
import { fingerprintUnkept } from '../../src/pipeline/segments.js'
import type { RunContext, Stage } from '../../src/pipeline/stage.js'
import { scan } from '../../src/scan.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { documentOf, keptFieldsOf, quotedBy, textsOf } from './leaks.js'
import {
  logsFolder,
  makeWorld,
  optionsOf,
  RANKS,
  RUN_ID,
  scanFolders,
  seedsOf,
  type Verdict,
  type World,
} from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('one world', ['one', 'two', 'three'])

const rows = <Row>(sql: string) => held.store.rows<Row>(statement('asked', sql))
const run = (sql: string) => held.store.run(statement('done', sql))

describe.each(seeds)('seed %s', (seed) => {
  let world: World
  let findings: Findings

  beforeAll(async () => {
    world = makeWorld(logs.fresh(), seed, {
      accounts: 250,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.15, tongues: ['en'] },
        { id: 'slow-relay', scale: 0.05, tongues: ['en'] },
        { id: 'reseller-hydra', scale: 0.15, tongues: ['en'] },
        { id: 'university-class', scale: 0.3 },
      ],
    })
    findings = await scanFolders(held.store, world.folder)
    expect(findings.campaigns.length, `seed ${seed}`).toBeGreaterThanOrEqual(2)
  })

  test('no verdict without evidence that is stored, no countermeasure without verdict', async () => {
    for (const { account_id, reasons } of findings.accounts) {
      expect([seed, account_id, reasons.filter((reason) => reason !== '')]).not.toContainEqual([])
    }
    for (const { campaign_id, evidence, members } of findings.campaigns) {
      expect([seed, campaign_id, evidence.length, members.length]).not.toContain(0)
    }
    const wanting = Object.entries(WANTING).map(async ([name, sql]) => [name, await rows(sql)])
    expect([seed, Object.fromEntries(await Promise.all(wanting))]).toEqual([
      seed,
      Object.fromEntries(Object.keys(WANTING).map((name) => [name, []])),
    ])
  })

  test('nothing leaks: neither findings nor a report without text hold a value or a text of the log', async () => {
    const documents = {
      findings: JSON.stringify(findings),
      report: await documentOf(held.store, findings, { hasText: false }),
    }
    const withText = await documentOf(held.store, findings, { hasText: true })
    const fields = keptFieldsOf(world.folder)
    const texts = textsOf(world.folder)
    expect([fields.length > 1000, texts.some(quotedBy(withText))]).toEqual([true, true])
    for (const [name, document] of Object.entries(documents)) {
      const told = fields.filter(({ value }) => document.includes(value))
      expect([seed, name, told]).toEqual([seed, name, []])
      const quoted = texts.filter(quotedBy(document))
      expect([seed, name, quoted.slice(0, 3)]).toEqual([seed, name, []])
    }
  })

  test('each stage again, on what the stages before it left, concludes the same', async () => {
    const [before] = await rows<{ document: string }>('SELECT document FROM share')
    const context = await contextOf(await loadDetectors())
    for (const stage of STAGES.slice(1)) await runAgain(stage, context)
    const [after] = await rows<{ document: string }>('SELECT document FROM share')
    expect([seed, after?.document === before?.document]).toEqual([seed, true])
  })

  test('more evidence never clears: one more signal of extraction lowers no verdict', async () => {
    const before = await verdicts()
    const detectors = await loadDetectors()
    for (const draw of [1, 2, 3]) {
      await runAgain(judge, await contextOf(detectors.concat(extraDetector(`${seed} ${draw}`))))
      const after = await verdicts()
      const lowered = [...before].filter(([id, one]) => isLower(after.get(id), one))
      expect([seed, draw, lowered]).toEqual([seed, draw, []])
      expect(after.size, 'the signals were heard').toBeGreaterThan(before.size)
    }
  })

  test('a second scan of the same logs into the same store concludes the same', async () => {
    const again = '00000000-0000-4000-8000-000000000001'
    const second = await scan(optionsOf(held.store, [world.folder], again))
    const { run_id, input, ...said } = second.findings
    const { run_id: _, input: before, ...first } = findings
    expect(run_id).toBe(again)
    expect([seed, said]).toEqual([seed, first])
    expect(input).toEqual({ ...before, duplicates: before.duplicates + before.exchanges })
  })
})

/** What must not be there: each gives the rows that lack what they should rest on. */
const WANTING = {
  'accounts without a signal, a link or a tie': `
    SELECT subject_id FROM verdict
    WHERE subject_kind = 'account'
      AND subject_id NOT IN (SELECT subject_id FROM signal WHERE weight_millibits > 0)
      AND subject_id NOT IN (
          SELECT arrayJoin([account_a, account_b]) FROM link_evidence WHERE weight_millibits > 0)
      AND subject_id NOT IN (SELECT account_id FROM cluster_tie WHERE weight_millibits > 0)`,
  'clusters without signals for it, or without links': `
    SELECT subject_id FROM verdict
    WHERE subject_kind = 'cluster'
      AND (subject_id NOT IN (SELECT subject_id FROM signal WHERE weight_millibits > 0)
           OR subject_id NOT IN (SELECT cluster_id FROM cluster WHERE links > 0))`,
  'verdicts whose bits are not those of their signals': `
    SELECT subject_id, extraction_millibits, bits FROM verdict
    INNER JOIN (
        SELECT subject_id, sum(best) AS bits FROM (
            SELECT subject_id, family,
                   if(family = 'innocence', min(weight_millibits), max(weight_millibits)) AS best
            FROM signal GROUP BY subject_id, family)
        GROUP BY subject_id) AS told USING (subject_id)
    WHERE extraction_millibits != bits`,
  'campaigns whose cluster has no verdict': `
    SELECT campaign_id FROM campaign
    WHERE cluster_id NOT IN (
        SELECT subject_id FROM verdict WHERE subject_kind = 'cluster' AND verdict IN ('review', 'act'))`,
  'evidence of campaigns that no linker and no detector gave': `
    SELECT campaign_id, kind FROM campaign_evidence
    WHERE kind NOT IN (SELECT replaceAll(linker, '-', '_') FROM link_evidence)
      AND (campaign_id, kind) NOT IN (
          SELECT campaign_id, replaceAll(detector, '-', '_') FROM campaign
          INNER JOIN signal ON signal.subject_id = campaign.cluster_id)`,
  'campaigns without evidence for them': `
    SELECT campaign_id FROM campaign
    WHERE campaign_id NOT IN (SELECT campaign_id FROM campaign_evidence WHERE weight_millibits > 0)`,
  'members without a verdict': `
    SELECT account_id FROM campaign_member
    WHERE account_id NOT IN (SELECT subject_id FROM verdict WHERE subject_kind = 'account')`,
  'countermeasures without a verdict': `
    SELECT campaign_id FROM countermeasure_proposed
    WHERE campaign_id NOT IN (SELECT campaign_id FROM campaign WHERE verdict IN ('review', 'act'))`,
} as const

interface Judged {
  readonly verdict: Verdict
  readonly confidence: number
}

/** The verdicts of the first run; of an account its verdict alone, of a cluster how sure it is too. */
async function verdicts(): Promise<ReadonlyMap<string, Judged>> {
  const found = await rows<Judged & { subject_kind: string; subject_id: string }>(
    `SELECT subject_kind, subject_id, verdict, confidence FROM verdict WHERE run_id = '${RUN_ID}'`,
  )
  return new Map(
    found.map(({ subject_kind, subject_id, verdict, confidence }) => [
      subject_id,
      { verdict, confidence: subject_kind === 'cluster' ? confidence : 0 },
    ]),
  )
}

const isLower = (after: Judged | undefined, before: Judged) =>
  after === undefined ||
  RANKS[after.verdict] < RANKS[before.verdict] ||
  after.confidence < before.confidence

/** A detector that speaks for extraction of half of the subjects, as strongly as chance has it. */
function extraDetector(seed: string) {
  const random = createRandom(seed)
  const family = random.pick(['content', 'loop', 'replay', 'economy', 'breadth'] as const)
  return {
    id: 'extra',
    family,
    speaks: 'extraction',
    title: 'Extra',
    why: '',
    benign: [],
    evasions: [],
    needs: [],
    bits_max: 20,
    statement: '',
    settings: {},
    sql: `
      SELECT subject_id, (cityHash64(subject_id, '${seed}') % 1000) / 1000 AS strength,
             CAST(map() AS Map(String, Float64)) AS facts
      FROM subject_profile
      WHERE run_id = {run_id:UUID} AND subject_kind != 'population'
        AND cityHash64('${seed}', subject_id) % 2 = 0`,
    cases: { fires: {}, quiet: {} },
  } as const
}

/** Everything that a stage of the first run was given. */
async function contextOf(detectors: RunContext['detectors']): Promise<RunContext> {
  const [window] = await rows<{ start: string; end: string }>(
    'SELECT toString(min(received_at)) AS start, toString(max(received_at)) AS end FROM exchange',
  )
  return {
    ...optionsOf(held.store, []),
    fingerprintUnkept,
    lastRunId: undefined,
    sourceId: undefined,
    sources: [],
    linkers: await loadLinkers(),
    detectors,
    window: window ?? { start: '', end: '' },
    settingsOf: ({ settings }) =>
      Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value])),
  }
}

/** A stage that is run again starts without what it gave before, as after a run that failed. */
async function runAgain(stage: Stage, context: RunContext): Promise<void> {
  const own = await rows<{ table: string }>(
    "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'run_id'",
  )
  for (const table of own.map((row) => row.table).filter((name) => stage.writes.includes(name))) {
    await run(`DELETE FROM ${table} WHERE run_id = '${RUN_ID}'`)
  }
  await stage.run(context)
}
