import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { InvitationFault, Invitations } from '../verification/invitations.js'
import { type ApiErrorCode, placesOf, refuse } from './answer.js'

const invited = z.object({
  organization_id: z.string().min(1).max(128),
  address: z.string().min(3).max(320),
})
const entered = invited.extend({ code: z.string().max(128) })
const BODY_BYTES_MAX = 4096

const REFUSED: Readonly<Record<InvitationFault, ApiErrorCode>> = {
  NO_SECRET: 'CHALLENGE_WITHOUT_SECRET',
  NO_ADDRESS: 'ADDRESS_NOT_READ',
  ENOUGH: 'INVITATIONS_ENOUGH',
}

/**
 * `POST /v1/signup/invitation`: a code by which a verified organisation invites one address; `…/invitation/check`: whether it is
 * one. Here the code is answered: the organisation, or the provider, hands it on.
 */
export function addInvitationRoutes(scope: FastifyInstance, invitations: Invitations): void {
  const limits = { bodyLimit: BODY_BYTES_MAX }
  scope.post('/v1/signup/invitation', limits, async (request, reply) => {
    const read = invited.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { organization_id, address } = read.data
    const made = invitations.invite(organization_id, address)
    if (typeof made === 'string') return refuse(request, reply, REFUSED[made])
    return reply.send({ organization_id, ...made, request_id: request.id })
  })
  scope.post('/v1/signup/invitation/check', limits, async (request, reply) => {
    const read = entered.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { organization_id, address, code } = read.data
    const shown = invitations.check(organization_id, address, code)
    if (typeof shown === 'string') return refuse(request, reply, REFUSED[shown])
    const proof = 'invitation' as const
    return reply.send({ organization_id, ...shown, proof, request_id: request.id })
  })
}
