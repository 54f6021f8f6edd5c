import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { hashKeyOf } from '../../config/key.js'
import type { Findings } from '../../domain/findings.js'
import { PRESETS, simulate } from '../../lab/simulate.js'
import { scan } from '../../scan.js'
import { statement } from '../../store/sql.js'

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-nulls-'))
const held = testStore()
const RUN_ID = '00000000-0000-4000-8000-000000000001'
let findings: Findings

beforeAll(async () => {
  simulate({ ...PRESETS.tiny, folder, seed: 'nulls' })
  const result = await scan({
    store: held.store,
    inputs: [{ path: folder }],
    runId: RUN_ID,
    startedAt: new Date(0),
    version: 'test',
    hashKey: hashKeyOf('test'),
    nullRuns: 2,
    progress: () => undefined,
    watcher: { stage: () => undefined, now: () => 0 },
  })
  findings = result.findings
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('null runs', () => {
  test('where there is a campaign, what chance deals out makes none', () => {
    expect(findings.campaigns.length).toBe(2)
    expect(findings.calibration).toMatchObject({ null_runs: 2, campaigns_on_null: 0 })
  })

  test.each(['account_value', 'link_evidence', 'link', 'cluster', 'verdict', 'template_slot'])(
    'nothing of them stays in %s',
    async (table) => {
      const runs = await held.store.rows(
        statement('runs', `SELECT DISTINCT toString(run_id) AS run_id FROM ${table}`),
      )
      expect(runs).toEqual([{ run_id: RUN_ID }])
    },
  )

  test('no table of theirs stays', async () => {
    const tables = await held.store.rows(
      statement('tables', "SELECT name FROM system.tables WHERE startsWith(name, 'null_')"),
    )
    expect(tables).toEqual([])
  })
})
