import { readdirSync, readFileSync } from 'node:fs'
import type { Detector } from '../detectors/define.js'
import type { Settings } from '../domain/definition.js'
import type { Linker } from '../linkers/define.js'
import type { Stage } from '../pipeline/stage.js'
import { schemaText, tableNames } from '../store/migrate.js'
import type { FinishedRun } from '../store/runs.js'
import { tablesOf } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { QUERIES } from './queries/queries.js'
import { type RecordedStatement, recordStage, stageCalled } from './stage-run.js'

/** A store and its last finished run. */
export interface Seen {
  readonly store: Store
  readonly run: FinishedRun
}

export interface TableSeen {
  readonly table: string
  readonly rows: number
  /** The first rows, of the tables that are written. */
  readonly head: readonly Readonly<Record<string, unknown>>[]
}

/** What a stage, linker or detector is, what it runs, and what it gave in the last finished run. */
export interface DefinitionExplained {
  readonly kind: 'stage' | 'linker' | 'detector'
  readonly id: string
  readonly title: string
  readonly why: string
  readonly benign: readonly string[]
  readonly evasions: readonly string[]
  readonly needs: readonly string[]
  readonly settings: Settings
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly statements: readonly RecordedStatement[]
  readonly run_id: string | null
  readonly totals: Readonly<Record<string, number>>
  readonly tables: readonly TableSeen[]
  readonly strongest: readonly Readonly<Record<string, unknown>>[]
}

export interface ExplainOptions {
  readonly seen: Seen | undefined
  readonly rowsMax: number
  readonly overrides: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** In what is printed: the operator's secret is a parameter of many statements. */
const HASH_KEY_SHOWN = '(the key made of hash_secret)'

export async function explainStage(
  stage: Stage,
  options: ExplainOptions,
): Promise<DefinitionExplained> {
  const { seen } = options
  const recorded = await recordStage(stage, recordingOf(options))
  const names = new Set(recorded.map((statement) => statement.name))
  const others = stageFiles(stage.name).filter((statement) => !names.has(statement.name))
  return {
    ...EMPTY,
    kind: 'stage',
    id: stage.name,
    title: stage.question,
    reads: stage.reads,
    writes: stage.writes,
    statements: [...recorded, ...others],
    run_id: seen?.run.run_id ?? null,
    tables: seen === undefined ? [] : await tablesSeen(stage, seen, options.rowsMax),
  }
}

export async function explainLinker(
  linker: Linker,
  options: ExplainOptions,
): Promise<DefinitionExplained> {
  const { seen, rowsMax } = options
  const recorded = await recordStage(stageCalled('link'), {
    ...recordingOf(options),
    linkers: [linker],
    detectors: [],
  })
  const params = { run_id: seen?.run.run_id ?? '', linker: linker.id, rows_max: rowsMax }
  const [total] = seen ? await seen.store.rows<Counts>(QUERIES.linkerTotal, params) : []
  return {
    ...describedOf(linker),
    kind: 'linker',
    writes: ['account_value', 'shared_value', 'link_candidate', 'link_pair', 'link_evidence'],
    statements: recorded.filter(
      ({ name, params: bound }) => name === linker.id || 'linker' in bound,
    ),
    run_id: seen?.run.run_id ?? null,
    totals: numbers(total),
    strongest: seen ? await seen.store.rows(QUERIES.linkerPairs, params) : [],
  }
}

export async function explainDetector(
  detector: Detector,
  options: ExplainOptions,
): Promise<DefinitionExplained> {
  const { seen, rowsMax } = options
  const recorded = await recordStage(stageCalled('judge'), {
    ...recordingOf(options),
    linkers: [],
    detectors: [detector],
  })
  const params = { run_id: seen?.run.run_id ?? '', detector: detector.id, rows_max: rowsMax }
  const [total] = seen ? await seen.store.rows<Counts>(QUERIES.detectorTotal, params) : []
  return {
    ...describedOf(detector),
    kind: 'detector',
    writes: ['signal'],
    statements: recorded.filter(
      ({ name, params: bound }) => name === detector.id || 'detector' in bound,
    ),
    run_id: seen?.run.run_id ?? null,
    totals: numbers(total),
    strongest: seen ? await seen.store.rows(QUERIES.detectorSubjects, params) : [],
  }
}

type Counts = Readonly<Record<string, string | number>>

const EMPTY = {
  why: '',
  benign: [],
  evasions: [],
  needs: [],
  settings: {},
  totals: {},
  tables: [],
  strongest: [],
} as const

function describedOf(definition: Linker | Detector) {
  const { id, title, why, benign, evasions, needs, settings, sql } = definition
  const { reads } = tablesOf(sql)
  return { ...EMPTY, id, title, why, benign, evasions, needs, settings, reads }
}

function recordingOf({ seen, overrides }: ExplainOptions) {
  return {
    runId: seen?.run.run_id ?? '(the run)',
    hashKey: HASH_KEY_SHOWN,
    window: {
      start: seen?.run.window_from ?? '(first instant read)',
      end: seen?.run.window_to ?? '(last instant read)',
    },
    overrides,
  }
}

const PIPELINE = new URL('../pipeline/', import.meta.url)

/** The statements in a stage's folder: what recording does not reach, as ingest needs a file to read. */
function stageFiles(name: string): readonly RecordedStatement[] {
  const folder = readdirSync(PIPELINE).find(
    (entry) => /^\d\d-/.test(entry) && entry.endsWith(`-${name}`),
  )
  if (folder === undefined) return []
  const base = new URL(`${folder}/`, PIPELINE)
  return readdirSync(base)
    .filter((file) => /^\w+\.sql$/.test(file))
    .sort()
    .map((file) => ({
      name: file.replace(/\.sql$/, ''),
      text: readFileSync(new URL(file, base), 'utf8'),
      params: {},
    }))
}

async function tablesSeen(stage: Stage, seen: Seen, rowsMax: number): Promise<TableSeen[]> {
  const known = tableNames()
  const tables = [...new Set([...stage.reads, ...stage.writes])].sort()
  const all: TableSeen[] = []
  for (const table of tables.filter((name) => known.includes(name))) {
    all.push(await tableSeen(table, seen, stage.writes.includes(table) ? rowsMax : 0))
  }
  return all
}

async function tableSeen(table: string, { store, run }: Seen, rowsMax: number): Promise<TableSeen> {
  // Of ground tables some name the run that read a row; they are told whole.
  const byRun = table !== 'run' && /^\s+run_id\s+UUID/m.test(schemaText(table))
  const params = { table, run_id: run.run_id, rows_max: rowsMax }
  const [count] = await store.rows<{ rows: string }>(
    byRun ? QUERIES.tableCountByRun : QUERIES.tableCount,
    params,
  )
  const head =
    rowsMax === 0
      ? []
      : await store.rows<Record<string, unknown>>(
          byRun ? QUERIES.tableHeadByRun : QUERIES.tableHead,
          params,
        )
  return { table, rows: Number(count?.rows ?? 0), head }
}

const numbers = (row: Counts | undefined) =>
  Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]))
