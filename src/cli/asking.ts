import type { Command } from 'commander'
import { tokenGiven } from '../config/environment.js'
import { readSettings } from '../config/settings.js'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import { DEED_ROUTES } from '../service/people/routes.js'
import { API_PREFIX } from '../service/people/socket.js'

/** What commands ask of the service that runs, as a person who has a token. */

export interface AskFlags {
  readonly config?: string
  readonly url?: string
}

export interface Asking {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** As JSON; text as it is. */
  readonly body?: Readonly<Record<string, unknown>> | string
}

const ANSWER_SECONDS_MAX = 70

export const withAddress = (command: Command): Command =>
  command
    .option('--url <address>', 'where the service listens (default: that of the settings)')
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')

/** The request of a deed: what its path names goes there, the rest into the body. */
export function deedRequest(
  deed: string,
  input: Readonly<Record<string, unknown>>,
  command: string,
): Asking {
  const route = DEED_ROUTES.find((one) => one.deed === deed)
  const usage = (what: string) => new StillwatchError('USAGE', { what, command })
  if (route === undefined) {
    throw usage(`There is no deed \`${deed}\`: \`stillwatch people do\` lists them.`)
  }
  if (route.documentBytesMax !== undefined) {
    throw usage(`\`${deed}\` takes a file: \`stillwatch receive <file> --partner <name>\`.`)
  }
  const body: Record<string, unknown> = { ...input }
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = body[name]
    if (typeof value !== 'string') throw usage(`\`${deed}\` needs ${name}=….`)
    delete body[name]
    return encodeURIComponent(value)
  })
  return { method: 'POST', path, body }
}

/** What the service answers. Throws USAGE without a token, SERVICE_ABSENT, SERVICE_SILENT and PEOPLE_REFUSED. */
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
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000),
    })
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: unknown } }
    if (cause?.code === 'ECONNREFUSED') {
      throw new StillwatchError('SERVICE_ABSENT', { path: address }, error)
    }
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
