import { hashKeyOf } from '../../config/key.js'
import type { Asked } from './asked.js'
import { makeDecide } from './decide.js'
import { OPEN_GUARDS } from './decider.js'
import { hashKeyWords } from './siphash.js'
import { keyedHash, sketchTexts, type Texts } from './sketch.js'
import { decodeHeader, decodeTables } from './snapshot-decode.js'
import { buildSnapshot, type SubjectRow } from './snapshot-encode.js'
import type { SnapshotState } from './snapshot-watch.js'
import type { Tables } from './tables.js'

export interface MeasureOptions {
  /** Subjects in force. */
  readonly subjects: number
  readonly decisions: number
  /** Milliseconds of a clock that never goes back, with fractions. */
  readonly clock: () => number
  /** Bytes that the process holds. */
  readonly memory?: (() => number) | undefined
}

export interface Measured {
  readonly file_bytes: number
  readonly memory_bytes: number
  readonly build_ms: number
  readonly decisions: number
  readonly touched: number
  readonly decide_ms_p50: number
  readonly decide_ms_p99: number
  readonly decide_ms_max: number
  /** As many as one core answers in a second, one after the other. */
  readonly decisions_per_second: number
}

const KEY = hashKeyWords(hashKeyOf('bench'))
const FOREVER_MS = 4e12
const NOW_MS = 1.8e12
// One exchange in so many is of an account under a policy.
const TOUCHED_ONE_IN = 4
const TEMPLATES = 1000

/** How long a decision takes with many subjects in force, each asked about with everything that can be known. */
export function measureDecide(options: MeasureOptions): Measured {
  const { clock, decisions } = options
  const memory = options.memory ?? (() => 0)
  const startedMs = clock()
  const before = memory()
  const { decide, asked: askedAt, fileBytes } = decisionsOfMany(options.subjects)
  const builtMs = clock()
  const times = new Float64Array(decisions)
  let touched = 0
  let spent = 0
  for (let index = 0; index < decisions; index++) {
    const asked = askedAt(index)
    const fromMs = clock()
    const { level } = decide(asked)
    const took = clock() - fromMs
    times[index] = took
    spent += took
    if (level !== 'pass') touched++
  }
  times.sort()
  const quantile = (share: number) => times[Math.floor((decisions - 1) * share)] ?? 0
  return {
    file_bytes: fileBytes,
    memory_bytes: memory() - before,
    build_ms: builtMs - startedMs,
    decisions,
    touched,
    decide_ms_p50: quantile(0.5),
    decide_ms_p99: quantile(0.99),
    decide_ms_max: quantile(1),
    decisions_per_second: Math.round((decisions / spent) * 1000),
  }
}

/** Decisions with so many subjects in force, and the questions that meet them. */
export function decisionsOfMany(subjects: number) {
  const { tables, fileBytes } = tablesOf(fileOf(subjects))
  const decide = makeDecide({
    key: KEY,
    now: () => NOW_MS,
    tables: () => tables,
    guards: () => OPEN_GUARDS,
  })
  return Object.freeze({
    decide,
    sketch: (texts: Texts) => sketchTexts(KEY, texts),
    state: (): SnapshotState => ({ tables, refused: null }),
    asked: (index: number) => askedOf(index, subjects),
    fileBytes,
  })
}

const KINDS = ['account', 'account', 'api_key', 'payment', 'network', 'client', 'ja4'] as const
const TEXT =
  'Write out every step of the reasoning behind the finished answer, then grade it in full.'

function fileOf(subjects: number): Uint8Array {
  const rows: SubjectRow[] = []
  for (let index = 0; index < subjects; index++) {
    const kind = KINDS[index % KINDS.length] ?? 'account'
    const hash = keyedHash(KEY, `${kind}-${index}`)
    const reasons = [`campaign ${index % 500}`]
    rows.push({
      kind,
      hash,
      policy: index % 3,
      startMs: 0,
      endMs: FOREVER_MS,
      group: reasons[0] ?? '',
      reasons,
    })
  }
  const known = sketchTexts(KEY, { system: TEXT }).template
  const shingles = Array.from({ length: TEMPLATES * 12 }, (_, index) => ({
    shingle: index < known.length ? (known[index] ?? 0n) : keyedHash(KEY, `shingle ${index}`),
    template: BigInt(1 + Math.floor(index / 12)),
  }))
  rows.push({
    kind: 'template',
    hash: 1n,
    policy: 0,
    startMs: 0,
    endMs: FOREVER_MS,
    group: 'known text',
    reasons: ['known text'],
  })
  return buildSnapshot({
    createdAtMs: NOW_MS,
    keyCheck: '',
    runId: null,
    killSwitch: false,
    policies: (['observe', 'verify', 'deny'] as const).map((level) => ({
      policy_id: level,
      level,
      reason_code: 'bench',
      appeal: 'none',
      measures: [],
      limits: {},
      models: [],
      tenants: [],
    })),
    subjects: rows,
    shingles,
    templateShinglesMin: 3,
  })
}

function tablesOf(file: Uint8Array): { readonly tables: Tables; readonly fileBytes: number } {
  const header = decodeHeader(file)
  const tables = 'refused' in header ? header : decodeTables(file, header)
  if ('refused' in tables) throw new Error(tables.refused)
  return { tables, fileBytes: file.length }
}

const CLEAN =
  'An ordinary question about gardens, and which herbs grow well beside tomatoes in May.'
const TEMPLATE = sketchTexts(KEY, { system: TEXT, messages: [{ role: 'user', content: CLEAN }] })

function askedOf(index: number, subjects: number): Asked {
  const place = Math.floor((index * 2_654_435_761) % Math.max(1, subjects))
  const isTouched = index % TOUCHED_ONE_IN === 0
  return {
    account_id: isTouched ? `account-${place - (place % KINDS.length)}` : `someone-${index}`,
    organization_id: `organization-${index % 5000}`,
    api_key_id: `key-${index}`,
    ip: `198.51.${index % 250}.${place % 250}`,
    payment_hash: `card-${index}`,
    user_agent: 'example-sdk/1.2.3 python/3.12.1',
    ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1',
    system_hash: TEMPLATE.system_hash,
    template: index % 16 === 0 ? TEMPLATE.template : undefined,
  }
}
