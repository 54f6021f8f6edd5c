import type { FastifyInstance } from 'fastify'
import type { ServeSettings } from '../../config/serve.js'
import type { Decisions } from '../decisions/decide.js'

/** What the gate needs of the spool: the room that owns it gives more. */
export interface SpoolPort {
  append(
    kind: 'exchange' | 'account' | 'account_event' | 'model_release' | 'ruling',
    lines: readonly Buffer[],
  ): Promise<void>
  stats(): { bytes: number; segments: number; oldestMs: number | null; rows: number }
  close(): Promise<void>
}

/** What the process beside the gate says of itself, as the one who started it knows. */
export interface EngineState {
  readonly state: 'running' | 'starting' | 'down'
  readonly since_ms: number
  /** More that an operator may want to see: the watermark, the last run. No texts, no identifiers. */
  readonly [detail: string]: string | number | boolean | null
}

export interface ServiceParts {
  readonly decisions: Decisions
  readonly spool: SpoolPort
  /** As they were at the start. What a reload changes is not for plugins. */
  readonly settings: ServeSettings
}

/** The proxy and the intake: routes of their own, on the gate's server. */
export type ServicePlugin = (app: FastifyInstance, parts: ServiceParts) => Promise<void>
