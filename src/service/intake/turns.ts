import { turnText } from '../../domain/exchange.js'
import { ROLES, TURNS_MAX } from '../../sources/otel/names.js'
import { isObject, type Json, jsonOf } from './ndjson.js'

export interface Turn {
  readonly role: string
  readonly content: string
}

/**
 * Messages of any dialect as turns, by the rules of the sources `otel-genai` and `litellm`: a message is what it says
 * and what it calls, and one that has neither is what a tool gave back.
 */
export function turnsOf(messages: unknown): readonly Turn[] {
  const list = listOf(messages).slice(0, TURNS_MAX)
  return list.map((message) => ({ role: roleOf(message.role), content: messageText(message) }))
}

/** The leading turns of the system are the system prompt; the others are the messages. */
export function asked(
  turns: readonly Turn[],
  instructions = '',
): { readonly system: string; readonly messages: readonly Turn[] } {
  const opened = turns.findIndex(({ role }) => role !== 'system')
  const openings = opened === -1 ? turns.length : opened
  const texts = [instructions, ...turns.slice(0, openings).map(({ content }) => content)]
  return { system: joined(texts), messages: turns.slice(openings) }
}

export function roleOf(given: unknown): string {
  const word = textOf(given).toLowerCase()
  return Object.entries(ROLES).find(([, words]) => words.includes(word))?.[0] ?? 'user'
}

export function messageText(message: Json): string {
  const said = firstText(partsText(listOf(message.parts)), contentText(message.content))
  // A call that stands among the parts as well is one.
  const calls = [...listOf(message.tool_calls), message.function_call].map(callText)
  return turnText(
    said,
    calls.filter((call) => !said.includes(call)),
  )
}

/** Content that is a text, a list of parts, or a list of parts that was written as a text. */
export function contentText(content: unknown): string {
  if (Array.isArray(content)) return partsText(listOf(content))
  const text = textOf(content)
  if (!text.startsWith('[{')) return text
  return firstText(partsText(listOf(jsonOf(text))), text)
}

const TEXT_TYPES = ['', 'text', 'input_text', 'output_text']
const CALL_TYPES = ['tool_call', 'tool_use', 'function_call']
const RESULT_TYPES = ['tool_call_response', 'tool_result', 'function_call_output']

export function partsText(parts: readonly Json[]): string {
  const texts = partsOf(parts, TEXT_TYPES).map((part) => firstText(part.content, part.text))
  const calls = partsOf(parts, CALL_TYPES).map(callText)
  const results = partsOf(parts, RESULT_TYPES).map((part) =>
    contentText(firstText(part.response, part.result, part.output, part.content)),
  )
  return firstText(turnText(joined(texts), calls), joined(results))
}

const partsOf = (parts: readonly Json[], types: readonly string[]): readonly Json[] =>
  parts.filter((part) => types.includes(textOf(part.type)))

/** How many tools a message calls. */
export const callsIn = (message: Json): number =>
  listOf(message.tool_calls).length +
  (isObject(message.function_call) ? 1 : 0) +
  [message.parts, message.content].reduce<number>(
    (sum, parts) => sum + partsOf(listOf(parts), CALL_TYPES).length,
    0,
  )

const IMAGE_TYPES = ['image', 'image_url', 'input_image']

/** How many images messages hold. */
export const imagesIn = (messages: unknown): number =>
  listOf(messages)
    .flatMap((message) => [...listOf(message.parts), ...listOf(message.content)])
    .filter((part) => IMAGE_TYPES.includes(textOf(part.type)) || part.modality === 'image').length

export function callText(call: unknown): string {
  if (!isObject(call)) return ''
  const named = isObject(call.function) ? call.function : call
  const name = textOf(named.name)
  return name === '' ? '' : `${name} ${firstText(named.arguments, named.input)}`
}

export const toolName = (tool: Json): string =>
  firstText(tool.name, isObject(tool.function) ? tool.function.name : '')

export const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : []

export const joined = (texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join('\n')

export const firstText = (...values: readonly unknown[]): string =>
  values.map(textOf).find((text) => text !== '') ?? ''

/** A value as text: what is none as its JSON, and what is absent or nested too deep as nothing. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
