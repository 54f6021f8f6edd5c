import type { FastifyInstance } from 'fastify'
import type { ServeSettings } from '../../config/serve.js'
import type { SnapshotState } from '../decisions/snapshot-watch.js'
import type { Spool } from '../spool/spool.js'
import type { EngineState } from './plugin.js'

export interface HealthParts {
  readonly now: () => number
  readonly settings: () => ServeSettings
  readonly snapshot: () => SnapshotState
  readonly spool: Pick<Spool, 'stats'>
  readonly engine: (() => EngineState) | undefined
  readonly isDraining: () => boolean
}

/**
 * `/healthz`: the process answers. `/readyz`: what it would answer from, and 503 while it is stopping.
 *
 * An old snapshot, a dead engine or a long spool is told and does not make the gate unready: it still gives
 * the best answer there is, and a balancer that took it away would leave none.
 */
export function addHealthRoutes(app: FastifyInstance, parts: HealthParts): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
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
    ]
    const isDraining = parts.isDraining()
    return reply.code(isDraining ? 503 : 200).send({
      status: isDraining ? 'stopping' : degraded.length > 0 ? 'degraded' : 'ok',
      degraded,
      snapshot: { age_ms: ageMs, subjects: tables?.entries ?? 0, refused },
      engine: engineState,
      spool: {
        bytes: stats.bytes,
        segments: stats.segments,
        rows: stats.rows,
        lag_ms: stats.oldestMs === null ? 0 : Math.max(0, parts.now() - stats.oldestMs),
      },
    })
  })
}
