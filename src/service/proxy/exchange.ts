/** The way of one request: whose it is, what is decided, the upstream, the record. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { type Applied, applyDecision, needsBody, refusedUnread } from './apply.js'
import { makeArriving } from './arriving.js'
import type { Artefacts } from './artefacts.js'
import { makeAsk } from './ask.js'
import { makeCaps } from './caps.js'
import type { Copies } from './copy.js'
import { keyOf, withoutOtherKeys } from './credential.js'
import { type Endpoint, endpointOf, isExchange, isRead } from './endpoint.js'
import { forward, type Outcome } from './forward.js'
import { type RawHeaders, readableEncodings, requestHeaders, withLength } from './headers.js'
import { type Hold, makeHold } from './hold/hold.js'
import type { Identify, Identity } from './identify.js'
import type { Decision, Decisions, ProxyCounters, ProxyLog, SketchTexts } from './ports.js'
import type { Recorder } from './recorder.js'
import { makeRecording, type Recording } from './recording.js'
import { dialectFor, REFUSALS, type Refusal, refusalOf, refuse } from './refusal.js'
import type { ProxySettings } from './settings.js'
import { type LookBudget, lookInto, makeLookBudget, type Upload } from './upload.js'

export interface ExchangeParts {
  readonly settings: ProxySettings
  readonly upstream: Dispatcher
  /** What stands before every path, without a slash at its end. */
  readonly basePath: string
  readonly host: string
  readonly identify: Identify
  readonly decisions: Decisions
  readonly sketch: SketchTexts | undefined
  readonly copies: Copies
  readonly looks: LookBudget
  readonly recorder: Recorder
  readonly artefacts: Artefacts
  readonly counters: ProxyCounters
  readonly log: ProxyLog
  readonly now: () => number
}

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function makeServe(parts: ExchangeParts): Serve {
  const { settings, counters, copies, recorder } = parts
  const ask = makeAsk(parts)
  // Of its own: whoever is looked at closely must not take the room of all others.
  const closeLooks = makeLookBudget(settings.copies_bytes_max)
  const state = { caps: makeCaps(parts.now), artefacts: parts.artefacts, now: parts.now }
  const room = makeLookBudget(settings.holds_bytes_max)
  const arriving = makeArriving(parts.now)
  const serve = async (request: IncomingMessage, response: ServerResponse, noted: Noted) => {
    counters.requests += 1
    // A connection that breaks in the middle of an answer is an end like any other.
    response.on('error', () => undefined)
    const url = request.url ?? ''
    const endpoint = endpointOf(request.method ?? '', url, parts.basePath)
    const step: Step = { parts, request, response, endpoint, requestId: randomUUID() }
    // The form for other proxies would let a client choose the host that is asked.
    if (!url.startsWith('/')) return answer(step, REFUSALS.invalid, null)
    // Whose rest is only taken to throw it away has no place.
    if (counters.in_hand >= settings.exchanges_max && !arriving.makeRoom()) {
      counters.refused_overload += 1
      return answer(step, REFUSALS.overloaded, null)
    }
    counters.in_hand += 1
    arriving.add(request, response)
    response.once('close', () => {
      counters.in_hand -= 1
    })
    const identity = parts.identify(request.rawHeaders, request.socket.remoteAddress)
    const copied = isRead(endpoint.kind) && !recorder.isBehind()
    const bound = copied ? boundOf(endpoint, settings) : 0
    const recording = makeRecording({ ...step, ...parts, identity, copies, bound })
    noted.recording = recording
    const look = (bytesMax: number, budget: LookBudget) =>
      lookInto(request, isExchange(endpoint.kind) ? bytesMax : 0, budget, recording.request)
    let upload = await look(settings.look_bytes_max, parts.looks)
    let decision = upload.kind === 'gone' ? null : ask(identity, step, upload)
    const early =
      decision === null
        ? null
        : refusedUnread(decision, { request, endpoint, upload, identity }, state)
    const isLonger =
      decision !== null && early === null && upload.kind === 'stream' && needsBody(decision)
    if (isLonger && isExchange(endpoint.kind)) {
      // Whoever is under a measure is looked at more closely, and then asked about anew: the model is known now.
      upload = await look(settings.measure_bytes_max, heldUntil(closeLooks, response))
      if (upload.kind === 'whole') decision = ask(identity, step, upload)
    }
    if (upload.kind === 'gone' || decision === null || response.destroyed) {
      counters.clients_gone += 1
      recording.drop()
      return
    }
    counters.levels[decision.level] += 1
    recording.decided(decision)
    const applied = applyDecision(decision, { request, endpoint, upload, identity }, state)
    for (const id of applied.measures) counters.measures[id] = (counters.measures[id] ?? 0) + 1
    if (applied.kind === 'refuse') return answer(step, applied.refusal, recording)
    response.once('close', applied.release)
    const named = ownHeaders(request, identity, settings)
    if (named !== request.rawHeaders) counters.keys_dropped += 1
    const own = isRead(endpoint.kind) ? readableEncodings(named) : named
    pass(step, changedUpload(upload, applied.body), { recording, own, applied, decision, room })
  }
  return async (request, response) => {
    const noted: Noted = { recording: null }
    try {
      await serve(request, response, noted)
    } catch (error) {
      noted.recording?.drop()
      // A fault of ours ends this exchange and no other.
      parts.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'proxy failed')
      response.destroy()
    }
  }
}

