import {
  CONTENTS_MAX,
  EVENT_CHOICE,
  EVENT_ROLES,
  INDEXED,
  TEXT_NAMES,
  TURNS_MAX,
} from '../../../sources/otel/names.js'
import { isObject, type Json, jsonOf } from '../ndjson.js'
import {
  callsIn,
  contentText,
  firstText,
  joined,
  listOf,
  messageText,
  partsText,
  roleOf,
  type Turn,
  textOf,
  toolName,
  turnsOf,
} from '../turns.js'
import type { Attributes, Call } from './model.js'

/** What a traced call was told and what it answered, wherever its generation of names keeps that. */

/** The text of the first of these attributes that is given. */
export const given = (attributes: Attributes, names: readonly string[]): string =>
  names.map((name) => attributes.get(name) ?? '').find((text) => text !== '') ?? ''

/** The turns of the request: in one attribute, in an attribute each, or in events. */
export function turnsGiven({ attributes, events }: Call): readonly Turn[] {
  const text = given(attributes, TEXT_NAMES.input_messages)
  const list = text.startsWith('[') ? jsonOf(text) : undefined
  if (Array.isArray(list)) return turnsOf(list)
  if (text !== '') return [{ role: 'user', content: text }]
  for (const { before, after } of INDEXED.input) {
    const turns = indexedTurns(attributes, before, after)
    if (turns.length > 0) return turns
  }
  const roles: Readonly<Record<string, string>> = EVENT_ROLES
  return events.slice(0, TURNS_MAX).flatMap((event) => {
    const role = roles[event.name]
    return role === undefined ? [] : [{ role, content: eventText(event.attributes) }]
  })
}

function indexedTurns(attributes: Attributes, before: string, after: string): readonly Turn[] {
  return numbersAfter(attributes, before).flatMap((n) => {
    const at = `${before}${n}${after}`
    const role = attributes.get(`${at}role`) ?? ''
    const content = indexedText(attributes, at)
    return role === '' && content === '' ? [] : [{ role: roleOf(role), content }]
  })
}

/** `content`, or the texts of `contents.0`, `contents.1` and so on. */
function indexedText(attributes: Attributes, at: string): string {
  const content = contentText(attributes.get(`${at}content`))
  if (content !== '') return content
  const parts = numbersAfter(attributes, `${at}contents.`).filter((m) => m < CONTENTS_MAX)
  return joined(parts.map((m) => attributes.get(`${at}contents.${m}.message_content.text`) ?? ''))
}

/** The numbers that stand after a prefix in the names of attributes, ascending. */
function numbersAfter(attributes: Attributes, before: string): readonly number[] {
  const numbers = new Set<number>()
  for (const name of attributes.keys()) {
    if (!name.startsWith(before)) continue
    const digits = /^\d{1,5}(?=\.)/.exec(name.slice(before.length, before.length + 6))
    if (digits !== null) numbers.add(Number(digits[0]))
  }
  return [...numbers].sort((a, b) => a - b).slice(0, TURNS_MAX)
}

/** What an event of one turn says: as content, or as the object that its body was. */
function eventText(attributes: Attributes): string {
  const content = contentText(attributes.get('content'))
  return content === '' ? messageText(eventMessage(attributes)) : content
}

function eventMessage(attributes: Attributes): Json {
  const body = jsonOf(given(attributes, EVENT_BODY_NAMES))
  if (!isObject(body)) return {}
  return isObject(body.message) ? body.message : body
}

const EVENT_BODY_NAMES = ['message', 'gen_ai.event.content', 'body']

export interface Answer {
  readonly response: string
  readonly stop_reason: string
  readonly tool_calls: number | undefined
}

/** The first answer of a call; the others are counted by `n`. */
export function answerOf(call: Call): Answer {
  const { attributes, events } = call
  const text = given(attributes, TEXT_NAMES.output_messages)
  const list = text.startsWith('[') ? listOf(jsonOf(text)) : []
  const [first] = list
  if (first !== undefined) {
    const tool_calls = list.reduce((sum, message) => sum + callsIn(message), 0)
    return { response: messageText(first), stop_reason: textOf(first.finish_reason), tool_calls }
  }
  if (text !== '') return { response: text, stop_reason: '', tool_calls: 0 }
  const indexed = INDEXED.output.flatMap(({ before, after }) =>
    indexedTurns(attributes, before, after).slice(0, 1),
  )[0]
  const tool_calls = [...attributes.keys()].filter((name) => INDEXED_CALL.test(name)).length
  if (indexed !== undefined || tool_calls > 0) {
    return { response: indexed?.content ?? '', stop_reason: '', tool_calls }
  }
  const choice = events.find(({ name }) => name === EVENT_CHOICE)
  if (choice === undefined) return { response: '', stop_reason: '', tool_calls: undefined }
  const stop_reason = given(choice.attributes, ['finish_reason'])
  const calls = callsIn(eventMessage(choice.attributes))
  return { response: eventText(choice.attributes), stop_reason, tool_calls: calls }
}

/** The name of a tool that the first answer calls, as an attribute of its own. */
const INDEXED_CALL =
  /^(?:gen_ai\.completion|llm\.completions|llm\.output_messages)\.0\.(?:message\.)?tool_calls\.\d+\.(?:tool_call\.function\.)?name$/

/** The names of the tools that were offered. */
export function toolsOf(attributes: Attributes): readonly string[] {
  const definitions = listOf(jsonOf(given(attributes, TEXT_NAMES.tool_definitions)))
  if (definitions.length > 0) return named(definitions.map(toolName))
  for (const before of INDEXED.tools) {
    const names = numbersAfter(attributes, before).map((n) => attributes.get(`${before}${n}.name`))
    if (names.length > 0) return named(names)
  }
  const schemas = numbersAfter(attributes, INDEXED.toolSchemas).map((n) =>
    jsonOf(attributes.get(`${INDEXED.toolSchemas}${n}.tool.json_schema`) ?? ''),
  )
  return named(schemas.map((schema) => (isObject(schema) ? toolName(schema) : '')))
}

const named = (names: readonly (string | undefined)[]): readonly string[] =>
  names.filter((name) => name !== undefined && name !== '').map(String)

/** System instructions as parts, or as a text. */
export function instructionsOf(text: string): string {
  if (!text.startsWith('[')) return text
  return firstText(partsText(listOf(jsonOf(text))), text)
}

/** A header, or a reason, that is kept as a list gives its first value. */
export function firstOfList(text: string): string {
  const list = text.startsWith('["') ? jsonOf(text) : undefined
  return Array.isArray(list) ? textOf(list[0]) : text
}
