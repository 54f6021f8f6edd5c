import { request as ask, type IncomingHttpHeaders } from 'node:http'

const ANSWER_SECONDS_MAX = 60

export interface Forwarded {
  readonly method: string
  readonly path: string
  /** Those that are passed on. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer | undefined
}

export interface Heard {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Asks the engine by one of its sockets. Rejects where it does not answer within a minute. */
export function forward(
  socketPath: string,
  { method, path, headers, body }: Forwarded,
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000)
    const given = Object.fromEntries(
      Object.entries(headers).filter(([, value]) => value !== undefined),
    )
    const asking = ask({ socketPath, path, method, headers: given, signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 500 } = response
        resolve({ status: statusCode, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
