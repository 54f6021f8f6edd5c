import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { appendAudit } from '../../src/records/audit.js'
import { scan } from '../../src/scan.js'
import { frameBytes, writeFrame } from '../../src/service/spool/frame.js'
import { newSegmentName, sealedFile } from '../../src/service/spool/segment-name.js'
import { openStore } from '../../src/store/open.js'
import { stillwatch, workFolder } from './backed-up.js'
import { filesHolding } from './search-files.js'

const { folder, config } = workFolder()
const SAID = 'der Reiher wartet am Wehr auf niemanden, 白鷺は誰も待たない'
const WROTE = 'they said they are a school by the weir'
const [store, again, backup, older, spool] = [
  join(folder, 'store'),
  join(folder, 'again'),
  join(folder, 'backup'),
  join(folder, 'older'),
  join(folder, 'store', 'spool'),
] as const

interface Line {
  readonly account_id: string
  readonly messages: readonly { readonly content: string }[]
}

const linesOf = (name: string): readonly string[] =>
  gunzipSync(readFileSync(`examples/harvest/${name}.jsonl.gz`))
    .toString('utf8')
    .trim()
    .split('\n')

const { campaigns } = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as {
  readonly campaigns: readonly { readonly accounts: readonly string[] }[]
}
/** The first two are erased. All are of one campaign. */
const [ERASED = '', KILLED = '', OTHER = ''] = campaigns[0]?.accounts ?? []
const INPUT = { subject_kind: 'account', subject_id: ERASED, conclusion: 'campaign' }
const PROPOSED = { subject_id: ERASED, key: `rule_against\naccount\n${ERASED}\n`, input: INPUT }

/** Scans the example, in which one account says what nobody else does. */
async function scanned(): Promise<void> {
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const exchanges = linesOf('exchange').map((text) => {
    const line = JSON.parse(text) as Line
    if (line.account_id !== ERASED) return text
    const messages = line.messages.map((turn) => ({ ...turn, content: `${SAID} ${turn.content}` }))
    return JSON.stringify({ ...line, messages })
  })
  writeFileSync(join(logs, 'exchange.jsonl'), exchanges.join('\n'))
  writeFileSync(join(logs, 'account.jsonl'), linesOf('account').join('\n'))
  const out = join(folder, 'out')
  const ran = await stillwatch(['scan', logs, '--store', store, '-o', out, '-c', config])
  expect([ran.status, ran.status === 0 ? '' : ran.errors]).toEqual([0, ''])
}

/** Makes everything of the store anew: who is a member of what. */
async function membersRebuilt() {
  const opened = await openStore({ path: store })
  try {
    const { findings } = await scan({
      store: opened,
      inputs: [],
      runId: randomUUID(),
      startedAt: new Date(0),
      version: 'test',
      hashKey: hashKeyOf('test'),
      progress: () => {},
      watcher: { stage: () => {}, now: () => 0 },
    })
    return findings.campaigns.map(({ members }) => members.map((one) => one.account_id).sort())
  } finally {
    await opened.close()
  }
}

/** What people wrote of the account, apart from the trail, and what waits of it in the spool. */
async function writtenAndWaiting(): Promise<void> {
  const opened = await openStore({ path: store })
  await opened.insert('record_text', [
    { text_id: 'subject-1', text: JSON.stringify(['account', ERASED]) },
    { text_id: 'text-1', text: JSON.stringify({ reason: WROTE }) },
    { text_id: 'text-2', text: JSON.stringify(PROPOSED) },
  ])
  const entry = { actor: 'person alice', action: 'add_note', object: 'case 1' }
  const facts = { id: '1', people: ['alice'], hidden: 'text-1' }
  await appendAudit(opened, [{ ...entry, subject: 'subject-1', facts }], Date.now())
  await opened.close()
  mkdirSync(spool)
  const name = newSegmentName(1, 'exchange')
  const lines = [ERASED, OTHER].map((account_id) =>
    Buffer.from(JSON.stringify({ account_id, messages: [{ role: 'user', content: SAID }] })),
  )
  const bytes = Buffer.alloc(frameBytes(lines))
  writeFrame(bytes, name.name, 0, lines)
  writeFileSync(join(spool, sealedFile(name, lines.length)), bytes)
}

const erase = (words: readonly string[], killAfterMs?: number) =>
  stillwatch(['erase', 'account', ...words, '--store', store, '-c', config], killAfterMs)