/** What was read is kept for the upstream: its room is taken until the exchange is over. */
const heldUntil = (budget: LookBudget, response: ServerResponse): LookBudget => ({
  reserve: budget.reserve,
  release: (bytes) => void response.once('close', () => budget.release(bytes)),
})

interface Noted {
  recording: Recording | null
}

interface Step {
  readonly parts: ExchangeParts
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly endpoint: Endpoint
  readonly requestId: string
}

const boundOf = ({ kind }: Endpoint, settings: ProxySettings): number =>
  isExchange(kind) ? settings.copy_bytes_max : settings.batch_copy_bytes_max

/** As they came, except that whoever is known by a key is known to the API by that one alone. */
function ownHeaders(
  { rawHeaders }: IncomingMessage,
  { account_id, api_key_id }: Identity,
  { key_headers }: ProxySettings,
): RawHeaders {
  if (api_key_id === undefined || account_id !== api_key_id) return rawHeaders
  return withoutOtherKeys(rawHeaders, key_headers, keyOf(rawHeaders, key_headers))
}

/** An answer of our own, recorded like any other. */
function answer(step: Step, refusal: Refusal, recording: Recording | null): void {
  const { request, response, endpoint, requestId } = step
  const dialect = dialectFor(endpoint.dialect, request.rawHeaders)
  recording?.begun(refusal.status, ['content-type', 'application/json', 'request-id', requestId])
  const body = refuse(response, dialect, refusal, requestId)
  recording?.response.add(body)
  recording?.ended()
}

interface Passing {
  readonly recording: Recording
  readonly own: RawHeaders
  readonly applied: Applied & { readonly kind: 'forward' }
  readonly decision: Decision
  /** For answers that are held. */
  readonly room: LookBudget
}

/** Where a measure asks for less than the client did, that is what is sent. The copy holds what the client asked for. */
const changedUpload = (upload: Upload, body: Buffer | null): Upload =>
  body === null ? upload : { kind: 'whole', body }

function pass(step: Step, upload: Upload, passing: Passing): void {
  const { recording, own, applied, decision } = passing
  const { parts, request, response } = step
  const { settings } = parts
  const host = settings.keep_host ? null : parts.host
  forward({
    upstream: parts.upstream,
    request,
    response,
    path: parts.basePath + (request.url ?? '/'),
    headers: requestHeaders(
      applied.body === null ? own : withLength(own, applied.body.length),
      host,
    ),
    body: upload.kind === 'whole' ? upload.body : upload.kind === 'stream' ? upload.body() : null,
    notice: applied.notice,
    hold: holdOf(step, passing),
    onWithheld: ({ effect, measure }) => {
      const { counters } = parts
      counters.answers_withheld += 1
      if (measure === 'unseen') counters.measures.unseen = (counters.measures.unseen ?? 0) + 1
      answer(step, refusalOf(decision, effect, measure), recording)
    },
    clientMsMax: settings.client_seconds_max * 1000,
    onHeaders: recording.begun,
    onChunk: recording.response.add,
    onEnd: (outcome, isBegun, code) => {
      count(step, outcome, code)
      if (isBegun || outcome === 'client_gone') return recording.ended()
      const isLate = outcome === 'upstream_timed_out'
      answer(step, isLate ? REFUSALS.timedOut : REFUSALS.unreachable, recording)
    },
  })
}

function holdOf(
  { parts: { settings, counters }, endpoint: { kind } }: Step,
  { applied: { answers }, decision: { limits }, room }: Passing,
): Hold | null {
  if (answers.length === 0 || !isExchange(kind)) return null
  return makeHold({
    ...{ kind, measures: answers, limits },
    room: {
      reserve: (bytes) => {
        const isFree = room.reserve(bytes)
        if (isFree) counters.held_bytes += bytes
        return isFree
      },
      release: (bytes) => {
        counters.held_bytes -= bytes
        room.release(bytes)
      },
    },
    bytesMax: settings.hold_bytes_max,
    msMax: settings.hold_seconds_max * 1000,
  })
}

/** The log says what failed and where to look for it in the records. No path: a query may hold a key. */
function count({ parts, endpoint, requestId }: Step, outcome: Outcome, code: string): void {
  const { counters, log } = parts
  if (outcome === 'client_gone') counters.clients_gone += 1
  if (outcome === 'upstream_failed') counters.upstream_failed += 1
  if (outcome === 'upstream_timed_out') counters.upstream_timed_out += 1
  if (code === '') return
  log.warn({ request: requestId, endpoint: endpoint.kind, outcome, code }, 'upstream failed')
}
