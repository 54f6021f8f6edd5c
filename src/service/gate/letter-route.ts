import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { LetterFault, Letters } from '../verification/letters.js'
import { type ApiErrorCode, placesOf, refuse } from './answer.js'

const asked = z.object({ subject: z.string().min(1).max(128), address: z.string().min(3).max(320) })
const entered = asked.extend({ code: z.string().max(128) })
const BODY_BYTES_MAX = 4096

const REFUSED: Readonly<Record<LetterFault, ApiErrorCode>> = {
  NO_SECRET: 'CHALLENGE_WITHOUT_SECRET',
  NO_ADDRESS: 'ADDRESS_NOT_READ',
  NO_SERVER: 'MAIL_NOT_SET',
  UNSENT: 'MAIL_UNSENT',
  ENOUGH: 'LETTERS_ENOUGH',
  BUSY: 'MAIL_UNSENT',
}

/**
 * `POST /v1/signup/letter`: sends a code to an address; `…/letter/check`: whether a code is the one. The code goes by the
 * letter alone, and no answer says whether there is such an address.
 */
export function addLetterRoutes(scope: FastifyInstance, letters: Letters): void {
  scope.post('/v1/signup/letter', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const read = asked.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { subject, address } = read.data
    const sent = await letters.send(subject, address)
    if (typeof sent === 'string') return refuse(request, reply, REFUSED[sent])
    return reply.code(202).send({ subject, ...sent, request_id: request.id })
  })
  scope.post('/v1/signup/letter/check', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const read = entered.safeParse(request.body)
    if (!read.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(read.error))
    const { subject, address, code } = read.data
    const shown = letters.check(subject, address, code)
    if (typeof shown === 'string') return refuse(request, reply, REFUSED[shown])
    return reply.send({ subject, ...shown, request_id: request.id })
  })
}
