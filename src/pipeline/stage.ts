import type { Detector } from '../detectors/define.js'
import type { GroupKey } from '../indicators/parts/group.js'
import type { Linker } from '../linkers/define.js'
import type { Source } from '../sources/define.js'
import type { Params } from '../store/sql.js'
import type { Store } from '../store/store.js'

/** A file or folder that the operator named, and what it was named as. */
export interface InputPath {
  readonly path: string
  readonly kind?: InputKind | undefined
}

export const INPUT_KINDS = [
  'exchange',
  'account_event',
  'account',
  'model_release',
  'ruling',
  'application',
] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/** Told how far a stage is: what it does, how much is done and, where known, of how much. */
export type Progress = (step: string, done?: number, of?: number) => void

/** What reading one input takes: all of it is known before a run. */
export type InputContext = Pick<
  RunContext,
  'store' | 'sources' | 'sourceId' | 'hashKey' | 'fingerprintUnkept'
>

/** What is said of single exchanges is derived once, and again where the version changed or it was interrupted. */
export interface Derivation {
  readonly place: number
  /** The exchanges of inputs from this one on are to be derived; 0 where all are. */
  readonly from: number
  readonly until: number
}

/** Everything a stage may know. It finds the rest in the tables that it declares. */
export interface RunContext {
  readonly store: Store
  readonly runId: string
  /** The run before, for lineage; absent on the first. */
  readonly lastRunId?: string | undefined
  readonly version: string
  readonly inputs: readonly InputPath[]
  /** Source id by the operator's word, else recognised. */
  readonly sourceId?: string | undefined
  readonly sources: readonly Source[]
  readonly linkers: readonly Linker[]
  readonly detectors: readonly Detector[]
  /** The operator's secret as the engine's tuple of two integers. */
  readonly hashKey: string
  /** Secrets of the groups that the operator is of: what partners told under another is matched with nobody. */
  readonly groups?: readonly GroupKey[] | undefined
  /** Derives what the open input holds of exchanges whose texts are not kept: afterwards nobody could. */
  readonly fingerprintUnkept: (
    context: Pick<RunContext, 'store' | 'hashKey'>,
    inputId: number,
  ) => Promise<void>
  /** The first and last instant read; known after ingest. */
  window: { start: string; end: string }
  /** Whether exchanges that were derived by an earlier run are left as they are. */
  readonly isIncremental?: boolean | undefined
  /** Which exchanges stages 2 and 3 derive; known from stage 2 on. Where stages are run by hand, all. */
  derivation?: Derivation | undefined
  /** The null runs that were asked for, and what those that were made found; known before share. */
  readonly nulls?: NullRuns | undefined
  /** Settings of a catalogue entry, the operator's above the published. */
  settingsOf(definition: {
    readonly id: string
    readonly settings: Readonly<Record<string, { readonly value: number }>>
  }): Params
  readonly progress: Progress
}

/** Runs over what accounts carry by lot: campaigns there are made by chance. */
export interface NullRuns {
  readonly asked: number
  made: number
  campaigns: number
}

export interface Stage {
  readonly name: string
  /** The question it answers. */
  readonly question: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  run(context: RunContext): Promise<void>
}

export const defineStage = (stage: Stage): Stage => Object.freeze(stage)

/** The parameters that most statements take. */
export function runParams(context: RunContext): Params {
  return {
    run_id: context.runId,
    hash_key: context.hashKey,
    window_start: context.window.start,
    window_end: context.window.end,
    derive_from: context.derivation?.from ?? 0,
  }
}
