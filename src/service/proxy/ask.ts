import type { IncomingMessage } from 'node:http'
import { passed } from '../decisions/decide.js'
import type { Endpoint } from './endpoint.js'
import { onlyValue } from './headers.js'
import type { Identity } from './identify.js'
import type { Asked, Decision, Decisions, ProxyCounters, ProxyLog, SketchTexts } from './ports.js'
import { anthropicRequest } from './record/anthropic.js'
import { isObject } from './record/fields.js'
import { openaiRequest } from './record/openai.js'
import type { Upload } from './upload.js'

/** What is known of a request besides whose it is. */
export interface AskedStep {
  readonly request: IncomingMessage
  readonly endpoint: Endpoint
}

interface AskParts {
  readonly decisions: Decisions
  readonly sketch: SketchTexts | undefined
  readonly counters: ProxyCounters
  readonly log: ProxyLog
}

const OPEN: Decision = Object.freeze(passed(null))

/** Asks for the decision on a request. Whoever cannot be asked lets through: a fault of ours stops nobody. */
export function makeAsk({ decisions, sketch, counters, log }: AskParts) {
  return (identity: Identity, step: AskedStep, upload: Upload): Decision => {
    let decision = OPEN
    try {
      decision = decisions.decide(askedOf(identity, step, upload, sketch))
    } catch (error) {
      counters.decisions_failed += 1
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'no decision')
    }
    return decision
  }
}

function askedOf(
  identity: Identity,
  step: AskedStep,
  upload: Upload,
  sketch: SketchTexts | undefined,
): Asked {
  const { plan: _plan, ...known } = identity
  const { request, endpoint } = step
  const isAsking = endpoint.asksModel && request.method === 'POST'
  const looked = upload.kind === 'whole' ? lookedAt(upload.body, step, sketch) : {}
  const model = modelInPath(endpoint.path) ?? looked.model
  return {
    ...known,
    user_agent: onlyValue(request.rawHeaders, 'user-agent'),
    ...looked,
    model,
    // A policy for some models meets a request that hides which one it asks.
    ...(isAsking && model === undefined ? { is_model_unread: true } : {}),
  }
}

/** As Azure has it: there it counts, whatever a body says. */
const modelInPath = (path: string): string | undefined =>
  /\/deployments\/([^/]+)\//i.exec(path)?.[1]

/** What the body says, where it is plain and whole. One that cannot be read says nothing. */
function lookedAt(
  body: Buffer,
  { request, endpoint }: AskedStep,
  sketch: SketchTexts | undefined,
): Partial<Asked> {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding !== 'identity') return {}
  let model: string | undefined
  try {
    const given: unknown = JSON.parse(body.toString('utf8'))
    if (!isObject(given)) return {}
    model = modelIn(given)
    if (sketch === undefined) return { model }
    const { system, messages } =
      endpoint.kind === 'messages' ? anthropicRequest(given) : openaiRequest(given)
    return { model, ...sketch({ system, messages }) }
  } catch {
    // Nested without end, say: the model may be known all the same.
    return { model }
  }
}

/** One model by one name; `Model` beside `model` says two things. */
function modelIn(given: Readonly<Record<string, unknown>>): string | undefined {
  const keys = Object.keys(given).filter((key) => key.toLowerCase() === 'model')
  return keys.length === 1 && typeof given.model === 'string' ? given.model : undefined
}
