/**
 * One exchange with the upstream: what the client sent goes there, what comes back goes to the client, byte
 * for byte and chunk by chunk. Whichever side stops, the other one is told by the same means.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { pairsOf, rawTexts, responseHeaders } from './headers.js'
import { type Hold, TOO_SLOW, type Withheld } from './hold/hold.js'

export type Outcome = 'answered' | 'client_gone' | 'upstream_failed' | 'upstream_timed_out'

export interface Forward {
  readonly upstream: Dispatcher
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly headers: string[]
  readonly body: Buffer | Readable | null
  /** Headers of ours beside those of the answer, name after name. */
  readonly notice: readonly string[]
  readonly clientMsMax: number
  /** A chunk of the answer, as it goes to the client. Must not throw. */
  readonly onChunk: (chunk: Buffer) => void
  readonly onHeaders: (status: number, headers: readonly string[]) => void
  /** Where an answer must be whole before any of it goes on; what is told of chunks and headers then waits as well. */
  readonly hold: Hold | null
  /** Called instead of `onEnd` where what was held is not passed on: the caller answers. */
  readonly onWithheld: (withheld: Withheld) => void
  /** Called once. Where `isBegun` is false no byte went to the client, and the caller answers. */
  readonly onEnd: (outcome: Outcome, isBegun: boolean, code: string) => void
}

export function forward(given: Forward): void {
  const { upstream, request, response } = given
  const run: Run = {
    ...{ given, controller: null, held: null },
    ...{ isEnded: false, isGone: false, stall: undefined },
  }
  response.once('close', () => {
    clearTimeout(run.stall)
    given.hold?.drop()
    if (response.writableFinished) return
    run.isGone = true
    // First the end: what the abort brings about is no failure of the upstream.
    end(run, 'client_gone', '')
    run.controller?.abort(GONE)
  })
  try {
    upstream.dispatch(
      {
        path: given.path,
        method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
        headers: given.headers,
        body: given.body,
      },
      handlerOf(run),
    )
  } catch (error) {
    fail(run, error)
  }
}

interface Run {
  readonly given: Forward
  controller: Dispatcher.DispatchController | null
  /** How an answer begins that is held. */
  held: Start | null
  isEnded: boolean
  isGone: boolean
  stall: NodeJS.Timeout | undefined
}

interface Start {
  readonly status: number
  readonly message: string
  readonly raw: readonly string[]
}

const GONE = new Error('the client went away')
const WITHHELD = new Error('the answer is not passed on')

function handlerOf(run: Run): Dispatcher.DispatchHandler {
  const { response, onChunk, hold } = run.given
  return {
    onRequestStart: (controller) => {
      run.controller = controller
      if (run.isGone) controller.abort(GONE)
    },
    onResponseStart: (controller, status, headers, message) => {
      if (run.isGone) return
      if (status < 200) return passInformation(response, status, headers)
      const start = { status, message: message ?? '', raw: rawTexts(controller.rawHeaders) }
      // An error of the API is no answer of a model.
      if (hold !== null && status < 300) keep(run, start, hold)
      else begin(run, start)
    },
    onResponseData: (controller, chunk) => {
      if (run.isGone || run.isEnded) return
      if (run.held !== null) {
        const withheld = hold?.add(chunk) ?? null
        if (withheld !== null) withhold(run, withheld)
        return
      }
      onChunk(chunk)
      if (!response.write(chunk)) holdBack(run, controller)
    },
    onResponseEnd: (controller) => {
      if (run.isGone || run.isEnded) return
      const trailers = rawTexts(controller.rawTrailers)
      if (hold === null || run.held === null) return finish(run, trailers)
      passOn(run, run.held, hold, trailers).catch(() => response.destroy())
    },
    onResponseError: (_, error) => fail(run, error),
  }
}

function finish(run: Run, trailers: readonly string[]): void {
  const { response } = run.given
  if (trailers.length > 0) response.addTrailers(pairsOf(trailers))
  response.end()
  end(run, 'answered', '')
}

/** Nothing goes to the client until the answer is whole: then it can still be refused in one piece. */
function keep(run: Run, start: Start, { msMax }: Hold): void {
  run.held = start
  run.stall = setTimeout(() => withhold(run, TOO_SLOW), msMax)
}

async function passOn(
  run: Run,
  start: Start,
  hold: Hold,
  trailers: readonly string[],
): Promise<void> {
  const { response, onChunk } = run.given
  const withheld = await hold.look(start.raw)
  if (run.isGone || run.isEnded) return
  if (withheld !== null) return withhold(run, withheld)
  clearTimeout(run.stall)
  begin(run, start)
  for (const chunk of hold.chunks()) {
    onChunk(chunk)
    if (!response.write(chunk)) await taken(run)
    if (run.isGone) return
  }
  finish(run, trailers)
}

/** What the upstream still has to say is not waited for. */
function withhold(run: Run, withheld: Withheld): void {
  if (run.isEnded || run.isGone) return
  run.isEnded = true
  clearTimeout(run.stall)
  run.given.hold?.drop()
  run.controller?.abort(WITHHELD)
  run.given.onWithheld(withheld)
}

/** Hints before the answer. A status that Node has no call for has no meaning to lose. */
function passInformation(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): void {
  const { link } = headers
  if (status === 102) response.writeProcessing()
  if (status === 103 && link !== undefined) response.writeEarlyHints({ ...headers, link } as never)
}

function begin(run: Run, { status, message, raw }: Start): void {
  const { response, notice, onHeaders } = run.given
  onHeaders(status, raw)
  // What the upstream did not say is not said.
  response.sendDate = false
  response.writeHead(status, message, [...responseHeaders(raw), ...notice])
  // The first bytes of the body, if they came with the headers, leave in one packet with them.
  process.nextTick(() => {
    if (!response.destroyed && !response.writableEnded) response.flushHeaders()
  })
}

/** The upstream waits until the client has taken what is there, but not for ever. */
function holdBack(run: Run, controller: Dispatcher.DispatchController): void {
  if (run.stall !== undefined) return
  const { response, clientMsMax } = run.given
  controller.pause()
  run.stall = setTimeout(() => response.destroy(), clientMsMax)
  response.once('drain', () => {
    clearTimeout(run.stall)
    run.stall = undefined
    controller.resume()
  })
}

/** Resolves when the client has taken what is there, or is gone, which it is after a while of nothing. */
function taken(run: Run): Promise<void> {
  const { response, clientMsMax } = run.given
  run.stall = setTimeout(() => response.destroy(), clientMsMax)
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(run.stall)
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.once('drain', done).once('close', done)
  })
}

function fail(run: Run, error: unknown): void {
  if (run.isEnded) return
  const { response } = run.given
  const code = codeOf(error)
  // Half an answer must not look like a whole one.
  const isBegun = response.headersSent
  end(run, TIMEOUTS.has(code) ? 'upstream_timed_out' : 'upstream_failed', code)
  if (isBegun) response.destroy()
}

function end(run: Run, outcome: Outcome, code: string): void {
  if (run.isEnded) return
  run.isEnded = true
  run.given.onEnd(outcome, run.given.response.headersSent, code)
}

const TIMEOUTS = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])

/** The code of an error. Its message may quote what came, and is never looked at. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown'
}
