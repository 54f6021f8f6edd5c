import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ServeSettings } from '../../config/serve.js'
import type { Asked } from '../decisions/asked.js'
import { codeOf, refuse } from './answer.js'
import { contentText, messages, type Sketch, sketchOf } from './asked.js'
import { type GateParts, isRefused, publicPart } from './parts.js'

const IDENTIFIER_BYTES_MAX = 128
const name = z.string().nullish()

/**
 * What LiteLLM sends to a guardrail: `GenericGuardrailAPIRequest`. Fields come and go with its versions. In
 * 1.108.7 all of its routes fill `structured_messages`, with the system prompt as a turn; `model` is the name
 * that the client said; names that are not known are left out; the answer's call is told apart by `input_type`.
 */
const guardrailRequest = z.object({
  input_type: z.enum(['request', 'response']).catch('request'),
  texts: z.array(z.string()).nullish().catch(null),
  structured_messages: messages.nullish().catch(null),
  model: z.string().nullish().catch(null),
  request_data: z
    .object({
      user_api_key_hash: name,
      user_api_key_alias: name,
      user_api_key_user_id: name,
      user_api_key_team_id: name,
      user_api_key_end_user_id: name,
      user_api_key_org_id: name,
    })
    .nullish()
    .catch(null),
})
type GuardrailRequest = z.infer<typeof guardrailRequest>

const NONE = Object.freeze({ action: 'NONE' })

/**
 * LiteLLM's Generic Guardrail API. It blocks or does nothing: `GUARDRAIL_INTERVENED` would change what was
 * asked, and nothing here makes an answer quietly another.
 *
 * LiteLLM takes any status but 2xx for a failure and by its default then blocks. A request that this gate
 * cannot read is therefore answered like one without a snapshot: as the operator's `fail` says.
 */
export function addLitellmRoute(app: FastifyInstance, parts: GateParts): void {
  app.register(async (scope) => {
    const unread = () =>
      parts.settings().fail === 'closed'
        ? { action: 'BLOCKED', blocked_reason: 'The request could not be checked.' }
        : NONE
    scope.setErrorHandler((error, request, reply) => {
      const code = codeOf(error)
      if (code === 'SERVICE_DRAINING') return refuse(request, reply, code)
      request.log.warn({ err: error, code }, 'guardrail request not read')
      return reply.code(200).send(unread())
    })
    scope.post('/beta/litellm_basic_guardrail_api', async (request, reply) => {
      const given = guardrailRequest.safeParse(request.body)
      if (!given.success) return reply.send(unread())
      if (given.data.input_type === 'response') return reply.send(NONE)
      const settings = parts.settings()
      const decision = parts.ask('litellm', request, () =>
        askedOfGuardrail(given.data, settings, parts.sketch),
      )
      if (!isRefused(decision, settings)) return reply.send(NONE)
      return reply.send({ action: 'BLOCKED', blocked_reason: publicPart(decision).message })
    })
  })
}

function askedOfGuardrail(
  given: GuardrailRequest,
  { litellm }: ServeSettings,
  sketch: Sketch,
): Asked {
  const data = given.request_data ?? {}
  const first = (names: readonly (keyof typeof data)[]): string | undefined =>
    names
      .map((one) => data[one] ?? '')
      .find((id) => id !== '' && Buffer.byteLength(id) <= IDENTIFIER_BYTES_MAX)
  return {
    account_id: first(litellm.account) ?? '',
    organization_id: first(litellm.organization),
    api_key_id: first(['user_api_key_hash']),
    model: given.model ?? undefined,
    ...textsOf(given, sketch),
  }
}

/** The turns where LiteLLM tells them apart; else all texts as the user's. */
function textsOf({ structured_messages, texts }: GuardrailRequest, sketch: Sketch) {
  if (structured_messages != null && structured_messages.length > 0) {
    const isSystem = (role: string) => role === 'system' || role === 'developer'
    const system = structured_messages.filter(({ role }) => isSystem(role))
    const turns = structured_messages.filter(({ role }) => !isSystem(role))
    return sketchOf({ system: joined(system), turns }, sketch)
  }
  return sketchOf({ turns: (texts ?? []).map((content) => ({ role: 'user', content })) }, sketch)
}

const joined = (turns: z.infer<typeof messages>): string =>
  turns
    .map(({ content }) => contentText(content))
    .filter((content) => content !== '')
    .join('\n')
