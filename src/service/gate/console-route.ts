import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  CONSOLE_HEADERS,
  CONSOLE_PREFIX,
  type ConsoleFiles,
  readConsoleFiles,
} from '../console/files.js'
import { refuse } from './answer.js'

/**
 * The console. What it consists of is nobody's secret and asks for no token; what it shows comes through the routes of people,
 * which do.
 */
export function addConsoleRoute(
  scope: FastifyInstance,
  files: ConsoleFiles | undefined = readConsoleFiles(),
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const file = files?.find(request.url.slice(CONSOLE_PREFIX.length).split('?', 1)[0] ?? '')
    if (file === undefined) return refuse(request, reply, 'ROUTE_UNKNOWN')
    const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    reply.headers({ ...CONSOLE_HEADERS, 'cache-control': file.cache, vary: 'accept-encoding' })
    if (isZipped) reply.header('content-encoding', 'gzip')
    return reply.type(file.type).send(isZipped ? file.gzipped : file.plain)
  }
  scope.get(CONSOLE_PREFIX, async (_, reply) => reply.redirect(`${CONSOLE_PREFIX}/`))
  scope.get(`${CONSOLE_PREFIX}/*`, answer)
}
