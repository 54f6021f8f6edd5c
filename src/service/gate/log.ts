import type { FastifyServerOptions } from 'fastify'

/** Where lines of the log go; standard output where none is given. */
export interface LogStream {
  write(line: string): void
}

/**
 * The settings of the log. It holds routes, statuses, times and ids of requests: no path as it was asked, no
 * header, no body, no address. An error is told by its name, its code and the places in our code that it went
 * through, without its message, for the message of a parser quotes what it could not read.
 */
export function logOptions(
  level: string,
  stream?: LogStream,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    ...(stream === undefined ? {} : { stream }),
    serializers: {
      req: () => ({}),
      res: ({ statusCode }) => ({ statusCode: statusCode ?? 0 }),
      err: errorTold,
    },
  }
}

const FRAMES_MAX = 8

/** What of an error may be logged. */
export function errorTold(error: Error) {
  const { code } = error as { code?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: '',
    stack: frames.slice(0, FRAMES_MAX).join('\n'),
  }
}
