import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PRESETS, simulate } from '../../src/lab/simulate.js'
import { scanFindings } from '../scan-folder.js'

/** A published tool flagged all eight honest applications here, and cut the campaign into fifteen. */
test('three SDK fingerprints shared by everybody merge nobody: one campaign of 300, no honest account', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-three-'))
  try {
    const { truth } = simulate({ ...PRESETS.threeSdk, folder, seed: 'three' })
    const findings = await scanFindings(folder)
    const guilty = [...(truth.campaigns[0]?.accounts ?? [])].sort()
    expect(findings.campaigns.length).toBe(1)
    expect(findings.campaigns[0]?.members.map((member) => member.account_id)).toEqual(guilty)
    expect(findings.accounts.map((account) => account.account_id)).toEqual(guilty)
    expect(findings.calibration.reference_accounts).toBeLessThan(20)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
