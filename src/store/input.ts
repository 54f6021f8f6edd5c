import { rmSync, symlinkSync } from 'node:fs'
import { extname, join } from 'node:path'

/** A file that the engine is to read: `path` is absolute. */
export interface InputFile {
  readonly path: string
  /** `array` is one JSON array of objects, each of which becomes a line. */
  readonly format: 'lines' | 'array' | 'parquet' | 'csv'
  /** By what the file begins with; where absent, by the end of its name. */
  readonly compression?: 'none' | 'gz' | 'zst' | undefined
  /**
   * Lines as they stand, or each mended: without a byte order mark, a lone half of a surrogate pair
   * replaced, and one over 32 MiB replaced by `TOO_LONG`. `only` leaves out what needed no mending.
   */
  readonly mending?: 'none' | 'all' | 'only' | undefined
}

/** A column of a file of columns. */
export interface InputColumn {
  readonly name: string
  readonly type: string
}

// Lists are written into CSV as JSON texts, and truths as words.
const LISTS: Readonly<Record<string, string>> = {
  messages: 'Array(Tuple(role String, content String))',
  tools: 'Array(String)',
  artefacts_presented: 'Array(String)',
  artefacts_issued: 'Array(String)',
}
const TRUTHS = ['is_batch', 'is_stream', 'has_logprobs', 'has_prefill', 'is_organization_verified']

/** Takes what a row of CSV has beyond its header. No header has a line end in a name. */
const BEYOND = 'beyond\nthe header'

/**
 * The SELECT that gives `line` for each record of a file.
 *
 * The one place where a value becomes text of a statement: the engine takes no parameter in a view.
 * The path comes from the operator's command line and the column names from a header that the
 * operator's own tools wrote; both are quoted all the same.
 */
export function inputSelect(input: InputFile, columns: readonly InputColumn[]): string {
  if (input.format === 'parquet') {
    return columnsSelect(`file(${text(input.path)}, 'Parquet')`, columns, '')
  }
  if (input.format === 'csv') {
    const structure = [...columns, { name: BEYOND, type: 'String' }]
      .map((column) => `${name(column.name)} String`)
      .join(', ')
    return columnsSelect(
      fileOf(input, 'CSV', structure),
      columns,
      'SETTINGS input_format_csv_skip_first_lines = 1, input_format_csv_allow_variable_number_of_columns = 1',
    )
  }
  const format = input.format === 'array' ? 'JSONAsString' : 'LineAsString'
  if (input.mending === undefined || input.mending === 'none') {
    return `SELECT line FROM ${fileOf(input, format, 'line String')}`
  }
  const given = fileOf(input, format, 'given String')
  const filter = input.mending === 'only' ? `WHERE ${HAS_HALF}` : ''
  return `SELECT ${MENDED} AS line FROM ${given} ${filter}`
}

/** The first line of a CSV file: its header. */
export function headerSelect(input: InputFile): string {
  return `SELECT line FROM ${fileOf(input, 'LineAsString', 'line String')} LIMIT 1`
}

/** What the file of a Parquet holds, as the engine reads it. */
export function describeParquet(input: InputFile): string {
  return `DESCRIBE TABLE file(${text(input.path)}, 'Parquet')`
}

/** The names in the header of a CSV file. A name that is there twice or not at all gets a number. */
export function csvColumns(header: string): readonly InputColumn[] {
  const bare = header.replace(/^\ufeff/, '').replace(/\r$/, '')
  const names = [...bare.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  )
  return names.map((given, index) => ({
    name: given === '' || names.indexOf(given) < index ? `column_${index + 1}` : given,
    type: 'String',
  }))
}

/**
 * The engine reads `*`, `?`, `{…}` and `::` in a path as a pattern and knows no escape. A path that
 * holds anything unusual is read through a link with a plain name, so that exactly that file is read.
 */
export function plainPath(path: string, folder: () => string): string {
  if (PLAIN_PATH.test(path)) return path
  const extension = extname(path)
  const link = join(folder(), `input${PLAIN_PATH.test(extension) ? extension : ''}`)
  rmSync(link, { force: true })
  symlinkSync(path, link)
  return link
}

const PLAIN_PATH = /^[\w./@+=, -]*$/

function columnsSelect(from: string, columns: readonly InputColumn[], settings: string): string {
  const isText = ({ type }: InputColumn) => /\bString\b/.test(type) && !/^(Array|Tuple|Map)/.test(type)
  const texts = columns.filter(isText)
  const replaced = texts.flatMap((column) => {
    const list = LISTS[column.name]
    if (list !== undefined) return [`JSONExtract(ifNull(${column.name}, ''), '${list}') AS ${column.name}`]
    if (TRUTHS.includes(column.name)) return [`${truth(column.name)} AS ${column.name}`]
    return []
  })
  const replace = replaced.length === 0 ? '' : `REPLACE (${replaced.join(', ')})`
  const lists = texts.filter(({ name: column }) => LISTS[column] !== undefined)
  // What is wrong with a row stands where its JSON would, and is found wrong by whoever reads it.
  const faults = lists.map(
    (column) =>
      `ifNull(${name(column.name)}, '') NOT IN ('', 'null') AND NOT startsWith(trimLeft(ifNull(${name(column.name)}, '')), '['), '${column.name} is not a JSON array'`,
  )
  const isCsv = settings !== ''
  if (isCsv) faults.push(`${name(BEYOND)} != '', 'the row has more columns than the header'`)
  const all = columns.map((column) => name(column.name)).join(', ')
  const blank = isCsv && columns.length > 0 ? `empty(concat(${all}, '')), '', ` : ''
  const fault = faults.length === 0 ? `''` : `multiIf(${faults.join(', ')}, '')`
  return `SELECT multiIf(${blank}fault != '', fault, formatRowNoNewline('JSONEachRow', ${all})) AS line
    FROM (SELECT * ${replace}, ${fault} AS fault, ${isCsv ? blankOf(all) : `''`} AS unused FROM ${from} ${settings})`
}

const blankOf = (_all: string) => `''`

function truth(column: string): string {
  const word = `lower(ifNull(${column}, ''))`
  return `multiIf(${word} IN ('true', 't', '1', 'yes'), true, ${word} IN ('false', 'f', '0', 'no'), false, NULL)`
}
