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
   * replaced, and one over 32 MiB emptied. `only` leaves out the lines whose pairs were whole.
   */
  readonly mending?: 'none' | 'all' | 'only' | undefined
  /** Only this many lines, where the file is damaged behind them. Slow: it reads in small steps. */
  readonly linesMax?: number | undefined
  /** Leaves out rows that the engine cannot tell apart, where it would else give up the file. */
  readonly skipsFaulty?: boolean | undefined
  /** The lines of `line_opened` after those of the file. */
  readonly hasOpened?: boolean | undefined
}

/** A column of a file of columns. */
export interface InputColumn {
  readonly name: string
  readonly type: string
}

// Longer than any request, and what reads of one line more would cost more than the rest of the file.
const LINE_BYTES_MAX = 33_554_432

/**
 * The SELECT that gives `line` for each record of a file.
 *
 * The one place where a value becomes text of a statement: the engine takes no parameter in a view.
 * The path comes from the operator's command line and the column names from a header that the
 * operator's own tools wrote; both are quoted all the same.
 */
export function inputSelect(input: InputFile, columns: readonly InputColumn[]): string {
  const lines = fileSelect(input, columns)
  return input.hasOpened
    ? `SELECT line FROM (${lines}) UNION ALL SELECT line FROM line_opened`
    : lines
}

function fileSelect(input: InputFile, columns: readonly InputColumn[]): string {
  if (input.format === 'csv' || input.format === 'parquet') return columnsSelect(input, columns)
  const format = input.format === 'array' ? 'JSONAsString' : 'LineAsString'
  if (input.linesMax !== undefined) {
    return `SELECT line FROM ${fileOf(input, format, 'line String')} LIMIT ${Number(input.linesMax)}
      SETTINGS ${SMALL_STEPS}`
  }
  if (input.mending === undefined || input.mending === 'none') {
    return `SELECT line FROM ${fileOf(input, format, 'line String')}`
  }
  const given = fileOf(input, format, 'given String')
  const filter = input.mending === 'only' ? `WHERE ${HAS_HALF} AND NOT isValidJSON(given)` : ''
  return `SELECT ${MENDED} AS line FROM ${given} ${filter}`
}

/** The first line of a CSV file: its header. */
export function headerSelect(input: InputFile): string {
  return `SELECT line FROM ${fileOf(input, 'LineAsString', 'line String')} LIMIT 1`
}

