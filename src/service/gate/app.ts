/**
 * The gate: the HTTP server beside the request path. It answers from memory, never from the database, and
 * knows nothing of how a decision came about. Proxy and intake are plugins on the same server.
 */

import fastify, { type FastifyInstance } from 'fastify'
import type { HashSecrets } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import type { Decisions } from '../decisions/decide.js'
import type { Decider } from '../decisions/decider.js'
import { makeNameKey } from '../naming.js'
import type { Spool } from '../spool/model.js'
import type { Desk } from '../verification/desk.js'
import { makeKeeper } from '../verification/keeping.js'
import { codeOf, refuse, sentFirst } from './answer.js'
import { requireToken } from './auth.js'
import { addConsoleRoute } from './console-route.js'
import { addDecideRoute } from './decide-route.js'
import { addEngineFigures } from './engine-figures.js'
import { addForwardAuthRoutes } from './forward-auth-route.js'
import { addHealthRoutes } from './health-route.js'
import { addLitellmRoute } from './litellm-route.js'
import { type LogStream, logOptions } from './log.js'
import { addConnections, addKeeping, type GateMetrics, makeMetrics } from './metrics.js'
import type { GateParts } from './parts.js'
import { addPeopleRoute, type PeopleRoute } from './people-route.js'
import type { EngineState, ServiceParts, ServicePlugin } from './plugin.js'
import { limitServer, serverOptions } from './server.js'
import { addTaxiiRoute } from './taxii-route.js'
import { addVerification } from './verification-routes.js'

export interface GateOptions {
  readonly decisions: Pick<Decider, 'decide' | 'sketch' | 'state'>
  readonly spool: Spool
  readonly settings: ServeSettings
  /** The secret behind every hash: keys of clients are known by their hash under it. */
  readonly hashSecret: HashSecrets
  readonly proxy?: ServicePlugin | undefined
  readonly intake?: ServicePlugin | undefined
  readonly engine?: (() => EngineState) | undefined
  /** Where the records are kept that people act by. */
  readonly people?: PeopleRoute | undefined
  /** The socket of the process that keeps the collections of TAXII. */
  readonly taxii?: string | undefined
  /** Who assesses applications; its own thread where none is given. */
  readonly desk?: Desk | undefined
  readonly log?: LogStream | undefined
  readonly now?: (() => number) | undefined
  /** Milliseconds that never go back, with fractions, for what is measured. */
  readonly clock?: (() => number) | undefined
}

export interface Gate {
  readonly app: FastifyInstance
  readonly metrics: GateMetrics
  /** The settings in force. */
  readonly settings: () => ServeSettings
  /** Takes new settings. Address and limits stay those of the start. */
  reload(settings: ServeSettings): void
  /** From now on `/readyz` says that the gate is stopping. */
  drain(): void
}

/** Puts the gate together. It does not listen yet. */
export function buildGate(options: GateOptions): Gate {
  const now = options.now ?? Date.now
  let settings = options.settings
  let isDraining = false
  const current = () => settings
  const app = fastify({
    ...serverOptions(options.settings.limits),
    logger: logOptions(options.settings.log_level, options.log),
  })
  const metrics = makeMetrics({ now, snapshot: options.decisions.state, spool: options.spool })
  if (options.engine !== undefined) addEngineFigures(metrics.register, options.engine)
  addConnections(metrics.register, limitServer(app.server, options.settings.limits))
  const keeper = makeKeeper({
    spool: options.spool,
    clock: options.clock ?? defaultClock,
    failed: (problem, request_id) => app.log.warn({ problem, request_id }, 'application not kept'),
  })
  addKeeping(metrics.register, keeper)
  addAnswers(app, metrics)
  addHealthRoutes(app, {
    now,
    settings: current,
    snapshot: options.decisions.state,
    spool: options.spool,
    keeper,
    engine: options.engine,
    isDraining: () => isDraining,
  })
  const parts: GateParts = {
    settings: current,
    sketch: options.decisions.sketch,
    nameKey: makeNameKey(options.settings.api_key_ids, options.hashSecret),
    hasProxy: options.proxy !== undefined,
    ask: asker(options, metrics),
  }
  app.register(async (scope) => {
    scope.addHook('onRequest', requireToken(current, 'decide'))
    addDecideRoute(scope, parts)
    addForwardAuthRoutes(scope, parts)
    addLitellmRoute(scope, parts)
  })
  app.register(async (scope) => {
    scope.addHook('onRequest', requireToken(current, 'verify'))
    addVerification(scope, { ...options, keeper }, current)
  })
  app.register(async (scope) => {
    scope.addHook('onRequest', requireToken(current, 'metrics'))
    scope.get('/metrics', async (_, reply) =>
      reply.type(metrics.contentType).send(await metrics.text()),
    )
  })
  if (options.people !== undefined) {
    const { people } = options
    app.register(async (scope) => addPeopleRoute(scope, people, current))
    app.register(async (scope) => addConsoleRoute(scope))
  }
  // Whatever stands behind the proxy keeps its own paths where nothing is shared.
  if (options.taxii !== undefined && options.settings.sharing.collections.length > 0) {
    const { taxii } = options
    app.register(async (scope) => addTaxiiRoute(scope, taxii, () => current().sharing))
  }
  addPlugins(app, options, parts, metrics)
  return Object.freeze({
    app,
    metrics,
    settings: current,
    reload: (next: ServeSettings) => {
      settings = next
    },
    drain: () => {
      isDraining = true
    },
  })
}

/** The intake asks for a token. The proxy does not: its clients have keys of the provider, who checks them. */
function addPlugins(
  app: FastifyInstance,
  { intake, proxy, spool, settings }: GateOptions,
  { settings: current, sketch, ask }: GateParts,
  { register }: GateMetrics,
): void {
  const decide: Decisions['decide'] = (asked) => ask('proxy', app, () => asked)
  const parts: ServiceParts = { decisions: { decide }, sketch, spool, settings, register }
  if (intake !== undefined) {
    app.register(async (scope) => {
      scope.addHook('onRequest', requireToken(current, 'intake'))
      await intake(scope, parts)
    })
  }
  if (proxy !== undefined) app.register(async (scope) => proxy(scope, parts))
}

function asker({ decisions, clock = defaultClock }: GateOptions, metrics: GateMetrics) {
  return (...[door, request, asked]: Parameters<GateParts['ask']>) => {
    const startedMs = clock()
    const decision = decisions.decide(asked())
    metrics.decided(door, decision, (clock() - startedMs) / 1000)
    const { level, policy_id, reasons } = decision
    if (level !== 'pass') request.log.info({ door, level, policy_id, reasons }, 'decision')
    return decision
  }
}

const defaultClock = (): number => Number(process.hrtime.bigint()) / 1e6

/** How errors, unknown routes and ends of requests are answered, logged and counted. */
function addAnswers(app: FastifyInstance, metrics: GateMetrics): void {
  app.setErrorHandler((error, request, reply) => {
    const code = codeOf(error)
    if (code === 'SERVICE_FAULT') request.log.error({ err: error }, 'request failed')
    return refuse(request, reply, code)
  })
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 'ROUTE_UNKNOWN'))
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id)
    return sentFirst(request, reply, payload)
  })
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of a route, never the path that was asked for.
    const route = request.routeOptions.url ?? 'unknown'
    const { statusCode, elapsedTime } = reply
    metrics.answered(route, statusCode, elapsedTime / 1000)
    request.log.debug(
      { route, status: statusCode, ms: Math.round(elapsedTime * 10) / 10 },
      'request',
    )
  })
}
