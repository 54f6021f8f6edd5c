import type { Detector } from '../detectors/define.js'
import { loadDetectors } from '../detectors/index.js'
import { StillwatchError } from '../domain/errors.js'
import type { Linker } from '../linkers/define.js'
import { loadLinkers } from '../linkers/index.js'
import { STAGES } from '../pipeline/pipeline.js'
import { fingerprintUnkept } from '../pipeline/segments.js'
import type { InputPath, Progress, RunContext, Stage } from '../pipeline/stage.js'
import { loadSources } from '../sources/index.js'
import { SINGLE } from '../store/layout.js'
import type { Params, Statement } from '../store/sql.js'
import type { Store } from '../store/store.js'

export interface StageRunOptions {
  readonly store: Store
  readonly runId: string
  readonly hashKey: string
  readonly inputs?: readonly InputPath[]
  readonly sourceId?: string | undefined
  readonly window?: { readonly start: string; readonly end: string }
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly linkers?: readonly Linker[]
  readonly detectors?: readonly Detector[]
  readonly progress?: Progress
}

/** What stages are given when a command runs some of them by itself. Nothing is published by that. */
export async function stageContext(options: StageRunOptions): Promise<RunContext> {
  return {
    store: options.store,
    runId: options.runId,
    version: '',
    inputs: options.inputs ?? [],
    sourceId: options.sourceId,
    sources: await loadSources(),
    linkers: options.linkers ?? (await loadLinkers()),
    detectors: options.detectors ?? (await loadDetectors()),
    hashKey: options.hashKey,
    fingerprintUnkept,
    window: options.window ?? { start: '', end: '' },
    settingsOf: ({ id, settings }) =>
      Object.fromEntries(
        Object.entries(settings).map(([name, { value }]) => [
          name,
          options.overrides?.[id]?.[name] ?? value,
        ]),
      ),
    progress: options.progress ?? (() => undefined),
  }
}

/** The stages from the first up to the one named, that one too. */
export function stagesUpTo(name: string): readonly Stage[] {
  return STAGES.slice(0, STAGES.findIndex((stage) => stage.name === name) + 1)
}

export function stageCalled(name: string): Stage {
  const stage = STAGES.find((one) => one.name === name)
  if (stage === undefined) throw new Error(`there is no stage called ${name}`)
  return stage
}

/** A statement as a stage would run it, with every value that it binds. */
export interface RecordedStatement {
  readonly name: string
  readonly text: string
  readonly params: Params
}

/**
 * What a stage would send to the store, without a store: the stage itself is run, over one that notes
 * each statement and answers nothing. So what is printed is what runs, and not a description of it. A
 * stage that needs input to go on (ingest) is noted as far as it comes.
 */
export async function recordStage(
  stage: Stage,
  options: Omit<StageRunOptions, 'store'>,
): Promise<readonly RecordedStatement[]> {
  const noted: RecordedStatement[] = []
  const note = ({ name, text, params: types }: Statement, given: Params = {}) => {
    const params = Object.fromEntries(
      Object.keys(types).flatMap((key) => {
        const value = given[key]
        return value === undefined ? [] : [[key, value]]
      }),
    )
    noted.push({ name, text, params })
    return Promise.resolve()
  }
  const store: Store = {
    layout: SINGLE,
    run: note,
    rows: async (statement, params) => {
      await note(statement, params)
      return []
    },
    insert: () => Promise.resolve(),
    openInput: () => Promise.resolve(),
    openView: (_, select) => note(select),
    openTable: (_, select, params) => note(select, params),
    scratch: () => '',
    close: () => Promise.resolve(),
  }
  try {
    await stage.run(await stageContext({ ...options, store }))
  } catch (error) {
    if (!(error instanceof StillwatchError)) throw error
  }
  return noted
}
