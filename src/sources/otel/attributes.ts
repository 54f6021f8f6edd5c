import { el } from '../pair/envelope.js'
import { FRACTION_NAMES, INVOCATION_NAMES, TEXT_NAMES, TRUTH_NAMES, WHOLE_NAMES } from './names.js'

/** Attributes of OTLP's JSON as a map of texts, in the engine, as the collector writes them into tables. */

const LEAF =
  'stringValue String, intValue String, doubleValue String, boolValue String, bytesValue String'
export const ATTRIBUTES = `Array(Tuple(key String, value Tuple(${LEAF}, arrayValue String,
  kvlistValue String)))`

/** Lists of objects, with lists of objects in them, and objects in those: as deep as messages go. */
const VALUE_DEPTH = 5

/** What an object holds; an element of a list is the same but for lists, which nobody nests at once. */
const valueType = (depth: number): string =>
  depth === 0 ? LEAF : `${LEAF}, arrayValue ${listType(depth)}, kvlistValue ${objectType(depth)}`
const elementType = (depth: number): string =>
  depth === 0 ? LEAF : `${LEAF}, kvlistValue ${objectType(depth)}`
const listType = (depth: number): string => `Tuple(values Array(Tuple(${elementType(depth - 1)})))`
const objectType = (depth: number): string =>
  `Tuple(values Array(Tuple(key String, value Tuple(${valueType(depth - 1)}))))`

/** A text as JSON writes it, without the slashes that the engine escapes and others do not. */
const quoted = (text: string): string => `replaceAll(toJSONString(${text}), '\\\\/', '/')`

const leafJson = (value: string): string =>
  `multiIf(${['intValue', 'doubleValue', 'boolValue']
    .map((name) => `${el(value, name)} != '', ${el(value, name)}`)
    .join(', ')}, ${quoted(`concat(${el(value, 'stringValue')}, ${el(value, 'bytesValue')})`)})`

/** A value as JSON. Each level names its lambda's arguments anew, for they would hide one another. */
function json(value: string, depth: number, isElement: boolean): string {
  if (depth === 0) return leafJson(value)
  const values = el(value, 'arrayValue.values')
  const pairs = el(value, 'kvlistValue.values')
  const list = isElement ? '' : `notEmpty(${values}), ${listJson(values, depth)},`
  return `multiIf(${list} notEmpty(${pairs}), ${objectJson(pairs, depth)}, ${leafJson(value)})`
}

const listJson = (values: string, depth: number): string =>
  `concat('[', arrayStringConcat(arrayMap(v${depth} -> ${json(`v${depth}`, depth - 1, true)}, ${values}), ','), ']')`

const objectJson = (pairs: string, depth: number): string =>
  `concat('{', arrayStringConcat(arrayMap((k${depth}, v${depth}) ->
    concat(${quoted(`k${depth}`)}, ':', ${json(`v${depth}`, depth - 1, false)}),
    ${el(pairs, 'key')}, ${el(pairs, 'value')}), ','), '}')`

/** What is neither list nor object is one of five texts, of which the others are empty. */
const text = (value: string): string =>
  `multiIf(${el(value, 'arrayValue')} != '',
    ${listJson(el(`JSONExtract(${el(value, 'arrayValue')}, '${listType(VALUE_DEPTH)}')`, 'values'), VALUE_DEPTH)},
    ${el(value, 'kvlistValue')} != '',
    ${objectJson(el(`JSONExtract(${el(value, 'kvlistValue')}, '${objectType(VALUE_DEPTH)}')`, 'values'), VALUE_DEPTH)},
    concat(${el(value, 'stringValue')}, ${el(value, 'intValue')}, ${el(value, 'doubleValue')},
      ${el(value, 'boolValue')}, ${el(value, 'bytesValue')}))`

/** Attributes as Map(String, String). */
export const mapOf = (attributes: string): string =>
  `mapFromArrays(${el(attributes, 'key')}, arrayMap(v -> ${text('v')}, ${el(attributes, 'value')}))`

/** A name within a statement. */
export const quote = (name: string): string => `'${name}'`

const INVOCATION = TEXT_NAMES.invocation[0]

/** Every single name that some column is read from: the others are turns and tools, an attribute each. */
export const SINGLE_NAMES = [TEXT_NAMES, WHOLE_NAMES, FRACTION_NAMES, TRUTH_NAMES].flatMap(
  (names) => Object.values(names).flat(),
)

/** The first text of these names in the map `named`. */
export const textAt = (names: readonly string[]): string =>
  names.reduceRight<string>(
    (rest, name) =>
      rest === '' ? `named['${name}']` : `if(named['${name}'] != '', named['${name}'], ${rest})`,
    '',
  )

/** The first number of these names; what OpenInference keeps in one text comes last. */
export function numberAt(
  column: string,
  names: readonly string[],
  type: 'Int64' | 'Float64',
): string {
  const inner: Readonly<Record<string, readonly string[]>> = INVOCATION_NAMES
  const outer = names.map((name) => `to${type}OrNull(named['${name}'])`)
  const within = (inner[column] ?? []).map(
    (name) => `JSONExtract(named['${INVOCATION}'], '${name}', 'Nullable(${type})')`,
  )
  return `coalesce(${[...outer, ...within].join(', ')})`
}

/** A header, or a reason, that is kept as a list gives its first value. */
export const firstOfList = (text: string): string =>
  `if(startsWith(${text}, '["'), JSONExtractString(${text}, 1), ${text})`
