import { request as ask } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { faultBody, PEOPLE_FAULTS } from '../people/faults.js'
import { openApiDocument } from '../people/openapi.js'
import { API_PREFIX, ASKED_BYTES_MAX } from '../people/socket.js'

const ANSWER_SECONDS_MAX = 60
/** Of all at once: a decision about a request must not wait for people. */
const IN_HAND_MAX = 32

export interface PeopleRoute {
  readonly socket: string
  readonly version: string
}

/** Passes on what people ask to the process that keeps the records. It looks at nothing and keeps nothing. */
export function addPeopleRoute(scope: FastifyInstance, { socket, version }: PeopleRoute): void {
  const document = openApiDocument(version)
  let inHand = 0
  scope.get('/openapi.json', async () => document)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: ASKED_BYTES_MAX },
    (_, body, done) => done(null, body),
  )
  scope.route({
    // All of them, for what is not answered here would be passed on by the proxy, with the token of whoever asked.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${API_PREFIX}/*`,
    handler: async (request, reply) => {
      const down = () =>
        reply.code(PEOPLE_FAULTS.SERVICE_DOWN.status).send(faultBody('SERVICE_DOWN'))
      if (inHand >= IN_HAND_MAX) return down()
      inHand += 1
      try {
        const { status, body } = await forward(socket, {
          method: request.method,
          path: request.url,
          authorization: request.headers.authorization,
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
        inHand -= 1
      }
    },
  })
}

interface Forwarded {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Buffer | undefined
}

function forward(
  socketPath: string,
  { method, path, authorization, body }: Forwarded,
): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000)
    const headers = authorization === undefined ? {} : { authorization }
    const asking = ask({ socketPath, path, method, headers, signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks) }),
      )
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
