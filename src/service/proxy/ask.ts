import type { IncomingMessage } from 'node:http'
import { passed } from '../decisions/decide.js'
import { onlyValue } from './headers.js'
import type { Identity } from './identify.js'
import type { Asked, Decision, Decisions, ProxyCounters, ProxyLog, SketchTexts } from './ports.js'
import { anthropicRequest } from './record/anthropic.js'
import { isObject } from './record/fields.js'
import { openaiRequest } from './record/openai.js'
import type { Upload } from './upload.js'

interface AskParts {
  readonly decisions: Decisions
  readonly sketch: SketchTexts | undefined
  readonly counters: ProxyCounters
  readonly log: ProxyLog
}

const OPEN: Decision = Object.freeze(passed(null))

/** Asks for the decision on a request. Whoever cannot be asked lets through: a fault of ours stops nobody. */
export function makeAsk({ decisions, sketch, counters, log }: AskParts) {
  return (identity: Identity, request: IncomingMessage, upload: Upload): Decision => {
    let decision = OPEN
    try {
      decision = decisions.decide(askedOf(identity, request, upload, sketch))
    } catch (error) {
      counters.decisions_failed += 1
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'no decision')
    }
    counters.levels[decision.level] += 1
    return decision
  }
}

function askedOf(
  identity: Identity,
  request: IncomingMessage,
  upload: Upload,
  sketch: SketchTexts | undefined,
): Asked {
  const { plan: _plan, ...known } = identity
  return {
    ...known,
    user_agent: onlyValue(request.rawHeaders, 'user-agent'),
    ...(upload.kind === 'whole' ? lookedAt(upload.body, request, sketch) : {}),
  }
}

/** What the body says, where it is plain and whole. One that cannot be read says nothing. */
function lookedAt(
  body: Buffer,
  request: IncomingMessage,
  sketch: SketchTexts | undefined,
): Partial<Asked> {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding !== 'identity') return {}
  try {
    const given: unknown = JSON.parse(body.toString('utf8'))
    if (!isObject(given)) return {}
    const model = typeof given.model === 'string' ? given.model : undefined
    if (sketch === undefined) return { model }
    const isAnthropic = /\/messages$/.test(request.url?.split('?', 1)[0] ?? '')
    const { system, messages } = isAnthropic ? anthropicRequest(given) : openaiRequest(given)
    return { model, ...sketch({ system, messages }) }
  } catch {
    return {}
  }
}
