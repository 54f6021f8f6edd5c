import type { FastifyInstance } from 'fastify'
import { type Application, type Assessment, application } from '../../domain/application.js'
import { lineOf } from '../texts.js'
import type { Desk } from '../verification/desk.js'
import type { Keeper } from '../verification/keeping.js'
import { placesOf, refuse } from './answer.js'

/** An application has some twenty short fields. */
const BODY_BYTES_MAX = 65_536
const IDENTIFIER_BYTES_MAX = 128

interface SignupParts {
  readonly desk: Desk
  readonly keeper: Pick<Keeper, 'keep'>
  readonly now: () => number
}

/**
 * `POST /v1/signup/assess`: what does this application look like, and what is to be asked? It is kept, with what was answered, and
 * `record` says whether it is on disk by now: `kept`, `keeping` or `not_kept`. With `?wait=disk` it is answered when that is known.
 */
export function addSignupRoute(scope: FastifyInstance, { desk, keeper, now }: SignupParts): void {
  scope.post('/v1/signup/assess', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const body = application.safeParse(request.body)
    if (!body.success) return refuse(request, reply, 'REQUEST_INVALID', placesOf(body.error))
    const { wait } = request.query as { readonly wait?: unknown }
    // The store counts bytes.
    const unfit = [
      ...tooLong(body.data),
      ...(wait === undefined || wait === 'disk' ? [] : ['wait']),
    ]
    if (unfit.length > 0) return refuse(request, reply, 'REQUEST_INVALID', unfit)
    const assessment = await desk.assess(body.data, now())
    if (assessment === undefined) return refuse(request, reply, 'ASSESSMENT_UNAVAILABLE')
    const line = keptLine(body.data, assessment)
    const record = await keeper.keep(line, {
      isDiskAwaited: wait === 'disk',
      requestId: request.id,
    })
    return reply.send({ ...assessment, record, request_id: request.id })
  })
}

/** Whom it looks like is not kept: they may ask to be erased. */
const keptLine = (given: Application, { application_id: _, similar: __, ...rest }: Assessment) =>
  lineOf({ ...given, assessment: rest })

const tooLong = (given: Application): string[] =>
  (['application_id', 'account_id', 'organization_id', 'invited_by'] as const).filter(
    (key) => Buffer.byteLength(given[key] ?? '') > IDENTIFIER_BYTES_MAX,
  )
