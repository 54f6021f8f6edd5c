import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { makeClaimed } from '../people/claimed.js'
import { faultBody, PEOPLE_FAULTS } from '../people/faults.js'
import { openApiDocument } from '../people/openapi.js'
import { DEED_ROUTES } from '../people/routes.js'
import { API_PREFIX, ASKED_BYTES_MAX, TOLD_BYTES_MAX } from '../people/socket.js'
import type { Named } from '../people/who.js'
import { makeRoom } from '../room.js'
import { codeOf } from './answer.js'
import { forward } from './forward.js'

/** Of all at once: a decision about a request must not wait for people. */
const IN_HAND_MAX = 64

export interface PeopleRoute {
  readonly socket: string
  readonly version: string
}

/**
 * Passes on what people ask to the process that keeps the records. It looks at nothing but whose it is, and keeps nothing: so that neither
 * a crowd without a name nor one person keeps somebody from being let go.
 */
export function addPeopleRoute(
  scope: FastifyInstance,
  { socket, version }: PeopleRoute,
  named: () => Named,
): void {
  const document = openApiDocument(version)
  const claimed = makeClaimed(named)
  const room = makeRoom(IN_HAND_MAX)
  scope.get('/openapi.json', async () => document)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: ASKED_BYTES_MAX },
    (_, body, done) => done(null, body),
  )
  // The bounds here are fixed: no setting is named for them.
  scope.setErrorHandler((error, { routeOptions }, reply) => {
    if (codeOf(error) !== 'REQUEST_TOO_LARGE') throw error
    const code = routeOptions.bodyLimit === TOLD_BYTES_MAX ? 'FILE_TOO_LARGE' : 'REQUEST_TOO_LARGE'
    return reply.code(PEOPLE_FAULTS[code].status).send(faultBody(code))
  })
  const passOn = async (request: FastifyRequest, reply: FastifyReply) => {
    const down = () => reply.code(PEOPLE_FAULTS.SERVICE_DOWN.status).send(faultBody('SERVICE_DOWN'))
    const { authorization } = request.headers
    const name = claimed(authorization)
    if (name === undefined)
      return reply.code(PEOPLE_FAULTS.TOKEN_REQUIRED.status).send(faultBody('TOKEN_REQUIRED'))
    if (!room.enter(name)) return down()
    try {
      const { status, body } = await forward(socket, {
        method: request.method,
        path: request.url,
        headers: { authorization },
        body: Buffer.isBuffer(request.body) ? request.body : undefined,
      })
      return await reply
        .code(status)
        .header('cache-control', 'no-store')
        .type('application/json')
        .send(body)
    } catch {
      return down()
    } finally {
      room.leave(name)
    }
  }
  // Whoever has no name is not heard out.
  const refuseNameless = async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    if (claimed(headers.authorization) !== undefined) return
    await reply.code(PEOPLE_FAULTS.TOKEN_REQUIRED.status).send(faultBody('TOKEN_REQUIRED'))
  }
  for (const { path, documentBytesMax: bodyLimit } of DEED_ROUTES) {
    if (bodyLimit === undefined) continue
    scope.post(`${API_PREFIX}${path}`, { bodyLimit, onRequest: refuseNameless }, passOn)
  }
  scope.route({
    // All of them, for what is not answered here would be passed on by the proxy, with the token of whoever asked.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${API_PREFIX}/*`,
    handler: passOn,
  })
}
