import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ChallengeFault, Challenges } from '../verification/challenges.js'
import { type ApiErrorCode, placesOf, refuse } from './answer.js'

const body = z.object({ subject: z.string().min(1).max(128), domain: z.string().min(1).max(253) })
const BODY_BYTES_MAX = 4096

const REFUSED: Readonly<Record<ChallengeFault, ApiErrorCode>> = {
  NO_SECRET: 'CHALLENGE_WITHOUT_SECRET',
  NO_DOMAIN: 'DOMAIN_NOT_REGISTRABLE',
  UNANSWERED: 'DNS_UNANSWERED',
  BUSY: 'DNS_UNANSWERED',
}

/**
 * `POST /v1/signup/challenge`: what is to be shown at a domain by whoever says that it is theirs; `…/challenge/check`: whether
 * it is there. Neither says whether anybody else was ever asked.
 */
export function addChallengeRoutes(scope: FastifyInstance, challenges: Challenges): void {
  const answered = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: (subject: string, domain: string) => Promise<object | ChallengeFault>,
  ) => {
    const read = body.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const answer = await asked(read.data.subject, read.data.domain)
    return typeof answer === 'string'
      ? refuse(request, reply, REFUSED[answer])
      : reply.send({ ...answer, request_id: request.id })
  }
  scope.post('/v1/signup/challenge', { bodyLimit: BODY_BYTES_MAX }, (request, reply) =>
    answered(request, reply, async (subject, domain) => challenges.make(subject, domain)),
  )
  scope.post('/v1/signup/challenge/check', { bodyLimit: BODY_BYTES_MAX }, (request, reply) =>
    answered(request, reply, async (subject, domain) => {
      const checked = await challenges.check(subject, domain)
      return typeof checked === 'string' ? checked : { subject, proof: 'domain_dns', ...checked }
    }),
  )
}
