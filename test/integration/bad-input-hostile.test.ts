import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { renderInputNotes } from '../../src/cli/input-notes.js'
import type { Findings } from '../../src/domain/findings.js'
import { testStore } from '../store.js'
import { folderOf, ingest, line, lines } from './bad-input.js'
import { stillwatch } from './bad-input-cli.js'

/** What whoever is looked for may write into any field, to drive what an investigator looks with. */
const HOSTILE = [
  `'; DROP TABLE exchange; --`,
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '\u001b]0;owned\u0007\u001b[2J\u009b31m\u0000\u007f',
  '\u202egnp\u2066\u200b\\x27\\',
].join('')

// The most that an identifier may hold is 128 bytes.
const HOSTILE_ID = `';--<script>alert(1)</script>\u001b[31m\u009b\u0000\u202e\\`

const example = (name: string) => readFileSync(join('examples/harvest', name))
type Line = Record<string, unknown>
const parsed = (text: string): Line[] =>
  text
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => JSON.parse(one) as Line)

/** Every text of a record but what its form is read by. */
function poisoned(record: Line, kept: readonly string[]): Line {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (typeof value !== 'string' || kept.includes(key)) return [key, value]
      return [key, key === 'account_id' ? `${value}${HOSTILE_ID}` : `${value}${HOSTILE}`]
    }),
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be found.
const DRIVES_A_TERMINAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

describe('what a log holds is text and nothing more', () => {
  test('campaigns whose every field is hostile are found, and nothing reaches terminal or page', async () => {
    const campaigns = (
      JSON.parse(example('truth.json').toString()) as {
        campaigns: { accounts: string[] }[]
      }
    ).campaigns
    const guilty = new Set(campaigns.flatMap(({ accounts }) => accounts))
    const exchanges = parsed(gunzipSync(example('exchange.jsonl.gz')).toString()).map((record) => {
      const [kept, isGuilty] = [
        ['exchange_id', 'received_at', 'ip', 'text_policy'],
        guilty.has(`${record.account_id}`),
      ]
      const hostile = poisoned(record, isGuilty ? kept : [...kept, 'model', 'response', 'system'])
      const messages = (record.messages ?? []) as { role: string; content: string }[]
      if (!isGuilty) return JSON.stringify(hostile)
      const said = messages.map(({ role, content }) => ({ role, content: `${content}${HOSTILE}` }))
      return JSON.stringify({ ...hostile, messages: said })
    })
    const accounts = parsed(gunzipSync(example('account.jsonl.gz')).toString()).map((record) =>
      JSON.stringify(
        poisoned(record, ['created_at', 'signup_ip', 'program', 'verification', 'payment_kind']),
      ),
    )
    const folder = folderOf({
      'exchange<img src=x onerror=alert(3)>\u001b[31m.jsonl': lines(...exchanges, HOSTILE),
      'account.jsonl': lines(...accounts),
    })
    const out = folderOf({})
    const ended = await stillwatch(['scan', folder, '--out', out])
    expect(ended.status).toBe(0)
    const text = readFileSync(join(out, 'findings.json'), 'utf8')
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    for (const printed of [ended.stdout, ended.stderr, text, page]) {
      expect(DRIVES_A_TERMINAL.exec(printed)).toBeNull()
    }
    expect(page).not.toMatch(/<script>alert|<img src=x|onerror=alert\(\d\)>/)
    const findings = JSON.parse(text) as Findings
    const members = findings.campaigns.flatMap((one) =>
      one.members.map((member) => member.account_id),
    )
    expect(members.length).toBeGreaterThan(30)
    expect(members.every((id) => id.endsWith(HOSTILE_ID))).toBe(true)
    const operators = findings.campaigns.flatMap((one) =>
      one.members.filter(({ role }) => role === 'operator').map((member) => member.account_id),
    )
    const found = operators.filter((id) => guilty.has(id.slice(0, -HOSTILE_ID.length)))
    expect(found.length / operators.length).toBeGreaterThan(0.9)
    expect(findings.input).toMatchObject({ exchanges: exchanges.length, rejected: 1 })
  })
})

describe('ingest', () => {
  const holder = testStore()

  test('keeps hostile texts as they are, and prints none of them as they are', async () => {
    const name = `exchange\u001b[31m<script>'.jsonl`
    const folder = folderOf({
      [name]: lines(line(1, { account_id: HOSTILE_ID, model: HOSTILE, [HOSTILE]: 1 }), HOSTILE),
    })
    const got = await ingest(holder.store, folder)
    expect(got.exchanges).toMatchObject([{ account_id: HOSTILE_ID }])
    expect(got.rejects).toEqual([`${name}:2 the line is not valid JSON`])
    const notes = renderInputNotes({
      faults: [{ file: name, fault: HOSTILE, unknown: [HOSTILE] }],
      rejects: [{ file: name, reason: HOSTILE, lines: 1, first_line: 2 }],
    })
    expect(DRIVES_A_TERMINAL.exec(notes)).toBeNull()
    expect(notes.split('\n')).toHaveLength(4)
  })
})