const holding = async (place: string, text: string) => (await filesHolding(place, text)).length
/** Noted as begun, and not as done. */
const isBegun = () => {
  const marks = join(store, 'erasures.json')
  return existsSync(marks) && readFileSync(marks, 'utf8').includes('"done_at": null')
}
const verified = async (place: string) =>
  (await stillwatch(['audit', 'verify', '--store', place, '-c', config])).status

test('one account goes from store, spool, what people wrote and a backup; an older backup does not bring it back', async () => {
  await scanned()
  await writtenAndWaiting()
  expect((await stillwatch(['backup', backup, '--store', store, '-c', config])).status).toBe(0)
  cpSync(backup, older, { recursive: true })
  // That the search finds what is there.
  for (const place of [store, backup]) {
    for (const text of [ERASED, KILLED, OTHER, SAID, WROTE]) {
      expect([place, text, await holding(place, text)]).toEqual([place, text, expect.any(Number)])
      expect(await holding(place, text)).toBeGreaterThan(0)
    }
  }

  const trial = await erase([ERASED, '--all', '--backup', backup])
  expect([trial.status, trial.out]).toEqual([0, expect.stringContaining('Nothing was erased')])
  expect(await holding(store, WROTE)).toBeGreaterThan(0)

  const before = await membersRebuilt()
  expect(before.flat()).toContain(ERASED)
  // Of whom is evidence, what they said goes and the rest stays.
  const texts = await erase([ERASED, '--yes'])
  expect([texts.status, texts.out]).toEqual([0, expect.stringContaining('17(3)(e)')])
  const waits = await filesHolding(store, SAID)
  expect(waits.every((file) => file.startsWith(spool))).toBe(true)
  expect(await holding(store, ERASED)).toBeGreaterThan(0)

  expect(await membersRebuilt()).toEqual(before)

  const all = await erase([ERASED, '--all', '--yes', '--backup', backup])
  expect([all.status, all.out]).toEqual([0, expect.stringContaining('made anew without it')])
  for (const place of [store, backup]) {
    expect([place, await filesHolding(place, ERASED)]).toEqual([place, []])
    expect([place, await filesHolding(place, WROTE)]).toEqual([place, []])
    expect([place, await holding(place, OTHER)]).not.toEqual([place, 0])
  }
  // The other's record is where it was.
  expect(await filesHolding(spool, SAID)).toHaveLength(1)
  expect(await verified(store)).toBe(0)
  const left = await erase([ERASED, '--all', '--json'])
  expect(JSON.parse(left.out)).toMatchObject({ rows: {}, spool_records: 0 })

  mkdirSync(again)
  cpSync(join(store, 'erasures.json'), join(again, 'erasures.json'))
  const restored = await stillwatch(['restore', older, '--store', again, '-c', config])
  expect([restored.status, restored.out]).toEqual([0, expect.stringContaining('erased again')])
  expect(await filesHolding(again, ERASED)).toEqual([])
  expect(await filesHolding(again, WROTE)).toEqual([])
  expect(await holding(again, OTHER)).toBeGreaterThan(0)
  expect(await verified(again)).toBe(0)
}, 900_000)

test('killed at any time, it is done again and leaves nothing; the backup is one at all times', async () => {
  for (const killAfterMs of [900, 1400, 2200, 3500]) {
    await erase([KILLED, '--all', '--yes', '--backup', backup], killAfterMs)
  }
  // Later and later, until one comes to its end: some before were ended after they had begun with the store.
  let begun = 0
  for (let killAfterMs = 900, status: number | null = null; status !== 0; killAfterMs += 300) {
    ;({ status } = await erase([KILLED, '--all', '--yes'], killAfterMs))
    if (isBegun()) begun += 1
  }
  expect(begun).toBeGreaterThan(0)
  const done = await erase([KILLED, '--all', '--yes', '--backup', backup])
  expect([done.status, done.errors.includes('error')]).toEqual([0, false])
  for (const place of [store, backup]) {
    expect([place, await filesHolding(place, KILLED)]).toEqual([place, []])
    expect([place, await holding(place, OTHER)]).not.toEqual([place, 0])
  }
  const trial = join(folder, 'trial')
  const restored = await stillwatch(['restore', backup, '--store', trial, '-c', config])
  expect(restored.status).toBe(0)
  expect(await verified(store)).toBe(0)
}, 900_000)
