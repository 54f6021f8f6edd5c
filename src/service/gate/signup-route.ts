import type { FastifyInstance } from 'fastify'
import { type Application, type Assessment, application } from '../../domain/application.js'
import type { Spool } from '../spool/model.js'
import { lineOf } from '../texts.js'
import type { Desk } from '../verification/desk.js'
import { placesOf, refuse } from './answer.js'

/** An application has some twenty short fields. */
const BODY_BYTES_MAX = 65_536
const IDENTIFIER_BYTES_MAX = 128

interface SignupParts {
  readonly desk: Desk
  readonly spool: Pick<Spool, 'append'>
  readonly now: () => number
}

/**
 * `POST /v1/signup/assess`: what does this application look like, and what is to be asked? It is kept, with what was answered: `is_kept`
 * says that it is on disk. Where there is no room for it the answer is given all the same.
 */
export function addSignupRoute(scope: FastifyInstance, { desk, spool, now }: SignupParts): void {
  scope.post('/v1/signup/assess', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const body = application.safeParse(request.body)
    if (!body.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(body.error))
    // The store counts bytes.
    const long = tooLong(body.data)
    if (long.length > 0) return refuse(request, reply, 'REQUEST_INVALID', long)
    const assessment = await desk.assess(body.data, now())
    if (assessment === undefined) return refuse(request, reply, 'ASSESSMENT_UNAVAILABLE')
    const isKept = await spool.append('application', [keptLine(body.data, assessment)]).then(
      () => true,
      () => false,
    )
    if (!isKept) request.log.warn({}, 'application not kept')
    return reply.send({ ...assessment, is_kept: isKept, request_id: request.id })
  })
}

/** Whom it looks like is not kept: they may ask to be erased. */
const keptLine = (given: Application, { application_id: _, similar: __, ...rest }: Assessment) =>
  lineOf({ ...given, assessment: rest })

const tooLong = (given: Application): string[] =>
  (['application_id', 'account_id', 'organization_id', 'invited_by'] as const).filter(
    (key) => Buffer.byteLength(given[key] ?? '') > IDENTIFIER_BYTES_MAX,
  )
