import { request } from 'node:http'
import { z } from 'zod'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import { servedSocket } from '../../store/served.js'
import type { Made, Tell } from './backup.js'

/** Of the socket on which the engine also answers reads. */
export const BACKUP_PATH = '/backup'

export const backupAsk = z.strictObject({ into: z.string().regex(/^\//).max(4096) })

/** The step before the first: the engine does one thing at a time, and may be at another. */
export const WAITING = 'store'

/** Lines of JSON, the last of which is no `at`. */
export type BackupLine =
  | { readonly at: { readonly step: string; readonly done: number; readonly of: number } }
  | { readonly made: Made }
  | { readonly problem: string; readonly hint?: string }

/** The engine says each second how far it is. */
const SILENCE_MS_MAX = 120_000

/**
 * Asks the service that has the store in `path` for a backup. Whoever asks may go away: it is made all the same.
 */
export async function askForBackup(path: string, into: string, tell: Tell): Promise<Made> {
  let last: BackupLine | undefined
  const hear = (line: BackupLine) => {
    last = line
    if ('at' in line) tell(line.at.step, line.at.done, line.at.of)
  }
  try {
    await post(servedSocket(path), JSON.stringify({ into }), hear)
  } catch (error) {
    throw silent(path, systemProblem(error) ?? 'it was cut off or took too long', error)
  }
  if (last !== undefined && 'made' in last) return last.made
  if (last === undefined || 'at' in last) throw silent(path, 'it ended before the backup did')
  const problem = last.problem.replace(/\.$/, '')
  const hint = last.hint ?? 'Look at the log of the service.'
  throw new StillwatchError('BACKUP_FAILED', { problem, hint })
}

const silent = (path: string, problem: string, cause?: unknown) =>
  new StillwatchError('SERVICE_SILENT', { path, problem }, cause)

function post(socketPath: string, body: string, hear: (line: BackupLine) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path: BACKUP_PATH, method: 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        const lines = (text + part).split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) hear(JSON.parse(line) as BackupLine)
      })
      response.on('error', reject)
      response.on('end', () => {
        // A service of another version answers in one line without an end.
        if (text !== '') hear(JSON.parse(text) as BackupLine)
        resolve()
      })
    })
    asking.setTimeout(SILENCE_MS_MAX, () => asking.destroy(new Error('it said nothing more')))
    asking.on('error', reject)
    asking.end(body)
  })
}
