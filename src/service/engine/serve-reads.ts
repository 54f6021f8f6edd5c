import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { StillwatchError } from '../../domain/errors.js'
import type { ServedAnswer } from '../../store/served.js'
import { type ParamValue, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { BACKUP_PATH } from '../backup/asked.js'
import { listenAlone } from '../inside.js'
import { type AskBackup, answerBackup } from './serve-backup.js'

// Of a statement with its parameters: a policy may be about tens of thousands of accounts.
const ASKED_BYTES_MAX = 16 * 1024 * 1024
const ASKED_SECONDS_MAX = 5
const CONNECTIONS_MAX = 8

const param = z.custom<ParamValue>(
  (value) => value !== null && value !== undefined && typeof value !== 'function',
)
const asked = z.strictObject({
  name: z.string().max(128),
  text: z.string(),
  params: z.record(z.string(), param),
})

/**
 * Answers reads of the command line on a socket that only this user can open, and has backups made. That nothing is
 * written to the store is up to the reader that is given, whose connection cannot; what would write a file is refused
 * here. Resolves to what closes it.
 */
export async function serveReads(
  socket: string,
  reader: Store,
  askBackup: AskBackup,
): Promise<() => Promise<void>> {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    if (request.url === BACKUP_PATH) await answerBackup(body, response, askBackup)
    else response.end(JSON.stringify(await answer(body, reader)))
  }
  const server = createServer((request, response) => {
    // Whoever asked has gone, or sent what is no question.
    respond(request, response).catch(() => response.destroy())
  })
  return listenAlone(server, {
    socket,
    connectionsMax: CONNECTIONS_MAX,
    askedSecondsMax: ASKED_SECONDS_MAX,
  })
}

async function answer(body: string, reader: Store): Promise<ServedAnswer> {
  const parsed = asked.safeParse(JSON.parse(body))
  if (!parsed.success) return { problem: 'it was not understood: the versions may differ' }
  const { name, text, params } = parsed.data
  if (!isRead(text)) return { problem: 'it is no SELECT' }
  try {
    return { rows: await reader.rows<object>(statement(name, text), params) }
  } catch (error) {
    const problem = error instanceof StillwatchError ? error.message : 'the engine has a fault'
    return { problem: problem.replace(/^The statement `[^`]*` failed: |\.$/g, '') }
  }
}

/** A reader cannot change the store; what could still write a file is no read either. */
function isRead(text: string): boolean {
  const bare = text.replaceAll(/--[^\n]*/g, '').trim()
  return /^(SELECT|WITH)\b/i.test(bare) && !/\b(INTO\s+OUTFILE|INSERT\s+INTO)\b/i.test(bare)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > ASKED_BYTES_MAX) throw new RangeError('the question is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
