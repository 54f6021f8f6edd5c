import type { HashSecrets } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import type { Store } from '../../store/store.js'
import type { Log } from '../log.js'

/** What of `stillwatch.yaml` the engine goes by. Read anew on SIGHUP. */
export interface EngineFile {
  readonly serve: ServeSettings
  readonly hashSecret: HashSecrets
  /** Where the embedded store is; a server's address counts instead where there is one. */
  readonly storePath: string
  readonly storeUrl: string | undefined
  /** Settings of linkers and detectors, by id. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export type AfterDrain = (
  inputs: readonly number[],
  opened: { readonly store: Store; readonly reader: Store },
) => Promise<void>

export interface EngineOptions {
  readonly readFile: () => EngineFile
  readonly version: string
  /** What the gate sealed texts with that are to be fingerprinted and not kept. */
  readonly sealKey?: Uint8Array | undefined
  /** A wall clock. */
  readonly now: () => number
  /** Milliseconds that never go back. */
  readonly clock: () => number
  readonly log: Log
  /**
   * Called with the inputs that a pass of the drain took, before decisions are published anew. No run is under way
   * meanwhile. What it throws is logged, and holds up nothing.
   */
  readonly afterDrain?: AfterDrain | undefined
  /** Called when the store is open. */
  readonly opened?: (() => void) | undefined
}
