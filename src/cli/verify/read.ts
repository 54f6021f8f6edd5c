import { createReadStream, existsSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { account } from '../../domain/account.js'
import { type Application, application } from '../../domain/application.js'
import { StillwatchError, systemProblem } from '../../domain/errors.js'

export interface ReadApplications {
  readonly applications: readonly Application[]
  /** Lines that are neither an application nor an account. */
  readonly rejected: readonly {
    readonly file: string
    readonly line: number
    readonly reason: string
  }[]
}

/** Applications from files of JSON lines, plain or `.gz`; an account counts as who applied when it signed up. */
export async function readApplications(paths: readonly string[]): Promise<ReadApplications> {
  const applications: Application[] = []
  const rejected: { file: string; line: number; reason: string }[] = []
  for (const file of paths) {
    if (!existsSync(file)) throw new StillwatchError('INPUT_MISSING', { path: file })
    if (statSync(file).isDirectory() || /\.(zst|csv|parquet)$/.test(file)) {
      const problem = 'applications are read from plain or .gz files of JSON lines'
      throw new StillwatchError('INPUT_UNREADABLE', { path: file, problem })
    }
    let line = 0
    try {
      for await (const text of linesOf(file)) {
        line += 1
        if (text.trim() === '') continue
        const read = applicationOf(text)
        if (typeof read === 'string') rejected.push({ file, line, reason: read })
        else applications.push(read)
      }
    } catch (error) {
      const problem = systemProblem(error) ?? `it breaks off after line ${line}`
      throw new StillwatchError('INPUT_UNREADABLE', { path: file, problem }, error)
    }
  }
  return { applications, rejected }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file)
  if (!file.endsWith('.gz'))
    return yield* createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })
  const unzip = createGunzip()
  bytes.on('error', (error) => unzip.destroy(error))
  yield* createInterface({ input: bytes.pipe(unzip), crlfDelay: Number.POSITIVE_INFINITY })
}

/** The application that a line is, or why it is none. */
function applicationOf(text: string): Application | string {
  const given = parsed(text)
  if (typeof given !== 'object' || given === null) return 'it is no JSON object'
  const isApplication = 'application_id' in given
  const read = isApplication ? application.safeParse(given) : account.safeParse(given)
  if (!read.success) {
    const places = new Set(read.error.issues.map(({ path }) => path.map(String).join('.')))
    return `these do not fit: ${[...places].join(', ')}`
  }
  if (isApplication) return read.data as Application
  const {
    account_id,
    created_at,
    status: _,
    ...rest
  } = read.data as ReturnType<typeof account.parse>
  return { ...rest, account_id, application_id: account_id, applied_at: created_at }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
