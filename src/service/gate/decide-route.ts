import type { FastifyInstance } from 'fastify'
import { placesOf, refuse } from './answer.js'
import { askedOfBody, decideBody } from './asked.js'
import type { GateParts } from './parts.js'

/** `POST /v1/decide`: what should happen to this exchange? For whoever can act on any level. */
export function addDecideRoute(app: FastifyInstance, parts: GateParts): void {
  app.post('/v1/decide', async (request, reply) => {
    const body = decideBody.safeParse(request.body)
    if (!body.success) {
      return refuse(request, reply, 'REQUEST_INVALID', placesOf(body.error))
    }
    const decision = parts.ask('decide', request, () => askedOfBody(body.data, parts.sketch))
    return reply.send({ ...decision, request_id: request.id })
  })
}
