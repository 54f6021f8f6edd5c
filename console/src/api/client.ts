import { forgetToken, readToken } from '../session/token.js'

/** Where people ask, on the service that this page came from. */
const API = '/stillwatch/v1'

/** What was answered instead of what was asked for. Message and hint are the service's own words, or ours where it said none. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly places: readonly string[] = [],
  ) {
    super(message)
  }

  /** Whether the same may work in a moment. */
  get isPassing(): boolean {
    return this.code === 'OFFLINE' || this.code === 'SERVICE_DOWN' || this.code === 'ISSUER_DOWN'
  }
}

const OFFLINE = new Fault(
  'OFFLINE',
  'The service cannot be reached.',
  'What you see is what was loaded last. It is asked again by itself; nothing that you did not send is lost.',
)

export type Query = Readonly<Record<string, string | number | undefined>>

/** Reads something. Throws a {@link Fault}. */
export async function ask<Answer>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const named = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(named.map(([name, value]) => [name, `${value}`])).toString()
  return send<Answer>(`${path}${search === '' ? '' : `?${search}`}`, { signal: signal ?? null })
}

/** What became of a deed. `proposed`: a second person must do the same before anything comes of it. */
export interface Done {
  readonly state: 'done' | 'proposed'
  readonly id: string
  readonly entry: number
  readonly [more: string]: unknown
}

/** Does something. It is in the audit trail before this resolves. Throws a {@link Fault}. */
export const act = <Answer extends Done = Done>(path: string, body: object = {}): Promise<Answer> =>
  send<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function send<Answer>(
  path: string,
  init: RequestInit & { readonly headers?: Record<string, string> },
) {
  const token = readToken()
  const headers = {
    ...init.headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const answer = await fetch(`${API}${path}`, { ...init, headers, redirect: 'error' }).catch(
    (error) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw OFFLINE
    },
  )
  const body: unknown = await answer.json().catch(() => undefined)
  if (answer.ok) return body as Answer
  const fault = faultIn(body, answer.status)
  if (fault.code === 'TOKEN_REQUIRED' || fault.code === 'TOKEN_REVOKED') {
    forgetToken(REFUSED[fault.code])
  }
  throw fault
}

const REFUSED = {
  TOKEN_REQUIRED: 'The service knows nobody by this token.',
  TOKEN_REVOKED: 'This token acts no more. Ask an admin for another.',
} as const

interface FaultBody {
  readonly error?: {
    readonly code?: string
    readonly message?: string
    readonly hint?: string
    readonly places?: string[]
  }
}

function faultIn(body: unknown, status: number): Fault {
  const { code, message, hint, places } = (body as FaultBody | undefined)?.error ?? {}
  if (code !== undefined) return new Fault(code, message ?? code, hint ?? '', places)
  return status >= 500
    ? new Fault('SERVICE_DOWN', 'The service does not answer.', 'Try again in a moment.')
    : new Fault(
        'REFUSED',
        `The service refused this (${status}).`,
        'Look at its log, or report it.',
      )
}
