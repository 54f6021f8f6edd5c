import type { FastifyRequest } from 'fastify'
import type { ServeSettings } from '../../config/serve.js'
import type { Asked } from '../decisions/asked.js'
import type { Decision } from '../decisions/decide.js'
import { LEVELS } from '../decisions/subject.js'
import type { NameKey } from '../naming.js'
import type { Sketch } from './asked.js'

export type Door = 'decide' | 'forward_auth' | 'litellm' | 'proxy'

/** What the routes of decisions share. */
export interface GateParts {
  readonly settings: () => ServeSettings
  readonly sketch: Sketch
  readonly nameKey: NameKey
  /** Whether the proxy of this gate calls an account by its key where no header names it. */
  readonly hasProxy: boolean
  /** Makes a decision, measures it and logs it where it touches somebody. */
  readonly ask: (door: Door, request: Pick<FastifyRequest, 'log'>, asked: () => Asked) => Decision
}

/** Whether a door that can only let through or refuse refuses at this level. */
export const isRefused = ({ level }: Decision, { refuse_from }: ServeSettings): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(refuse_from)

/** What whoever is touched may know: that, under which policy, and how to object. Never why. */
export function publicPart({ policy_id, reason_code, appeal }: Decision) {
  const because = reason_code === null ? '' : ` (${reason_code})`
  const path = appeal === null ? '' : ` To appeal: ${appeal}`
  return {
    type: 'permission_error',
    code: reason_code ?? 'refused',
    message: `This request was refused under the policy ${policy_id ?? 'of this service'}${because}.${path}`,
    policy_id,
    appeal,
  }
}
