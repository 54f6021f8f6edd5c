import { account, accountEvent, modelRelease, ruling } from '../../domain/account.js'
import { application } from '../../domain/application.js'
import { StillwatchError } from '../../domain/errors.js'
import { stageContext, stagesUpTo } from '../../explain/stage-run.js'
import type { Source } from '../../sources/define.js'
import type { InputFile, Store } from '../../store/store.js'
import { QUERIES } from '../queries/queries.js'
import { type ColumnChecked, columnsOf, definitionsOff, type KeyRow, type Off } from './columns.js'

const KEYS_MAX = 400
const REASONS_MAX = 50

export interface FileChecked {
  readonly file: string
  readonly kind: string
  readonly source: string
  readonly lines: number
  readonly accepted: number
  readonly rejected: number
  readonly fault: string
  /** Keys that nothing reads, with the number of lines that have them. */
  readonly keys_unknown: readonly { readonly key: string; readonly lines: number }[]
}

export interface SchemaChecked {
  readonly files: readonly FileChecked[]
  readonly span: {
    readonly exchanges: number
    readonly first_at: string
    readonly last_at: string
    readonly accounts: number
    readonly accounts_known: number
    readonly accounts_in_file: number
  }
  readonly columns: readonly ColumnChecked[]
  readonly rejects: readonly {
    readonly file: string
    readonly reason: string
    readonly lines: number
    readonly first_lines: readonly number[]
  }[]
  readonly off: readonly Off[]
}

export interface CheckOptions {
  readonly store: Store
  readonly path: string
  readonly sourceId?: string | undefined
  readonly hashKey: string
}

/** Ingests into a store that is thrown away, and says what would be read: nothing else is run. */
export async function checkSchema(options: CheckOptions): Promise<SchemaChecked> {
  const { store, path } = options
  const keys = new Map<string, readonly KeyRow[]>()
  const context = await stageContext({
    ...options,
    store: watchingKeys(store, keys),
    runId: '',
    inputs: [{ path }],
  })
  await ingestOnly(context, path)
  const rows = await store.rows<FileRow>(QUERIES.inputFiles)
  const [span] = await store.rows<Record<string, string>>(QUERIES.exchangeSpan)
  const sources = context.sources.filter((source) =>
    rows.some((row) => row.kind === 'exchange' && row.source === source.id),
  )
  const told = spanTold(span)
  const columns = await columnsOf(store, {
    native: rows.filter((row) => row.kind === 'exchange' && row.source === 'native'),
    keys,
    sources,
    exchanges: told.exchanges,
    accounts: told.accounts_in_file,
  })
  const rejects = await store.rows<RejectRow>(QUERIES.rejectReasons, { rows_max: REASONS_MAX })
  return {
    files: rows.map((row) => fileTold(row, keys, context.sources)),
    span: told,
    columns,
    rejects: rejects.map(({ first_lines, lines, ...row }) => ({
      ...row,
      lines: Number(lines),
      first_lines: first_lines.map(Number),
    })),
    off: definitionsOff([...context.linkers, ...context.detectors], columns),
  }
}

/** A file in which no line is an exchange is still worth a report: its rejects say why. */
async function ingestOnly(context: Awaited<ReturnType<typeof stageContext>>, path: string) {
  try {
    for (const stage of stagesUpTo('ingest')) await stage.run(context)
  } catch (error) {
    if (!(error instanceof StillwatchError) || error.code !== 'INPUT_EMPTY') throw error
    const read = await context.store.rows<FileRow>(QUERIES.inputFiles)
    if (read.some((row) => row.kind === 'exchange')) return
    throw new StillwatchError('INPUT_UNRECOGNISED', {
      path,
      found: `${error.message.replace(/^.*?: /, '').replace(/\.$/, '')}; files of exchanges begin with exchange`,
      sources: context.sources.map((source) => source.id).join(', '),
    })
  }
}

interface FileRow {
  readonly file: string
  readonly kind: string
  readonly source: string
  readonly lines: string
  readonly rejected: string
  readonly accepted: string
  readonly fault: string
}

interface RejectRow {
  readonly file: string
  readonly reason: string
  readonly lines: string
  readonly first_lines: readonly string[]
}

/**
 * A store that looks at the keys of each file while ingest has it open, however it came to read it: which
 * is when it says what the file gave.
 */
function watchingKeys(store: Store, keys: Map<string, readonly KeyRow[]>): Store {
  let opened: InputFile | undefined
  return {
    ...store,
    async openInput(input) {
      opened = input
      await store.openInput(input)
    },
    async insert(table, rows) {
      await store.insert(table, rows)
      const [row] = rows as readonly { readonly file?: string; readonly lines?: number }[]
      // Of a file that could not be opened, what is open still is the one before.
      if (table !== 'input_file' || opened === undefined || !row?.file || !row.lines) return
      // Of a file that was mended only some lines may be open.
      await store.openInput({ ...opened, mending: 'none' })
      const found = await store.rows<Record<keyof KeyRow, string>>(QUERIES.inputKeys, {
        keys_max: KEYS_MAX,
      })
      keys.set(
        row.file,
        found.map(({ key, lines, lines_filled }) => ({
          key,
          lines: Number(lines),
          lines_filled: Number(lines_filled),
        })),
      )
    },
  }
}

const SHAPES: Readonly<Record<string, readonly string[]>> = {
  account: Object.keys(account.shape),
  account_event: Object.keys(accountEvent.shape),
  model_release: Object.keys(modelRelease.shape),
  application: Object.keys(application.shape),
  ruling: Object.keys(ruling.shape),
}

function fileTold(
  row: FileRow,
  keys: ReadonlyMap<string, readonly KeyRow[]>,
  sources: readonly Source[],
): FileChecked {
  // A form's statement names every key that it reads.
  const select = sources.find((one) => one.id === row.source)?.select ?? ''
  const known = new Set(row.kind === 'exchange' ? select.match(/[\w-]+/g) : SHAPES[row.kind])
  return {
    file: row.file,
    kind: row.kind,
    source: row.source,
    lines: Number(row.lines),
    accepted: Number(row.accepted),
    rejected: Number(row.rejected),
    fault: row.fault,
    keys_unknown: (keys.get(row.file) ?? [])
      .filter(({ key }) => !known.has(key))
      .map(({ key, lines }) => ({ key, lines })),
  }
}

const spanTold = (row: Readonly<Record<string, string>> | undefined): SchemaChecked['span'] => ({
  exchanges: Number(row?.exchanges ?? 0),
  first_at: row?.first_at ?? '',
  last_at: row?.last_at ?? '',
  accounts: Number(row?.accounts ?? 0),
  accounts_known: Number(row?.accounts_known ?? 0),
  accounts_in_file: Number(row?.accounts_in_file ?? 0),
})