/** What the file of a Parquet holds, as the engine reads it. */
export function describeParquet(input: InputFile): string {
  return `DESCRIBE TABLE ${fileOf(input, 'Parquet')}`
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

// What was decompressed or parsed with the damage is lost, so each step is to hold little.
const SMALL_STEPS = `max_threads = 1, input_format_parallel_parsing = 0, max_block_size = 16,
    max_read_buffer_size = 16384, max_read_buffer_size_local_fs = 16384`

const PLAIN_PATH = /^[\w./@+=, -]*$/

const HAS_HALF = `(position(given, '\\\\ud') > 0 OR position(given, '\\\\uD') > 0)`

/**
 * RE2 knows no look-around, so whole pairs are set apart by a control character, which no JSON holds,
 * before the halves that are left are replaced.
 */
const HALVES_REPLACED = `replaceAll(replaceRegexpAll(replaceRegexpAll(given,
    '(?i)\\\\\\\\(ud[89ab][0-9a-f]{2})\\\\\\\\(ud[c-f][0-9a-f]{2})', '\\\\\\\\\\x01\\\\1\\\\\\\\\\x01\\\\2'),
    '(?i)\\\\\\\\ud[89a-f][0-9a-f]{2}', '\\\\\\\\ufffd'), '\\x01', '')`

const MENDED = `multiIf(
    length(given) > ${LINE_BYTES_MAX}, '\\0the line is longer than 32 MiB',
    startsWith(given, '\\xEF\\xBB\\xBF'), substring(given, 4),
    ${HAS_HALF} AND NOT isValidJSON(given), ${HALVES_REPLACED},
    given)`

// Of a record in columns, lists may be JSON texts, and truths in CSV are words.
const LISTS: Readonly<Record<string, string>> = {
  messages: 'Array(Tuple(role String, content String))',
  tools: 'Array(String)',
  artefacts_presented: 'Array(String)',
  artefacts_issued: 'Array(String)',
}
const TRUTHS = ['is_batch', 'is_stream', 'has_logprobs', 'has_prefill', 'is_organization_verified']

/**
 * Columns become one JSON object a row. Inside, they are called c1, c2, …, so that no name in a file
 * meets one of ours. A row at fault becomes a text that begins with NUL and says why.
 */
function columnsSelect(input: InputFile, columns: readonly InputColumn[]): string {
  const isCsv = input.format === 'csv'
  const structure = [...columns.map((_, index) => `c${index + 1} String`), 'beyond String']
  const rows = isCsv
    ? `SELECT * FROM ${fileOf(input, 'CSV', structure.join(', '))} SETTINGS
       input_format_csv_skip_first_lines = 1, input_format_csv_allow_variable_number_of_columns = 1,
       input_format_allow_errors_ratio = ${input.skipsFaulty ? 1 : 0}`
    : `SELECT ${columns.map(({ name }, index) => `${quotedName(name)} AS c${index + 1}`).join(', ')}
       FROM ${fileOf(input, 'Parquet')}`
  const given = columns.map((_, index) => `c${index + 1}`)
  const faults = columns.flatMap((column, index) => listFault(column, `c${index + 1}`))
  if (isCsv) {
    // A blank line is no record.
    faults.unshift(`empty(concat(${[...given, 'beyond', `''`].join(', ')})), ' '`)
    faults.push(`notEmpty(beyond), 'the row has more columns than the header'`)
  }
  const values = columns.map((column, index) => valueSql(column, `c${index + 1}`))
  const names = columns.map(({ name }) => quotedName(name))
  return `SELECT multiIf(\`its fault\` = ' ', '', \`its fault\` != '', concat('\\0', \`its fault\`),
      formatRowNoNewline('JSONEachRow', ${names.join(', ')})) AS line
    FROM (
      SELECT ${values.map((value, index) => `${value} AS ${names[index]}`).join(', ')},
        multiIf(${[...faults, `false, '', ''`].join(', ')}) AS \`its fault\`
      FROM (${rows})
    )`
}

const isText = ({ type }: InputColumn) => /^(LowCardinality\(|Nullable\()*String/.test(type)

function listFault(column: InputColumn, given: string): string[] {
  if (LISTS[column.name] === undefined || !isText(column)) return []
  const bare = `trimLeft(ifNull(${given}, ''))`
  const isList = `${bare} IN ('', 'null') OR (startsWith(${bare}, '[') AND isValidJSON(${bare}))`
  return [`NOT (${isList}), '${column.name} is not a JSON array'`]
}

function valueSql(column: InputColumn, given: string): string {
  if (!isText(column)) return given
  const list = LISTS[column.name]
  if (list !== undefined) return `JSONExtract(ifNull(${given}, ''), '${list}')`
  if (!TRUTHS.includes(column.name)) return given
  const word = `lower(ifNull(${given}, ''))`
  return `multiIf(${word} IN ('true', 't', '1'), true, ${word} IN ('false', 'f', '0'), false, NULL)`
}

function fileOf({ path, compression }: InputFile, format: string, structure?: string): string {
  const given = [path, format, ...(structure === undefined ? [] : [structure])]
  if (structure !== undefined && compression !== undefined) given.push(compression)
  return `file(${given.map(quotedText).join(', ')})`
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\')
const quotedText = (text: string) => `'${escaped(text).replaceAll("'", "\\'")}'`
const quotedName = (name: string) => `\`${escaped(name).replaceAll('`', '\\`')}\``
