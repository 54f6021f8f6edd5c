import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type FastifyServerOptions, LogController } from 'fastify'
import type { ServeSettings } from '../../config/serve.js'
import { API_ERRORS, type ApiErrorCode, errorBody } from './answer.js'
import { boundConnections, type Connections } from './connections.js'

type Limits = ServeSettings['limits']

// Node looks so often for connections whose header or request is overdue.
const OVERDUE_CHECK_MS = 1000
/** No header section is longer: what a path names is looked at by its route, and never handed to the proxy for its length. */
const PATH_CHARACTERS_MAX = 65_536

/** What one client can ask of the server: how much, and how long it may take over it. */
export function serverOptions(limits: Limits) {
  return {
    bodyLimit: limits.body_bytes_max,
    requestTimeout: limits.request_seconds_max * 1000,
    keepAliveTimeout: limits.idle_seconds_max * 1000,
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
    // An id of our own: what a client sends must not stand in the log as if it were ours.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: PATH_CHARACTERS_MAX },
    clientErrorHandler,
    http: {
      maxHeaderSize: limits.header_bytes_max,
      headersTimeout: limits.header_seconds_max * 1000,
      connectionsCheckingInterval: OVERDUE_CHECK_MS,
    },
  } satisfies FastifyServerOptions & { http: object }
}

export function limitServer(server: Server, limits: Limits): Connections {
  // Their bytes are bounded. A bound of their number drops those beyond it silently, and whoever sends
  // many could have the one dropped that says who they are.
  server.maxHeadersCount = 0
  return boundConnections(server, limits.connections_max)
}

/** Answers what is no HTTP. The error holds the bytes that came, so it is not logged. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const code: ApiErrorCode =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'HEADER_TOO_LARGE'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'REQUEST_SLOW'
        : 'REQUEST_INVALID'
  const { status } = API_ERRORS[code]
  const body = JSON.stringify(errorBody(code))
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  }
  socket.destroySoon()
}
