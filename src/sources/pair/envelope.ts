import { CALL_MARK } from '../../domain/exchange.js'
import { SOURCE_COLUMNS, type SourceColumn } from '../define.js'

/**
 * The envelope that pairs of a request and its answer come in, and the pieces that a source of pairs is
 * written with.
 *
 * The lesson, for whoever writes a source: one `JSONExtract` with one large tuple reads a
 * line once and is lenient, for what is absent or of another type is the type's default. Content that
 * is either a text or an array of blocks is a `Variant`, which decides by the JSON type, so that a text
 * which merely looks like blocks stays a text. Elements are taken with `tupleElement` and never with a
 * dot: a dot asks the engine for a subcolumn, and it lists all subcolumns of the type each time (eight
 * times the work here). What a step writes twice must be a plain column of the step before.
 */

/** What the envelope of a pair says, by column; of several names the first that is given counts. */
const ENVELOPE = {
  received_at: ['received_at', 'timestamp', 'created_at'],
  account_id: ['account_id'],
  organization_id: ['organization_id', 'org_id'],
  api_key_id: ['api_key_id', 'workspace_id', 'workspace'],
  end_user_id: ['end_user_id'],
  session_id: ['session_id'],
  channel: ['channel'],
  plan: ['plan'],
  endpoint: ['endpoint', 'path', 'url'],
  is_batch: ['is_batch'],
  ip: ['ip', 'client_ip', 'ip_address'],
  asn: ['asn'],
  ip_country: ['ip_country', 'country'],
  user_agent: ['user_agent'],
  client_version: ['client_version'],
  accept_language: ['accept_language'],
  ja4: ['ja4'],
  header_order: ['header_order'],
  text_policy: ['text_policy'],
  artefact_error: ['artefact_error'],
  status: ['status', 'status_code'],
  refusal_category: ['refusal_category'],
  latency_ms: ['latency_ms', 'duration_ms'],
} as const satisfies Partial<Record<SourceColumn, readonly string[]>>

type EnvelopeColumn = keyof typeof ENVELOPE
export const ENVELOPE_COLUMNS = Object.keys(ENVELOPE) as EnvelopeColumn[]

const HEADERS: Partial<Record<SourceColumn, string>> = {
  user_agent: 'user-agent',
  accept_language: 'accept-language',
  client_version: 'x-stainless-package-version',
}

/** A header as HTTP/2 and as HTTP/1 spell it. */
const spellings = (name: string): readonly string[] => [
  name,
  name.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase()),
]

const metadata = ENVELOPE_COLUMNS.flatMap((column) =>
  ENVELOPE[column].map((name) => `${name} ${SOURCE_COLUMNS[column]}`),
)
  .concat('request_id String', 'id String')
  .join(', ')

const headers = Object.values(HEADERS)
  .flatMap(spellings)
  .map((name) => `\`${name}\` String`)
  .join(', ')

/** The tuple of a line: the envelope, the request's own parts, and the parts beside it. */
export const lineTuple = (request: string, parts: string): string =>
  `Tuple(${metadata}, metadata Tuple(${metadata}), meta Tuple(${metadata}), custom_id String,
    headers Tuple(${headers}), request Tuple(headers Tuple(${headers}), ${request}), ${parts})`

/** An element of a tuple, or of each tuple of an array, by its path. */
export const el = (from: string, path: string | number): string =>
  String(path)
    .split('.')
    .reduce((tuple, key) => `tupleElement(${tuple}, ${/^\d+$/.test(key) ? key : `'${key}'`})`, from)

/** The same path from each place in the line. */
export const each = (places: readonly string[], path: string): readonly string[] =>
  places.map((place) => el('given', place === '' ? path : `${place}.${path}`))

/** The first of these texts that is not empty. */
export const firstText = (...texts: readonly string[]): string => first(texts, (x) => `${x} != ''`)
export const firstArray = (...arrays: readonly string[]): string =>
  first(arrays, (x) => `notEmpty(${x})`)
export const firstValue = (...values: readonly string[]): string => `coalesce(${values.join(', ')})`

function first(all: readonly string[], isGiven: (one: string) => string): string {
  const cases = all.slice(0, -1).map((one) => `${isGiven(one)}, ${one}`)
  return cases.length === 0 ? all.join() : `multiIf(${cases.join(', ')}, ${all.at(-1)})`
}

/** Metadata stand beside the pair, or in an object of their own. */
const LEVELS = ['', 'metadata', 'meta']
export const atLevels = (name: string): readonly string[] => each(LEVELS, name)

function fromEnvelope(column: EnvelopeColumn): string {
  const places = ENVELOPE[column].flatMap(atLevels)
  if (SOURCE_COLUMNS[column] !== 'String') return firstValue(...places)
  return firstText(...places, ...headerTexts(HEADERS[column]))
}

/** A header as sent. Programs that keep each header as an array give its first value. */
function headerTexts(name: string | undefined): readonly string[] {
  if (name === undefined) return []
  return spellings(name)
    .flatMap((key) => each(['headers', 'request.headers'], key))
    .map((text) => `if(startsWith(${text}, '["'), JSONExtractString(${text}, 1), ${text})`)
}

/** `expression AS name`, as a step of a statement lists them. */
export const named = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(',\n        ')

/** What the envelope says, for the first step; each column under its final name. */
export const envelope = Object.fromEntries(
  ENVELOPE_COLUMNS.map((column) => [column, fromEnvelope(column)]),
) as Readonly<Record<EnvelopeColumn, string>>

/** The last step: every column of the contract, in its type; what is left out is absent. */
export function contractColumns(
  same: readonly SourceColumn[],
  columns: Partial<Record<SourceColumn, string>>,
): string {
  const expression = (name: SourceColumn): string =>
    columns[name] ?? (same.includes(name) ? `step.${name}` : absent(SOURCE_COLUMNS[name]))
  return (Object.keys(SOURCE_COLUMNS) as SourceColumn[])
    .map((name) => `CAST(${expression(name)}, '${SOURCE_COLUMNS[name]}') AS ${name}`)
    .join(',\n      ')
}

const absent = (type: string): string =>
  type === 'String' ? `''` : type.startsWith('Array') ? '[]' : 'NULL'

/**
 * The request's id; a batch line without one gets it from its batch, or from its own bytes, for a
 * `custom_id` repeats from batch to batch. A line that is a JSON array has no keys, and its elements
 * would be taken for identifiers by their place. The first condition reads what the line gives: the
 * engine puts off what stands behind it, and would parse the line once for each branch.
 */
export const EXCHANGE_ID = `multiIf(
          id_given != '' AND NOT startsWith(trimLeft(substring(line, 1, 64)), '['), id_given,
          id_given != '' OR custom_id = '', '',
          batch_id != '', concat(batch_id, ':', custom_id),
          concat(custom_id, '#', hex(cityHash64(line))))`

/** Signed artefacts are kept as digests only: whoever reads the store cannot present them. */
export const digests = (artefacts: string): string =>
  `arrayMap(a -> lower(hex(SHA256(a))), arrayFilter(a -> a != '', ${artefacts}))`

/** The text of a turn, from what it says and an array of what it calls: `turnText` of the domain, in the engine. */
export const turnText = (said: string, calls: string): string =>
  `arrayStringConcat(arrayFilter(x -> x != '', arrayConcat([${said}],
    arrayMap(c -> concat(char(${CALL_MARK.charCodeAt(0)}), c), arrayDistinct(arrayFilter(c -> c != '', ${calls}))))), '\\n')`
