import { copyFileSync, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { folderOf } from './bad-input.js'
import { stillwatch } from './bad-input-cli.js'

const ADDRESSES = 1_000_000
const LINES_A_CHUNK = 10_000
// On two cores it takes a sixth of this: what is to be seen is that it does not grow with the square.
const SECONDS_MAX = 240

/** One account that comes from a million addresses, each once, over six days. */
function* flood(): Generator<string> {
  for (let start = 0; start < ADDRESSES; start += LINES_A_CHUNK) {
    const chunk: string[] = []
    for (let index = start; index < start + LINES_A_CHUNK; index += 1) {
      const at = new Date(Date.UTC(2026, 2, 2) + index * 500).toISOString()
      const ip = `${11 + (index % 7)}.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
      chunk.push(
        `{"exchange_id":"flood-${index}","received_at":"${at}","account_id":"flood","ip":"${ip}","status":200}`,
      )
    }
    yield `${chunk.join('\n')}\n`
  }
}

test('an account with a million addresses costs time for a million rows, and hides nobody', async () => {
  const folder = folderOf({})
  for (const name of ['exchange.jsonl.gz', 'account.jsonl.gz', 'model_release.jsonl']) {
    copyFileSync(join('examples/harvest', name), join(folder, name))
  }
  await pipeline(Readable.from(flood()), createWriteStream(join(folder, 'exchange-flood.jsonl')))
  const out = folderOf({})
  const started = performance.now()
  const ended = await stillwatch(['scan', folder, '--out', out])
  expect([ended.status, ended.stderr]).toEqual([0, expect.not.stringContaining('stillwatch:')])
  expect((performance.now() - started) / 1000).toBeLessThan(SECONDS_MAX)

  const findings = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as Findings
  const truth = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as {
    campaigns: { accounts: string[] }[]
  }
  const guilty = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  expect(findings.input.exchanges).toBeGreaterThan(ADDRESSES)
  const operators = findings.campaigns.flatMap((one) =>
    one.members.filter(({ role }) => role === 'operator').map((member) => member.account_id),
  )
  expect(operators).not.toContain('flood')
  expect(operators.length).toBeGreaterThan(30)
  expect(operators.filter((id) => guilty.has(id)).length / operators.length).toBeGreaterThan(0.9)
}, 300_000)
