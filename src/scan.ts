import type { Detector } from './detectors/define.js'
import { loadDetectors } from './detectors/index.js'
import type { Findings } from './domain/findings.js'
import type { Linker } from './linkers/define.js'
import { loadLinkers } from './linkers/index.js'
import { type RunWatcher, runPipeline, type StageTime } from './pipeline/pipeline.js'
import { fingerprintUnkept } from './pipeline/segments.js'
import type { InputPath, Progress, RunContext } from './pipeline/stage.js'
import { loadSources } from './sources/index.js'
import { finishRun, lastFinishedRun, startRun } from './store/runs.js'
import { statement } from './store/sql.js'
import type { Store } from './store/store.js'

export interface ScanOptions {
  readonly store: Store
  readonly inputs: readonly InputPath[]
  readonly runId: string
  readonly startedAt: Date
  readonly version: string
  readonly hashKey: string
  /** The operator's settings of linkers and detectors, by id. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
  /** Secrets of the groups that the operator is of, by name. */
  readonly groups?: RunContext['groups']
  readonly sourceId?: string | undefined
  /** Leaves what earlier runs derived of single exchanges as it is; all else is done anew. */
  readonly isIncremental?: boolean | undefined
  /** How many null runs to make: each costs about as much as linking and judging. */
  readonly nullRuns?: number | undefined
  /** Which linkers and detectors take part; all, if left out. */
  readonly isOn?: ((definition: Linker | Detector) => boolean) | undefined
  readonly progress: Progress
  readonly watcher: RunWatcher
}

export interface ScanResult {
  readonly findings: Findings
  readonly stages: readonly StageTime[]
}

const document = statement(
  'document',
  `SELECT document FROM share WHERE run_id = {run_id:UUID} AND feed = 'findings'`,
)

/**
 * Runs the whole pipeline over some input and gives what it concludes. The run counts as finished once
 * its findings are in the store, and not before: readers go on seeing the last one that was.
 */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const { store, runId, watcher, startedAt, version } = options
  const start = { runId, startedAt, version }
  const startedMs = watcher.now()
  const context = await contextOf(options)
  await startRun(store, start)
  const stages = await runPipeline(context, watcher)
  const [row] = await store.rows<{ document: string }>(document, { run_id: runId })
  if (row === undefined) throw new Error('the run ended without findings')
  await finishRun(store, start, {
    finishedAt: new Date(startedAt.getTime() + watcher.now() - startedMs),
    window: context.window,
  })
  return { findings: JSON.parse(row.document) as Findings, stages }
}

/** What stages are given, for whoever runs some of them beside a scan. */
export async function contextOf(
  options: Omit<ScanOptions, 'startedAt' | 'watcher'>,
): Promise<RunContext> {
  const { store, runId, isOn = () => true } = options
  const last = await lastFinishedRun(store)
  return {
    store,
    runId,
    lastRunId: last?.run_id,
    version: options.version,
    inputs: options.inputs,
    sourceId: options.sourceId,
    sources: await loadSources(),
    linkers: (await loadLinkers()).filter(isOn),
    detectors: (await loadDetectors()).filter(isOn),
    hashKey: options.hashKey,
    groups: options.groups,
    fingerprintUnkept,
    window: { start: '', end: '' },
    isIncremental: options.isIncremental,
    nulls: { asked: options.nullRuns ?? 0, made: 0, campaigns: 0 },
    settingsOf: ({ id, settings }) =>
      Object.fromEntries(
        Object.entries(settings).map(([name, { value }]) => [
          name,
          options.overrides?.[id]?.[name] ?? value,
        ]),
      ),
    progress: options.progress,
  }
}
