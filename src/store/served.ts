import { request } from 'node:http'
import { join } from 'node:path'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import { SINGLE } from './layout.js'
import { bound, type Params, type Statement } from './sql.js'
import type { Store } from './store.js'

/** Where the engine of a running service answers reads of the store that it holds. */
export const servedSocket = (path: string): string => join(path, 'engine.sock')

/** What goes over the socket: `params` are those that the text names. */
export interface ServedAsk {
  readonly name: string
  readonly text: string
  readonly params: Params
}

export type ServedAnswer = { readonly rows: readonly object[] } | { readonly problem: string }

/** Of an answer. What a command reads is far less; the engine bounds it too. */
export const SERVED_BYTES_MAX = 128 * 1024 * 1024
export const SERVED_SECONDS_MAX = 120

/**
 * The store of a running service, to be read by the command line: each SELECT goes to the engine that holds it.
 * Whatever would write is refused.
 */
export function openServed(path: string): Store {
  const refuse = async () => {
    throw new StillwatchError('STORE_SERVED', { path })
  }
  return Object.freeze({
    layout: SINGLE,
    async rows<Row>(statement: Statement, params: Params = {}) {
      const { name, text } = statement
      const answer = await ask(path, { name, text, params: bound(statement, params) })
      if ('rows' in answer) return [...answer.rows] as Row[]
      throw new StillwatchError('STATEMENT_FAILED', { statement: name, problem: answer.problem })
    },
    run: refuse,
    insert: refuse,
    openInput: refuse,
    openView: refuse,
    openTable: refuse,
    scratch: () => {
      throw new StillwatchError('STORE_SERVED', { path })
    },
    close: async () => undefined,
  })
}

async function ask(path: string, asked: ServedAsk): Promise<ServedAnswer> {
  try {
    return JSON.parse(await post(servedSocket(path), JSON.stringify(asked))) as ServedAnswer
  } catch (error) {
    const problem = systemProblem(error) ?? 'it was cut off or took too long'
    throw new StillwatchError('SERVICE_SILENT', { path, problem }, error)
  }
}

function post(socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(SERVED_SECONDS_MAX * 1000)
    const asking = request({ socketPath, path: '/rows', method: 'POST', signal }, (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > SERVED_BYTES_MAX) response.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
