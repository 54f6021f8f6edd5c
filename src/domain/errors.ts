import type { ErrorEntry } from './error-entry.js'
import { ERRORS } from './error-table.js'

/** The message of each system error that an operator can cause, by its code. */
const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of it is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'something of that name is there already',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk reported an error',
  EADDRINUSE: 'something listens there already',
  EADDRNOTAVAIL: 'this machine has no such address',
}

/** What a system error says in words, or `undefined` where it is none that an operator can cause. */
export function systemProblem(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? SYSTEM_PROBLEMS[code] : undefined
}

/** An error as the operator should see it: one of the system's becomes one of ours. */
export function operational(error: unknown): unknown {
  if (error instanceof StillwatchError || !(error instanceof Error)) return error
  const { code, path = 'that was named' } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return new StillwatchError('DISK_FULL', { path }, error)
  const problem = systemProblem(error)
  return problem === undefined
    ? error
    : new StillwatchError('PATH_UNUSABLE', { path, problem }, error)
}

export type ErrorCode = keyof typeof ERRORS

/** An operation failed. Carries what to tell the operator and, apart from it, what may leave. */
export class StillwatchError extends Error {
  readonly code: ErrorCode
  readonly hint: string
  readonly publicMessage: string
  readonly exit: number

  constructor(code: ErrorCode, details: Readonly<Record<string, string>> = {}, cause?: unknown) {
    const entry: ErrorEntry = ERRORS[code]
    super(fill(entry.message, details), cause === undefined ? undefined : { cause })
    this.name = 'StillwatchError'
    this.code = code
    this.hint = fill(entry.hint, details)
    this.publicMessage = entry.publicMessage
    this.exit = entry.exit
  }
}

function fill(text: string, details: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => details[name] ?? whole)
}
