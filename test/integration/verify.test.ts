import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/application.js'
import type { Truth } from '../../src/domain/truth.js'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stillwatch = (...given: string[]) =>
  run(process.execPath, ['dist/cli/main.js', ...given], { maxBuffer: 64 * 1024 ** 2 })
const assessed = async (...given: string[]) => {
  const { stdout } = await stillwatch('verify', 'assess', ...given, '--json')
  return JSON.parse(stdout) as { assessments: Assessment[]; rejected: unknown[] }
}

describe('accounts that passed', () => {
  const accounts = 'examples/harvest/account.jsonl.gz'
  const store = join(folder, 'store')
  const truth = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as Truth
  const operators = new Set(truth.campaigns.flatMap(({ accounts: ids }) => ids))
  beforeAll(async () => {
    await stillwatch('scan', 'examples/harvest', '--store', store, '--out', join(folder, 'out'))
  }, 120_000)

  test('are asked again within one run once they are of a campaign, and nobody else is for it', async () => {
    const before = await assessed(accounts)
    const after = await assessed(accounts, '--store', store)
    const granted = ({ step }: Assessment) => step === 'grant'
    const passed = before.assessments.filter(
      (one) => granted(one) && operators.has(one.application_id),
    )
    const again = after.assessments.filter((one) => !granted(one))
    const ids = new Set(again.map(({ application_id }) => application_id))
    expect(passed.length).toBeGreaterThan(20)
    expect(passed.filter(({ application_id }) => !ids.has(application_id))).toEqual([])
    expect(again.filter(({ application_id }) => !operators.has(application_id))).toEqual([])
  })
})

describe('what is read', () => {
  const file = join(folder, 'application.jsonl')
  const one = { application_id: 'a', applied_at: '2026-03-10T12:00:00Z' }

  test('lines that are none are told with their number, and the rest is assessed', async () => {
    writeFileSync(file, `${JSON.stringify(one)}\n\nno json\n{"application_id":"b"}\n[1]\n`)
    const { assessments, rejected } = await assessed(file)
    expect(assessments).toHaveLength(1)
    expect(rejected).toEqual([
      { file, line: 3, reason: 'the line is not valid JSON' },
      { file, line: 4, reason: 'these do not fit: applied_at' },
      { file, line: 5, reason: 'the line is not a JSON object' },
    ])
  })

  test.each([
    ['nothing there', join(folder, 'none.jsonl'), 'There is no file or folder'],
    ['a folder', folder, 'could not be read'],
  ])('%s: an error that says what to do', async (_, path, message) => {
    await expect(stillwatch('verify', 'assess', path)).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining(message),
    })
  })

  test('a file that breaks off is an error, not a short answer', async () => {
    const whole = readFileSync('examples/harvest/account.jsonl.gz')
    const torn = join(folder, 'torn.jsonl.gz')
    writeFileSync(torn, whole.subarray(0, whole.length - 400))
    expect(gunzipSync(whole).length).toBeGreaterThan(1000)
    await expect(stillwatch('verify', 'assess', torn)).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining('breaks off'),
    })
  })

  test('an empty file is told with a status of its own', async () => {
    writeFileSync(file, '')
    await expect(stillwatch('verify', 'assess', file)).rejects.toMatchObject({ code: 3 })
  })
})
