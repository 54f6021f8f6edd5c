import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { SharingSettings } from '../../config/sharing.js'
import { makeRoom } from '../room.js'
import { clientOf } from '../taxii/clients.js'
import { refusal, type TaxiiAnswer, type TaxiiFault } from '../taxii/faults.js'
import { REQUEST_BYTES_MAX, TAXII_PREFIX, TAXII_TYPE } from '../taxii/media.js'
import { codeOf } from './answer.js'
import { forward } from './forward.js'

/** Of all at once: each may hold a body of 4 MiB or an answer of 3. */
const IN_HAND_MAX = 32
/** From the first byte of the request to the last of the answer. Whoever is slower holds room no longer. */
const SECONDS_MAX = 120
const TOLD = [
  'content-type',
  'www-authenticate',
  'retry-after',
  'allow',
  'x-taxii-date-added-first',
  'x-taxii-date-added-last',
] as const

/**
 * Passes on what others ask by TAXII to the process that keeps the collections. It looks at nothing but whose it is, before it takes a body
 * in, and keeps nothing: neither a crowd without a token nor one client takes all the room.
 */
export function addTaxiiRoute(
  scope: FastifyInstance,
  socket: string,
  sharing: () => SharingSettings | undefined,
): void {
  const room = makeRoom(IN_HAND_MAX)
  const stays = new WeakMap<ServerResponse, Stay>()
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: REQUEST_BYTES_MAX },
    (_, body, done) => done(null, body),
  )
  scope.setErrorHandler((error, request, reply) => {
    const code = FAULTS[codeOf(error)] ?? 'SERVICE_FAULT'
    if (code === 'SERVICE_FAULT') request.log.error({ err: error }, 'request failed')
    return told(reply, refusal(code))
  })
  scope.addHook('onRequest', async (request, reply) => {
    const client = clientOf(request.headers.authorization, sharing() ?? { clients: [] })
    if (client === undefined) await told(reply, refusal('TOKEN_REQUIRED'))
    else if (!room.enter(client.name)) await told(reply, refusal('SERVICE_DOWN'))
    else
      stays.set(
        reply.raw,
        stay(reply.raw, () => room.leave(client.name)),
      )
  })
  for (const url of [TAXII_PREFIX, `${TAXII_PREFIX}/*`]) {
    scope.route({
      // All of them, for what is not answered here would be passed on by the proxy, with the token of whoever asked.
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      handler: async ({ method, url: path, headers, body }, reply) => {
        const { authorization, accept, 'content-type': type } = headers
        const done = stays.get(reply.raw)?.work()
        try {
          const heard = await forward(socket, {
            ...{ method, path, headers: { authorization, accept, 'content-type': type } },
            body: Buffer.isBuffer(body) ? body : undefined,
          })
          const known = TOLD.flatMap((name) => {
            const value = heard.headers[name]
            return typeof value === 'string' ? [[name, value] as const] : []
          })
          return reply
            .code(heard.status)
            .headers({ 'content-type': TAXII_TYPE, ...Object.fromEntries(known) })
            .header('cache-control', 'no-store')
            .send(heard.body)
        } catch {
          return told(reply, refusal('SERVICE_DOWN'))
        } finally {
          done?.()
        }
      },
    })
  }
}

const FAULTS: Readonly<Record<string, TaxiiFault>> = {
  REQUEST_INVALID: 'BODY_INVALID',
  REQUEST_TOO_LARGE: 'REQUEST_TOO_LARGE',
  MEDIA_TYPE_UNKNOWN: 'MEDIA_TYPE_UNKNOWN',
  SERVICE_DRAINING: 'SERVICE_DOWN',
}

const told = (reply: FastifyReply, { status, headers, body }: TaxiiAnswer): FastifyReply =>
  reply.code(status).headers(headers).header('cache-control', 'no-store').send(Buffer.from(body))

interface Stay {
  /** Says that the engine is asked; what it gives is called when that has answered. */
  work(): () => void
}

/**
 * Calls `leave` once, when the answer is sent or its connection is gone, which it is at last after two minutes, and the engine is not at
 * it any more: who leaves early has the engine work all the same.
 */
function stay(response: ServerResponse, leave: () => void): Stay {
  let isClosed = false
  let isWorking = false
  const look = () => {
    if (isClosed && !isWorking) leave()
  }
  const late = setTimeout(() => response.destroy(), SECONDS_MAX * 1000)
  late.unref()
  response.once('close', () => {
    clearTimeout(late)
    isClosed = true
    look()
  })
  return {
    work() {
      isWorking = true
      return () => {
        isWorking = false
        look()
      }
    },
  }
}
