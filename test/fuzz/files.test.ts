import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { readSettings } from '../../src/config/settings.js'
import { StillwatchError } from '../../src/domain/errors.js'
import { readManifest } from '../../src/service/backup/open-backup.js'
import { keyCheckOf } from '../../src/service/decisions/key-check.js'
import { readPolicy } from '../../src/service/decisions/publish.js'
import {
  buildSnapshot,
  CHECKSUM_AT,
  HEADER_BYTES,
} from '../../src/service/decisions/snapshot-encode.js'
import { readSnapshot } from '../../src/service/decisions/snapshot-file.js'
import { findFrames, frameBytes, writeFrame } from '../../src/service/spool/frame.js'
import { block } from '../conformance/recipe.js'
import { fuzz } from './fuzz.js'

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SEGMENT = 'segment'
const LINES = ['{"a":1}', '{"exchange_id":"x","text":"日本"}'].map((text) => Buffer.from(text))
const frame = (place: number) => {
  const bytes = Buffer.alloc(frameBytes(LINES))
  writeFrame(bytes, SEGMENT, place, LINES)
  return bytes
}

fuzz({
  name: 'spool: frames of a segment',
  corpus: [frame(0), Buffer.concat([frame(0), frame(1), frame(2)])],
  run: (bytes) => {
    const { parts, goodBytes, rows } = findFrames(bytes, SEGMENT)
    expect(goodBytes).toBeLessThanOrEqual(bytes.length)
    let [end, sum] = [0, 0]
    for (const part of parts) {
      expect(part.start).toBeGreaterThanOrEqual(end)
      end = part.end
      if ('isDamaged' in part) continue
      sum += part.rows
      // What was once written is all that may be read.
      expect(bytes.subarray(part.start, part.end)).toEqual(frame(0).subarray(24))
    }
    expect(sum).toBe(rows)
  },
})

const SECRET = 'fuzz'
const KEY_CHECK = keyCheckOf(SECRET)
const snapshot = Buffer.from(
  buildSnapshot({
    createdAtMs: 1.8e12,
    keyCheck: KEY_CHECK,
    runId: null,
    killSwitch: false,
    policies: [
      {
        policy_id: 'p',
        level: 'deny',
        reason_code: 'r',
        appeal: 'a',
        measures: ['refuse-all'],
        limits: {},
        models: ['m'],
        tenants: [],
      },
    ],
    subjects: Array.from({ length: 50 }, (_, index) => ({
      kind: 'account' as const,
      hash: BigInt(index + 1),
      policy: 0,
      startMs: 0,
      endMs: 4e12,
      group: `campaign ${index}`,
      reasons: [`campaign ${index}`],
    })),
    shingles: [{ shingle: 5n, template: 1n }],
    templateShinglesMin: 1,
  }),
)
const path = join(folder, 'decisions.snapshot')

fuzz({
  name: 'snapshot: a file of decisions',
  corpus: [snapshot],
  run: async (bytes) => {
    writeFileSync(path, bytes)
    const tables = await readSnapshot(path, [KEY_CHECK])
    // The checksum stands in the header, so that a changed file is only ever taken by its name or length.
    if ('refused' in tables) expect(tables.refused).not.toBe('')
    else expect(bytes.subarray(CHECKSUM_AT)).toEqual(snapshot.subarray(CHECKSUM_AT))
  },
})

fuzz({
  name: 'snapshot: what it says of itself, under a checksum that fits',
  corpus: [snapshot],
  run: async (bytes) => {
    if (bytes.length < HEADER_BYTES) return
    const file = Buffer.from(bytes)
    createHash('sha256').update(file.subarray(HEADER_BYTES)).digest().copy(file, CHECKSUM_AT)
    writeFileSync(path, file)
    const tables = await readSnapshot(path, [KEY_CHECK])
    if ('refused' in tables) expect(tables.refused).not.toBe('')
    else expect(tables.entries).toBe(50)
  },
})

const CYCLE = Buffer.from('serve: &a\n  tokens: [*a, [*a]]\n')
const yaml = (page: string, place = 0) => Buffer.from(block(page, 'yaml', {}, place))
const DECISIONS = 'docs/how-to/decisions.md'
const settings = Buffer.from(
  yaml(DECISIONS)
    .toString('utf8')
    .replace(/\$\{\w+\}/, 'x'),
)
const policy = yaml(DECISIONS, 1)
const ALIASES = Buffer.from(
  `a: &a [x, x, x]\n${'bcdefg'.replaceAll(/./g, (at) => `${at}: &${at} [${`*${String.fromCharCode(at.charCodeAt(0) - 1)}, `.repeat(9)}]\n`)}`,
)

/** Whatever is wrong with a file of the operator's is told in our words, by a code that is documented. */
const inOurWords = (read: () => unknown): void => {
  try {
    read()
  } catch (error) {
    if (!(error instanceof StillwatchError)) throw error
  }
}

for (const [name, corpus, read] of [
  ['the policy file', [policy, ALIASES, CYCLE], readPolicy],
  ['the settings', [settings, ALIASES, CYCLE], readSettings],
] as const) {
  const file = join(folder, 'given.yaml')
  fuzz({
    name: `YAML: ${name}`,
    corpus,
    run: (bytes) => {
      writeFileSync(file, bytes)
      inOurWords(() => read(file))
    },
  })
}

const backup = join(folder, 'backup')
mkdirSync(backup)
const MANIFEST = {
  schema: 'stillwatch.backup/1',
  version: '0.1.0',
  made_at: '2026-03-03T10:00:00.000Z',
  key_check: '123',
  audit: { seq: 0, hash: '', broken_at: null },
  store_bytes: 100,
  tables: [
    {
      file: 'tables/run.native.zst',
      table: 'run',
      part: '',
      rows: 2,
      bytes: 4,
      sha256: 'a'.repeat(64),
    },
  ],
  texts: [],
  spool: [],
}

fuzz({
  name: 'backup: a manifest',
  corpus: [Buffer.from(JSON.stringify(MANIFEST)), Buffer.from(JSON.stringify(MANIFEST, null, 2))],
  run: (bytes) => {
    writeFileSync(join(backup, 'manifest.json'), bytes)
    try {
      const { tables } = readManifest(backup, '0.1.0')
      // No path of it leads anywhere else.
      for (const { file } of tables) expect(file).toMatch(/^tables\/[\w.-]+$/)
    } catch (error) {
      if (!(error instanceof StillwatchError)) throw error
    }
  },
})
