import { account, accountEvent, modelRelease, ruling } from '../../domain/account.js'
import { StillwatchError } from '../../domain/errors.js'
import type { Source } from '../../sources/define.js'
import { sqlFile } from '../../store/sql.js'
import type { InputFile, Store } from '../../store/store.js'
import { stageContext, stagesUpTo } from '../stage-run.js'
import { type ColumnChecked, columnsOf, definitionsOff, type KeyRow, type Off } from './columns.js'

const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `../queries/${name}.sql`, params)
const fileList = file('input_file_list')
const spanOf = file('exchange_span')
const keysOf = file('input_key', { keys_max: 'UInt32' })
const reasonsOf = file('reject_reason', { rows_max: 'UInt32' })

const KEYS_MAX = 400
const REASONS_MAX = 50

export interface FileChecked {
  readonly file: string
  readonly kind: string
  readonly source: string
  readonly lines: number
  /** For other kinds than exchanges, over all files of the kind. */
  readonly rows_read: number
  readonly lines_of_kind: number
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
  const rows = await store.rows<FileRow>(fileList)
  const [span] = await store.rows<Record<string, string>>(spanOf)
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
  const rejects = await store.rows<RejectRow>(reasonsOf, { rows_max: REASONS_MAX })
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
    const read = await context.store.rows<FileRow>(fileList)
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
  readonly fault: string
  readonly rows_read: string
  readonly lines_of_kind: string
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
      if (table !== 'input_file' || opened === undefined) return
      // Of a file that was mended only some lines may be open.
      await store.openInput({ ...opened, mending: 'none' })
      const found = await store.rows<Record<keyof KeyRow, string>>(keysOf, { keys_max: KEYS_MAX })
      const told = found.map(({ key, lines, lines_filled }) => ({
        key,
        lines: Number(lines),
        lines_filled: Number(lines_filled),
      }))
      for (const row of rows as readonly { readonly file: string }[]) keys.set(row.file, told)
    },
  }
}

const SHAPES: Readonly<Record<string, readonly string[]>> = {
  account: Object.keys(account.shape),
  account_event: Object.keys(accountEvent.shape),
  model_release: Object.keys(modelRelease.shape),
  ruling: Object.keys(ruling.shape),
}

function fileTold(
  row: FileRow,
  keys: ReadonlyMap<string, readonly KeyRow[]>,
  sources: readonly Source[],
): FileChecked {
  const source = sources.find((one) => one.id === row.source)
  const isKnown = (key: string) =>
    row.kind === 'exchange'
      ? // A form's statement names every key that it reads.
        new RegExp(`\\b${key.replaceAll(/[^\w]/g, '\\$&')}\\b`).test(source?.select ?? '')
      : (SHAPES[row.kind] ?? []).includes(key)
  return {
    file: row.file,
    kind: row.kind,
    source: row.source,
    lines: Number(row.lines),
    rows_read: Number(row.rows_read),
    lines_of_kind: Number(row.lines_of_kind),
    rejected: Number(row.rejected),
    fault: row.fault,
    keys_unknown: (keys.get(row.file) ?? [])
      .filter(({ key }) => !isKnown(key))
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
