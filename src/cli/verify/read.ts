import { account } from '../../domain/account.js'
import { type Application, application } from '../../domain/application.js'
import { type LookedAt, lookAt } from '../../pipeline/looked-at.js'
import type { Store } from '../../store/store.js'
import { QUERIES } from '../queries/queries.js'

export interface Rejected {
  readonly file: string
  readonly line: number
  readonly reason: string
}

export interface ReadApplications {
  readonly applications: readonly Application[]
  /** Lines that are neither an application nor an account. */
  readonly rejected: readonly Rejected[]
}

/**
 * Applications from files of every form that a scan reads, by the same door; an account counts as who applied when it
 * signed up. A file that breaks off is an error: who is missing may be what makes a set of the others.
 */
export async function readApplications(
  store: Store,
  paths: readonly string[],
): Promise<ReadApplications> {
  const read: ReadApplications[] = []
  for (const path of paths) read.push(await readFile(store, path))
  return {
    applications: read.flatMap(({ applications }) => applications),
    rejected: read.flatMap(({ rejected }) => rejected),
  }
}

async function readFile(store: Store, file: string): Promise<ReadApplications> {
  const { result, skippedLine: line } = await lookAt(store, file, (one) =>
    readRecords(store, file, one),
  )
  if (line === undefined) return result
  return { ...result, rejected: [{ file, line, reason: NO_CSV }, ...result.rejected] }
}

const NO_CSV = 'the row could not be read as CSV'
/** Of 16 KiB at most, so that a page stays below the half GiB that one text of Node may be. */
const PAGE_ROWS = 20_000
const INSTANTS = ['applied_at', 'created_at', 'domain_registered_at'] as const

interface Row {
  readonly text: string
  readonly fault: string
  readonly instants: readonly string[]
}

async function readRecords(
  store: Store,
  file: string,
  { isColumns, headerLines }: LookedAt,
): Promise<ReadApplications> {
  const applications: Application[] = []
  const rejected: Rejected[] = []
  const params = { rows_max: PAGE_ROWS, keys: INSTANTS }
  for (let first = 0; ; first += PAGE_ROWS) {
    const rows = await store.rows<Row>(QUERIES.applicationLines, { ...params, first })
    for (const [place, { text, fault, instants }] of rows.entries()) {
      if (fault === '' && text.trim() === '') continue
      const read = fault === '' ? applicationOf(text, instants, isColumns) : fault
      const line = headerLines + first + place + 1
      if (typeof read === 'string') rejected.push({ file, line, reason: read })
      else applications.push(read)
    }
    if (rows.length < PAGE_ROWS) return { applications, rejected }
  }
}

/** The application that a line is, or why it is none. */
function applicationOf(
  text: string,
  instants: readonly string[],
  isColumns: boolean,
): Application | string {
  const line = parsed(text)
  if (line === undefined) return 'the line is not valid JSON'
  const given = isColumns ? ofColumns(line) : line
  for (const [place, key] of INSTANTS.entries())
    if (given[key] != null) given[key] = instants[place]
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

/** Columns know no types of ours: an empty cell is none, a list in one is JSON, and a number may be a name or a price. */
function ofColumns(row: Record<string, unknown>): Record<string, unknown> {
  const filled = Object.entries(row).filter(([, value]) => value !== '' && value !== null)
  return Object.fromEntries(
    filled.map(([key, value]) => {
      if (key === 'price_month') return [key, Number(value)]
      if (key === 'proofs' && typeof value === 'string') return [key, parsed(value) ?? value]
      return [key, typeof value === 'number' ? String(value) : value]
    }),
  )
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
