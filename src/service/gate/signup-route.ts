import type { FastifyInstance } from 'fastify'
import { application } from '../../domain/application.js'
import type { Desk } from '../verification/desk.js'
import { placesOf, refuse } from './answer.js'

/** An application has some twenty short fields. */
const BODY_BYTES_MAX = 65_536

/** `POST /v1/signup/assess`: what does this application look like, and what is to be asked? */
export function addSignupRoute(scope: FastifyInstance, desk: Desk, now: () => number): void {
  scope.post('/v1/signup/assess', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const body = application.safeParse(request.body)
    if (!body.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(body.error))
    const assessment = await desk.assess(body.data, now())
    if (assessment === undefined) return refuse(request, reply, 'ASSESSMENT_UNAVAILABLE')
    return reply.send({ ...assessment, request_id: request.id })
  })
}
