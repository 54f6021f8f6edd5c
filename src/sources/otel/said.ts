import { el, firstText } from '../pair/envelope.js'
import { joined, messageJson } from './messages.js'
import { CONTENTS_MAX, EVENT_CHOICE, EVENT_ROLES, INDEXED } from './names.js'

/**
 * What a traced call was told and what it answered, in the engine. Each generation keeps it elsewhere;
 * here all become one JSON of messages, so that what makes texts of them is written once.
 */

/** The numbers after a prefix in the names of attributes, ascending. */
const numbersAfter = (before: string): string =>
  `arraySort(arrayDistinct(arrayFilter(n -> n >= 0, arrayMap(
    k -> if(startsWith(k, '${before}'),
      toInt32OrDefault(extract(substring(k, ${before.length + 1}, 6), '^(\\\\d{1,5})\\\\.'), -1::Int32), -1::Int32),
    mapKeys(attributes)))))`

/** Turns that are spread over attributes of their own, as JSON each. */
function indexedTurns({
  before,
  after,
}: {
  readonly before: string
  readonly after: string
}): string {
  const at = (rest: string) => `attributes[concat('${before}', toString(n), '${after}${rest}')]`
  const part = `attributes[concat('${before}', toString(n), '${after}contents.', toString(m),
    '.message_content.text')]`
  const text = firstText('c', joined(`arrayMap(m -> ${part}, range(${CONTENTS_MAX}))`))
  return `arrayFilter(x -> x != '', arrayMap((n, r, c) -> if(r = '' AND ${text} = '', '', ${messageJson('r', text)}),
    ${numbersAfter(before)} AS n_${before.replaceAll(/\W/g, '_')},
    arrayMap(n -> ${at('role')}, n_${before.replaceAll(/\W/g, '_')}),
    arrayMap(n -> ${at('content')}, n_${before.replaceAll(/\W/g, '_')})))`
}

/** The body of an event as the text of an object. */
const eventBody = (event: string): string =>
  firstText(...['message', 'gen_ai.event.content', 'body'].map((name) => `${event}['${name}']`))

/** The turn that an event holds, as JSON. Of a repeated key the first counts: the event knows whose it is. */
const eventJson = (whose: string, event: string): string =>
  `multiIf(${event}['content'] != '', ${messageJson(whose, `${event}['content']`)},
    JSONType(${eventBody(event)}, 'message') = 'Object',
      concat('{"role":', toJSONString(${whose}), ',', substring(JSONExtractRaw(${eventBody(event)}, 'message'), 2)),
    JSONType(${eventBody(event)}) = 'Object' AND ${eventBody(event)} != '{}',
      concat('{"role":', toJSONString(${whose}), ',', substring(trimLeft(${eventBody(event)}), 2)),
    ${messageJson(whose, `''`)})`

const eventNames = Object.keys(EVENT_ROLES)
  .map((name) => `'${name}'`)
  .join(', ')
const eventRoles = Object.values(EVENT_ROLES)
  .map((name) => `'${name}'`)
  .join(', ')

const eventTurns = `arrayFilter(x -> x != '', arrayMap((r, e) -> if(r = '', '', ${eventJson('r', 'e')}),
  arrayMap(n -> transform(n, [${eventNames}], [${eventRoles}], ''), event_names), event_maps))`

const listed = (turns: string): string => `concat('[', arrayStringConcat(${turns}, ','), ']')`

const firstNotEmpty = (arrays: readonly string[], last: string): string =>
  `multiIf(${arrays.map((array) => `notEmpty(${array}), ${array}`).join(', ')}, ${last})`

/** All turns of the request, as JSON. */
export const inputJson = `multiIf(startsWith(input_text, '['), input_text,
  input_text != '', ${listed(`[${messageJson(`'user'`, 'input_text')}]`)},
  ${listed(firstNotEmpty(INDEXED.input.map(indexedTurns), eventTurns))})`

/** The first answer as JSON, or that of all answers where one attribute holds them. */
export const outputJson = `multiIf(startsWith(output_text, '['), output_text,
  output_text != '', ${listed(`[${messageJson(`'assistant'`, 'output_text')}]`)},
  notEmpty(answers), ${listed('arraySlice(answers, 1, 1)')},
  has(event_names, '${EVENT_CHOICE}') AND indexed_calls = 0, ${listed(`[${eventJson(`'assistant'`, 'choice')}]`)},
  '[]')`

export const indexedAnswers = firstNotEmpty(
  INDEXED.output.map(indexedTurns),
  "CAST([], 'Array(String)')",
)

/** System instructions as the JSON of one message. */
export const instructionsJson = `multiIf(startsWith(instructions, '['),
  concat('[{"role":"system","parts":', instructions, '}]'),
  instructions = '', '[]', ${listed(`[${messageJson(`'system'`, 'instructions')}]`)})`

export const indexedCalls = `arrayCount(k -> match(k,
  '^(gen_ai\\\\.completion|llm\\\\.completions|llm\\\\.output_messages)\\\\.0\\\\.(message\\\\.)?tool_calls\\\\.\\\\d+\\\\.(tool_call\\\\.function\\\\.)?name$'),
  mapKeys(attributes))`

const TOOL = 'Tuple(name String, function Tuple(name String))'
const toolNames = (tools: string): string =>
  `arrayMap((n, f) -> if(n != '', n, f), ${el(tools, 'name')}, ${el(tools, 'function.name')})`

const indexedTools = INDEXED.tools.map(
  (before) =>
    `arrayMap(n -> attributes[concat('${before}', toString(n), '.name')], ${numbersAfter(before)})`,
)
const schemaTools = toolNames(
  `arrayMap(n -> JSONExtract(attributes[concat('${INDEXED.toolSchemas}', toString(n), '.tool.json_schema')],
    '${TOOL}'), ${numbersAfter(INDEXED.toolSchemas)})`,
)
const definedTools = toolNames(`JSONExtract(definitions, 'Array(${TOOL})')`)

/** The names of the tools that were offered. */
export const tools = `arrayFilter(x -> x != '', ${firstNotEmpty([definedTools, ...indexedTools], schemaTools)})`
