import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServeSettings, TOKEN_USES } from '../../config/serve.js'
import { StillwatchError } from '../../domain/errors.js'
import { type ApiErrorCode, refuse } from './answer.js'

export type TokenUse = (typeof TOKEN_USES)[number]

/** A hook that lets a request in only with a token for this use. It runs before any body is read. */
export function requireToken(settings: () => ServeSettings, use: TokenUse) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const fault = faultOf(settings(), request, use)
    if (fault !== undefined) await refuse(request, reply, fault)
  }
}

/** Whether a request may see what it could not change: where nobody is asked for a token, this machine may. */
export const maySee = (settings: ServeSettings, request: FastifyRequest, use: TokenUse): boolean =>
  faultOf(settings, request, use) === undefined

function faultOf(
  { tokens }: ServeSettings,
  request: FastifyRequest,
  use: TokenUse,
): ApiErrorCode | undefined {
  if (tokens.length === 0) {
    // A page in a browser on this machine may reach the port by a name of its own making, but not by ours.
    return isLocalName(request.headers.host ?? '') ? undefined : 'HOST_NOT_LOCAL'
  }
  const given = tokenOf(request)
  if (given === undefined) return 'TOKEN_REQUIRED'
  const digest = createHash('sha256').update(given).digest()
  // Every entry is compared, so that the time taken tells nothing of which one fits.
  const fitting = tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), digest))
  if (fitting.length === 0) return 'TOKEN_REQUIRED'
  return fitting.some(({ uses }) => uses.includes(use)) ? undefined : 'TOKEN_NOT_FOR_THIS'
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  const own = headers['x-stillwatch-token'] ?? headers['x-api-key']
  if (typeof own === 'string' && own !== '') return own
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

const isLocalName = (host: string): boolean =>
  /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i.test(host)

/** Refuses to be reached by others while nobody is asked for a token. */
export function checkBind({ host, tokens }: ServeSettings): void {
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  if (!isLoopback && tokens.length === 0) throw new StillwatchError('BIND_REFUSED', { host })
}
