import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { convertFolder } from '../../src/lab/convert.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'
import { scanFindings } from '../scan-folder.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-forms-'))
const native = join(root, 'native')
let fromNative: Findings

beforeAll(async () => {
  simulate({ ...PRESETS.tiny, folder: native, seed: 'forms' })
  fromNative = await scanFindings(native)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const membersOf = (findings: Findings) =>
  findings.campaigns.map(({ members }) => members.map((member) => member.account_id).sort())

describe('the same traffic in another form', () => {
  test.each(['anthropic', 'openai'] as const)(
    '%s names the same campaigns and members',
    async (form) => {
      const folder = join(root, form)
      await convertFolder(native, folder, form)
      const findings = await scanFindings(folder)
      expect(membersOf(findings).sort()).toEqual(membersOf(fromNative).sort())
    },
  )

  // The form has no answers, no conversations, no sign-ups and no proofs of who anybody is, so linkage
  // rests on payment, network, client and text. As far as that reaches, nobody else is named.
  test('glasswally names campaigns of the same accounts, and nobody else', async () => {
    const folder = join(root, 'glasswally')
    await convertFolder(native, folder, 'glasswally')
    const findings = await scanFindings(folder)
    const known = membersOf(fromNative)
    expect(findings.campaigns.length).toBeGreaterThan(0)
    for (const members of membersOf(findings)) {
      const best = Math.max(...known.map((all) => members.filter((id) => all.includes(id)).length))
      expect(best / members.length).toBeGreaterThanOrEqual(0.97)
    }
    const off = findings.input.detectors_off.map(({ id }) => id)
    expect(off).toEqual(expect.arrayContaining(['continuation', 'signup-batch']))
  })
})
