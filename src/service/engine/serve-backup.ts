import type { ServerResponse } from 'node:http'
import { operational, StillwatchError } from '../../domain/errors.js'
import { type BackupLine, backupAsk, WAITING } from '../backup/asked.js'
import type { Made, Tell } from '../backup/backup.js'

/** Has a backup made when its turn comes. Refuses a second one meanwhile. */
export type AskBackup = (into: string, tell: Tell) => Promise<Made>

const TELL_EVERY_MS = 1000

/**
 * Has a backup made for whoever asks on the socket, and says meanwhile how far it is. Should that one go away, nobody
 * is told, and the backup is made.
 */
export async function answerBackup(
  body: string,
  response: ServerResponse,
  askBackup: AskBackup,
): Promise<void> {
  const { into } = backupAsk.parse(JSON.parse(body))
  let at = { step: WAITING, done: 0, of: 0 }
  const say = (line: BackupLine) => {
    // Who does not listen is not waited for.
    if (!response.destroyed && !response.writableNeedDrain) {
      response.write(`${JSON.stringify(line)}\n`)
    }
  }
  const telling = setInterval(() => say({ at }), TELL_EVERY_MS)
  const tell: Tell = (step, done, of) => {
    at = { step, done, of }
  }
  try {
    const last = await askBackup(into, tell).then((made) => ({ made }), problemOf)
    response.end(`${JSON.stringify(last satisfies BackupLine)}\n`)
  } finally {
    clearInterval(telling)
  }
}

function problemOf(thrown: unknown): BackupLine {
  const error = operational(thrown)
  if (error instanceof StillwatchError) return { problem: error.message, hint: error.hint }
  return { problem: 'the service is stopping, or its engine has a fault' }
}
