import type { HashSecrets } from '../../config/key.js'
import type { Asked } from './asked.js'
import { type Decision, type Decisions, type Guards, makeDecide } from './decide.js'
import { keysByCheck } from './key-check.js'
import { type Sketched, sketchTexts, type Texts } from './sketch.js'
import { type SnapshotState, watchSnapshot } from './snapshot-watch.js'

export interface DeciderOptions {
  /** Path of the snapshot that the engine writes. */
  readonly snapshot: string
  /** The operator's secrets, oldest first. A snapshot made under others is refused, one of an earlier secret of these is not. */
  readonly hashSecret: HashSecrets
  /** What stands above every decision. Asked at each decision, so that it may change at any time. */
  readonly guards?: (() => Guards) | undefined
  readonly now?: (() => number) | undefined
  readonly pollMs?: number | undefined
  /** Told whenever a new file was taken or refused. */
  readonly changed?: ((state: SnapshotState) => void) | undefined
}

export interface Decider extends Decisions {
  decide(asked: Asked): Decision
  /** The sketch of a request's texts, under the same key, to be asked about. */
  sketch(texts: Texts): Sketched
  state(): SnapshotState
  refresh(): Promise<void>
  close(): void
}

/** Fails open, and touches whomever the snapshot says. */
export const OPEN_GUARDS: Guards = Object.freeze({
  killSwitch: false,
  neverTouch: Object.freeze({
    accounts: new Set<string>(),
    organizations: new Set<string>(),
    apiKeys: new Set<string>(),
  }),
  snapshotAgeMsMax: Number.POSITIVE_INFINITY,
  closedByDefault: false,
  closedByTenant: new Map<string, boolean>(),
})

const POLL_MS = 1000

/**
 * Decisions for a Node process: reads the snapshot, follows it as it is replaced, and answers from memory.
 * Without a file it passes everything and goes on looking for one.
 */
export async function createDecider(options: DeciderOptions): Promise<Decider> {
  const now = options.now ?? Date.now
  const guards = options.guards ?? (() => OPEN_GUARDS)
  // Until the engine has published under a new secret, what it published under the one before stays in force.
  const chains = [...keysByCheck(options.hashSecret)].map(([check, key]) => {
    const decide = makeDecide({ key, now, guards, tables: () => watch.state().tables })
    return { check, key, decide }
  })
  const watch = await watchSnapshot({
    path: options.snapshot,
    keyChecks: chains.map(({ check }) => check),
    pollMs: options.pollMs ?? POLL_MS,
    changed: options.changed,
  })
  const current = () => {
    const check = watch.state().tables?.keyCheck
    const chain = chains.find((one) => one.check === check) ?? chains[0]
    if (chain === undefined) throw new Error('there is no secret')
    return chain
  }
  return Object.freeze({
    decide: (asked: Asked) => current().decide(asked),
    sketch: (texts: Texts) => sketchTexts(current().key, texts),
    state: watch.state,
    refresh: watch.refresh,
    close: watch.close,
  })
}
