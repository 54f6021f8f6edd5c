/** How a command asks the service in the name of a person. */
import type { Command } from 'commander'
import { tokenGiven } from '../config/environment.js'
import { readSettings } from '../config/settings.js'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import { API_PREFIX } from '../service/people/socket.js'

export interface AskFlags {
  readonly config?: string
  readonly url?: string
}

const ANSWER_SECONDS_MAX = 70

export const withAddress = (command: Command): Command =>
  command
    .option('--url <address>', 'where the service listens (default: that of the settings)')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')

export interface Asking {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** What the service answers; what it refuses is an error with its hint. */
export async function asked(
  { config, url }: AskFlags,
  { method, path, body }: Asking,
): Promise<unknown> {
  const token = tokenGiven()
  if (token === undefined) {
    const what = 'STILLWATCH_TOKEN is not set: put the token of a person there.'
    throw new StillwatchError('USAGE', { what, command: 'people' })
  }
  const { host, port } = readSettings(config).serve
  const address = url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  let answer: Response
  try {
    answer = await fetch(new URL(`${API_PREFIX}${path}`, address), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000),
    })
  } catch (error) {
    const cause = (error as { readonly cause?: unknown }).cause
    const problem = systemProblem(cause) ?? 'it was cut off or took too long'
    throw new StillwatchError('SERVICE_SILENT', { path: address, problem }, error)
  }
  const said: unknown = await answer.json().catch(() => undefined)
  if (answer.ok && said !== undefined) return said
  const { error } = (said ?? {}) as { readonly error?: Readonly<Record<string, unknown>> }
  const places = Array.isArray(error?.places) ? ` (${error.places.join(', ')})` : ''
  const problem = `${error?.message ?? `it answered with status ${answer.status}`}${places}`
  throw new StillwatchError('PEOPLE_REFUSED', { problem, hint: `${error?.hint ?? ''}` })
}
