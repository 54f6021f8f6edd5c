import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { SignInFault, SignIns } from '../verification/sign-ins.js'
import { type ApiErrorCode, placesOf, refuse } from './answer.js'

const asked = z.object({ subject: z.string().min(1).max(128), domain: z.string().min(1).max(253) })
const returned = asked.extend({ callback: z.string().min(1).max(8192) })
const BODY_BYTES_MAX = 16_384

const REFUSED: Readonly<Record<SignInFault, ApiErrorCode>> = {
  NO_SECRET: 'CHALLENGE_WITHOUT_SECRET',
  NO_DOMAIN: 'DOMAIN_NOT_REGISTRABLE',
  NO_ISSUER: 'ISSUER_NOT_SET',
  UNANSWERED: 'ISSUER_UNANSWERED',
  BUSY: 'ISSUER_UNANSWERED',
}

/**
 * `POST /v1/signup/sign-in`: where somebody signs in with their institution; `…/sign-in/check`: whether they did, by the address
 * that their browser came back to. No name, address or number of theirs is answered or kept.
 */
export function addSignInRoutes(scope: FastifyInstance, signIns: SignIns): void {
  scope.post('/v1/signup/sign-in', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const read = asked.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { subject, domain } = read.data
    const begun = await signIns.begin(subject, domain)
    if (typeof begun === 'string') return refuse(request, reply, REFUSED[begun])
    return reply.send({ subject, ...begun, request_id: request.id })
  })
  scope.post('/v1/signup/sign-in/check', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const read = returned.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { subject, domain, callback } = read.data
    const shown = await signIns.check(subject, domain, callback)
    if (typeof shown === 'string') return refuse(request, reply, REFUSED[shown])
    const proof = 'institution_sign_in'
    return reply.send({ subject, proof, ...shown, request_id: request.id })
  })
}
