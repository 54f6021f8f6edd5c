/**
 * The reverse proxy: a plugin of the gate that takes every path which no other route has, asks for a
 * decision, passes the exchange on to the API behind it and records a copy.
 */

import type { FastifyInstance } from 'fastify'
import { Pool } from 'undici'
import type { HashSecrets } from '../../config/key.js'
import { makeArtefacts } from './artefacts.js'
import { makeCopies } from './copy.js'
import { makeServe } from './exchange.js'
import { makeIdentify } from './identify.js'
import {
  type Decisions,
  type ExchangeSpool,
  newCounters,
  type ProxyCounters,
  type SketchTexts,
} from './ports.js'
import { openReader } from './record/reader-thread.js'
import { makeRecorder, type ReaderPort } from './recorder.js'
import type { ProxySettings } from './settings.js'
import { makeLookBudget } from './upload.js'

export interface ProxyOptions {
  readonly settings: ProxySettings
  /** The secret behind every hash: keys of clients are known by their hash under it. */
  readonly hashSecret: HashSecrets
  /** What texts are sealed with that are not to be kept. */
  readonly sealKey?: Uint8Array | undefined
  /** Milliseconds since 1970; the clock of the system where none is given. */
  readonly now?: (() => number) | undefined
  /** What texts are to decisions; without it they are asked for without looking at texts. */
  readonly sketch?: SketchTexts | undefined
  readonly counters?: ProxyCounters | undefined
  readonly reader?: ReaderPort | undefined
}

export interface ProxyParts {
  readonly decisions: Decisions
  readonly spool: ExchangeSpool
}

/** Bytes of the header of an answer. Node allows as many for a whole request. */
const HEADER_BYTES_MAX = 64 * 1024

/** Makes the plugin that the gate registers. */
export function makeProxy(options: ProxyOptions) {
  return async (app: FastifyInstance, { decisions, spool }: ProxyParts): Promise<void> => {
    const { settings, counters = newCounters() } = options
    const base = new URL(settings.upstream)
    const upstream = openUpstream(base, settings)
    const copies = makeCopies(settings.copies_bytes_max)
    const reader = options.reader ?? openReader(readerSettings(settings, options.sealKey))
    const linesBytesMax = settings.copies_bytes_max
    const artefacts = makeArtefacts(settings.artefacts_max)
    const recorder = makeRecorder({ reader, spool, copies, counters, artefacts, linesBytesMax })
    const serve = makeServe({
      settings,
      upstream,
      basePath: base.pathname.replace(/\/+$/, ''),
      host: base.host,
      identify: makeIdentify(settings, options.hashSecret),
      decisions,
      sketch: options.sketch,
      copies,
      looks: makeLookBudget(settings.copies_bytes_max),
      recorder,
      artefacts,
      counters,
      log: app.log,
      now: options.now ?? Date.now,
    })
    app.addHook('onClose', async () => {
      await recorder.close()
      await upstream.destroy()
    })
    app.route({
      method: [...app.supportedMethods],
      url: '/*',
      // The frame of the server logs addresses; a query may hold a key.
      logLevel: 'silent',
      exposeHeadRoute: false,
      // Before the body is touched: from here on the exchange is ours alone.
      onRequest: async (request, reply) => {
        reply.hijack()
        await serve(request.raw, reply.raw)
      },
      handler: async () => undefined,
    })
  }
}

function openUpstream(base: URL, settings: ProxySettings): Pool {
  return new Pool(base.origin, {
    // One exchange a connection at a time: one that is slow must hold no other up.
    pipelining: 1,
    connections: settings.exchanges_max,
    headersTimeout: settings.answer_seconds_max * 1000,
    bodyTimeout: settings.silence_seconds_max * 1000,
    connect: { timeout: settings.connect_seconds_max * 1000 },
    maxHeaderSize: HEADER_BYTES_MAX,
    allowH2: false,
  })
}

const readerSettings = (settings: ProxySettings, sealKey: Uint8Array | undefined) => ({
  textPolicy: settings.text_policy,
  sealKey,
  batchBytesMax: settings.batch_bytes_max,
})
