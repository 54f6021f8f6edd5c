import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { ServeSettings } from '../../config/serve.js'
import type { Decisions } from '../decisions/decide.js'
import type { Spool } from '../spool/model.js'
import type { Sketch } from './asked.js'

/** What the process beside the gate says of itself, as the one who started it knows. */
export interface EngineState {
  readonly state: 'running' | 'starting' | 'down'
  /** Since when it is in this state. */
  readonly since_ms: number
  /** What it wrote of itself last: the watermark, the last run. No texts, no identifiers. */
  readonly [detail: string]: string | number | boolean | null | undefined
}

export interface ServiceParts {
  /** What is asked here is measured and logged like what the gate's own routes ask. */
  readonly decisions: Decisions
  readonly sketch: Sketch
  readonly spool: Spool
  /** As they were at the start. What a reload changes is not for plugins. */
  readonly settings: ServeSettings
  /** For figures of its own. */
  readonly register: Registry
}

/** The proxy and the intake: routes of their own, on the gate's server. */
export type ServicePlugin = (app: FastifyInstance, parts: ServiceParts) => Promise<void>
