import type { FastifyInstance } from 'fastify'
import type { ServeSettings } from '../../config/serve.js'
import type { SnapshotState } from '../decisions/snapshot-watch.js'
import type { Spool } from '../spool/model.js'
import type { Keeper } from '../verification/keeping.js'
import { maySee } from './auth.js'
import type { EngineState } from './plugin.js'

export interface HealthParts {
  readonly now: () => number
  readonly settings: () => ServeSettings
  readonly snapshot: () => SnapshotState
  readonly spool: Pick<Spool, 'stats'>
  readonly keeper: Pick<Keeper, 'figures'>
  readonly engine: (() => EngineState) | undefined
  readonly isDraining: () => boolean
}

/** One that fails alone is tried again; by the third it is a state. */
const RUN_FAILURES_DEGRADED = 3

/**
 * `/healthz`: the process answers. `/readyz`: what it would answer from, and 503 while it is stopping.
 *
 * An old snapshot, a dead engine or a long spool is told and does not make the gate unready: it still gives
 * the best answer there is, and a balancer that took it away would leave none. What the engine found is for whoever
 * may see the figures: an operator of a campaign would like to know whether it was.
 */
export function addHealthRoutes(app: FastifyInstance, parts: HealthParts): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    const { tables, refused } = parts.snapshot()
    const { spool, engine } = parts
    const stats = spool.stats()
    const engineState = engine?.() ?? null
    const ageMs = tables === null ? null : Math.max(0, parts.now() - tables.createdAtMs)
    const ageMsMax = parts.settings().snapshot_minutes_max * 60_000
    const degraded = [
      ...(tables === null ? ['no_snapshot'] : []),
      ...(ageMs !== null && ageMs > ageMsMax ? ['snapshot_old'] : []),
      ...(tables !== null && refused !== null ? ['snapshot_refused'] : []),
      ...(engineState !== null && engineState.state !== 'running' ? ['engine_down'] : []),
      ...(Number(engineState?.run_failures_in_a_row ?? 0) >= RUN_FAILURES_DEGRADED
        ? ['runs_failing']
        : []),
      ...(engineState?.is_only_releasing === true ? ['only_releasing'] : []),
      ...(Number(engineState?.segments_aside ?? 0) > 0 ? ['segments_aside'] : []),
      ...(Number(engineState?.ends_held ?? 0) > 0 ? ['ends_held'] : []),
      ...(engineState?.is_clock_stepped === true ? ['clock_stepped'] : []),
      ...(parts.keeper.figures().is_losing ? ['applications_unkept'] : []),
    ]
    const isDraining = parts.isDraining()
    return reply.code(isDraining ? 503 : 200).send({
      status: isDraining ? 'stopping' : degraded.length > 0 ? 'degraded' : 'ok',
      degraded,
      snapshot: { age_ms: ageMs, subjects: tables?.entries ?? 0, refused },
      engine: maySee(parts.settings(), request, 'metrics') ? engineState : bare(engineState),
      spool: {
        bytes: stats.bytes,
        segments: stats.segments,
        rows: stats.rows,
        lag_ms: stats.oldestMs ?? 0,
      },
    })
  })
}

function bare(engine: EngineState | null) {
  if (engine === null) return null
  const { state, since_ms, watermark = null, lag_seconds = null } = engine
  return { state, since_ms, watermark, lag_seconds }
}
