import { ingest } from './01-ingest/stage.js'
import { enrich } from './02-enrich/stage.js'
import { fingerprint } from './03-fingerprint/stage.js'
import { profile } from './04-profile/stage.js'
import { link } from './05-link/stage.js'
import { cluster } from './06-cluster/stage.js'
import { judge } from './07-judge/stage.js'
import { attribute } from './08-attribute/stage.js'
import { respond } from './09-respond/stage.js'
import { share } from './10-share/stage.js'
import { beginDerivation, endDerivation } from './derivation.js'
import { runNulls } from './nulls/nulls.js'
import type { RunContext, Stage } from './stage.js'

/** The ten stages, in the order in which data meets them. */
export const STAGES: readonly Stage[] = Object.freeze([
  ingest,
  enrich,
  fingerprint,
  profile,
  link,
  cluster,
  judge,
  attribute,
  respond,
  share,
])

export interface StageTime {
  readonly name: string
  readonly seconds: number
}

export interface RunWatcher {
  stage(name: string, index: number, of: number): void
  /** Monotonic milliseconds; a door's clock. */
  now(): number
}

/** Runs the stages in order, and null runs before the last where they are asked for. A stage that throws ends the run; nothing of it is published. */
export async function runPipeline(
  context: RunContext,
  watcher: RunWatcher,
): Promise<readonly StageTime[]> {
  const times: StageTime[] = []
  for (const [index, stage] of STAGES.entries()) {
    if (stage === share && (context.nulls?.asked ?? 0) > 0) {
      watcher.stage('nulls', index + 1, STAGES.length)
      const start = watcher.now()
      await runNulls(context)
      times.push({ name: 'nulls', seconds: (watcher.now() - start) / 1000 })
    }
    watcher.stage(stage.name, index + 1, STAGES.length)
    const start = watcher.now()
    if (stage === enrich) context.derivation = await beginDerivation(context)
    await stage.run(context)
    if (stage === fingerprint) await endDerivation(context)
    times.push({ name: stage.name, seconds: (watcher.now() - start) / 1000 })
  }
  return times
}
