import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Asked } from '../decisions/asked.js'
import { addressOfPeer } from '../decisions/identifier.js'
import { accountName, headerName, keyOfCredential } from '../naming.js'
import { headerText } from '../proxy/notice.js'
import { type GateParts, isRefused, publicPart } from './parts.js'

/**
 * Forward-auth by headers alone: nginx `auth_request`, Envoy `ext_authz` over HTTP, Traefik ForwardAuth. It
 * answers 200, 401 (for want of a token) or 403 and nothing else, since these proxies take anything else for a
 * failure, and nginx turns it into an error of its own.
 *
 * Below the level of refusal the answer names the level in a header, for the proxy to hand on to whatever can
 * do more than refuse.
 */
export function addForwardAuthRoutes(app: FastifyInstance, parts: GateParts): void {
  app.register(async (scope) => {
    // Whatever length and type a proxy passes on, there is no body, and none is waited for.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_, payload, done) => {
      payload.resume()
      done(null)
    })
    scope.setErrorHandler((error, request, reply) => {
      request.log.error({ err: error }, 'forward-auth failed')
      return reply.code(parts.settings().fail === 'closed' ? 403 : 200).send()
    })
    // Envoy puts the path that was asked for behind ours.
    for (const url of ['/v1/forward-auth', '/v1/forward-auth/*']) {
      scope.all(url, async (request, reply) => {
        const settings = parts.settings()
        const decision = parts.ask('forward_auth', request, () => askedOfHeaders(request, parts))
        reply.header('x-stillwatch-level', decision.level)
        const { policy_id, reason_code, appeal } = decision
        if (policy_id !== null) reply.header('x-stillwatch-policy', policy_id)
        if (reason_code !== null) reply.header('x-stillwatch-reason', reason_code)
        // nginx hands on no body of ours.
        if (appeal !== null) reply.header('x-stillwatch-appeal', headerText(appeal))
        if (!isRefused(decision, settings)) return reply.code(200).send()
        return reply.code(403).send({ error: publicPart(decision) })
      })
    }
  })
}

const IDENTIFIER_BYTES_MAX = 128

function askedOfHeaders(request: FastifyRequest, parts: GateParts): Asked {
  const names = parts.settings().forward_auth
  const value = (name: string): string | undefined => {
    const given = request.headers[name]
    const text = typeof given === 'string' ? given.trim() : ''
    return text === '' ? undefined : text
  }
  const nameIn = (name: string): string | undefined => {
    const given = request.headers[name]
    // The parser took the blanks off; what else counts as one may be half a letter.
    return typeof given === 'string' && given.trim() !== '' ? headerName(given) : undefined
  }
  const identifier = (name: string): string | undefined => {
    const text = nameIn(name)
    return text !== undefined && Buffer.byteLength(text) <= IDENTIFIER_BYTES_MAX ? text : undefined
  }
  const account = nameIn(names.account)
  const key = keyOfCredential(value(names.credential))
  const keyName = key === undefined ? undefined : parts.nameKey(key)
  // Without a proxy of ours the logs name accounts otherwise: no list that spares one would know it by its key.
  const unnamed = parts.hasProxy ? (keyName ?? '') : ''
  return {
    account_id: account === undefined ? unnamed : accountName(account),
    organization_id: identifier(names.organization),
    api_key_id: identifier(names.api_key_id) ?? keyName,
    tenant: identifier(names.tenant),
    ip: lastAddress(value(names.ip)),
    ja4: value(names.ja4),
    user_agent: value('user-agent'),
  }
}

/** Of a list, what the nearest proxy added: what stands before it, anybody could have sent. */
function lastAddress(list: string | undefined): string | undefined {
  const last = list?.split(',').at(-1)?.trim()
  return last === undefined ? undefined : addressOfPeer(last)
}
