/** The fields that a Chat Completions or Responses request holds: the source `openai`, in TypeScript. */
import { turnText } from '../../../domain/exchange.js'
import type { BodyFields, Turn } from './body-fields.js'
import {
  contentText,
  digestsOf,
  firstText,
  firstValue,
  flagOf,
  intOf,
  isObject,
  type Json,
  joinTexts,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  toolsHashOf,
} from './fields.js'

export function openaiRequest(body: Json): BodyFields {
  const chat = objectsOf(body.messages)
  const items = objectsOf(body.input)
  const turns = [...chat.map(chatTurn), ...itemTurns(items), ...inputTurn(body.input)]
  // What stands before the first turn that is not the system's is the system prompt.
  const opened = turns.findIndex(({ role }) => role !== 'system')
  const openings = opened === -1 ? turns.length : opened
  const tools = objectsOf(body.tools)
  const functions = objectsOf(body.functions)
  const { conversation } = body
  return {
    model: textOf(body.model),
    is_stream: flagOf(body.stream),
    temperature: numberOf(body.temperature),
    top_p: numberOf(body.top_p),
    n: intOf(body.n),
    max_tokens: firstValue(
      intOf(body.max_completion_tokens),
      intOf(body.max_output_tokens),
      intOf(body.max_tokens),
    ),
    response_format: firstText(body.response_format, objectOf(body.text).format),
    has_logprobs: asksLogprobs(body),
    end_user_id: firstText(body.safety_identifier, body.user),
    session_id: textOf(isObject(conversation) ? conversation.id : conversation),
    images: turns.length === 0 ? null : imagesIn(chat, items),
    has_prefill: turns.length === 0 ? null : turns.at(-1)?.role === 'assistant',
    tools: [...tools.map(toolName), ...functions.map((tool) => textOf(tool.name))],
    tools_hash: toolsHashOf([...tools.map(nestedTool), ...functions.map(flatTool)]),
    system: joinTexts([
      textOf(body.instructions),
      ...turns.slice(0, openings).map(({ content }) => content),
    ]),
    messages: turns.slice(openings),
    artefacts_presented: digestsOf(items.map((item) => textOf(item.encrypted_content))),
  }
}

/** What content says, a text or parts; a refusal is said too. */
export function said(content: unknown, separator: string): string {
  const parts = objectsOf(content)
  const texts = parts.map((part) => textOf(part.text)).filter((text) => text !== '')
  return firstText(
    contentText(content),
    texts.join(separator),
    parts.map((part) => textOf(part.refusal)).join(''),
  )
}

/** What a message calls, as texts. */
export function calledBy(message: Json): readonly string[] {
  const legacy = objectOf(message.function_call)
  const calls = objectsOf(message.tool_calls).map((call) => {
    const own = objectOf(call.function)
    const custom = objectOf(call.custom)
    return firstText(namedCall(own.name, own.arguments), namedCall(custom.name, custom.input))
  })
  return [...calls, namedCall(legacy.name, legacy.arguments)]
}

export function namedCall(name: unknown, ...given: readonly unknown[]): string {
  const text = textOf(name)
  return text === '' ? '' : `${text} ${given.map(textOf).join('')}`
}

function roleOf(given: unknown): Turn['role'] {
  const role = textOf(given)
  if (role === 'assistant') return role
  if (role === 'system' || role === 'developer') return 'system'
  return role === 'tool' || role === 'function' ? 'tool' : 'user'
}

/** A model's parts are one text, a user's are several. */
const separatorOf = (role: unknown): string => (textOf(role) === 'assistant' ? '' : '\n')

function chatTurn(message: Json): Turn {
  const text = firstText(said(message.content, separatorOf(message.role)), message.refusal)
  return { role: roleOf(message.role), content: turnText(text, calledBy(message)) }
}

/** Of items, those of the model that follow each other are one turn, as they were one answer. */
function itemTurns(items: readonly Json[]): readonly Turn[] {
  const turns: { readonly role: Turn['role']; readonly parts: Part[] }[] = []
  for (const part of items.flatMap(itemPart)) {
    const last = turns.at(-1)
    if (part.role === 'assistant' && last?.role === 'assistant') last.parts.push(part)
    else turns.push({ role: part.role, parts: [part] })
  }
  return turns.map(({ role, parts }) => ({
    role,
    content: turnText(
      parts.map(({ text }) => text).join(''),
      parts.map(({ call }) => call),
    ),
  }))
}

interface Part {
  readonly role: Turn['role']
  readonly text: string
  readonly call: string
}

/** Who has a role speaks, a call is the model's, an output is a tool's; any other item is no turn. */
function itemPart(item: Json): readonly Part[] {
  const type = textOf(item.type)
  if (textOf(item.role) !== '' || type === 'message') {
    return [{ role: roleOf(item.role), text: said(item.content, separatorOf(item.role)), call: '' }]
  }
  if (type === 'computer_call_output') return [{ role: 'tool', text: '', call: '' }]
  if (type.endsWith('_output')) return [{ role: 'tool', text: said(item.output, '\n'), call: '' }]
  const call = type.endsWith('_call') ? namedCall(item.name, item.arguments, item.input) : ''
  return call === '' ? [] : [{ role: 'assistant', text: '', call }]
}

function inputTurn(input: unknown): readonly Turn[] {
  const content = contentText(input)
  return content === '' ? [] : [{ role: 'user', content }]
}

const imagesIn = (chat: readonly Json[], items: readonly Json[]): number =>
  [...chat, ...items]
    .flatMap((turn) => [...objectsOf(turn.content), ...objectsOf(turn.output)])
    .filter(({ type }) => type === 'image_url' || type === 'input_image').length +
  items.filter(({ type }) => type === 'computer_call_output').length

function asksLogprobs(body: Json): boolean | null {
  const asked = firstValue(intOf(body.logprobs), intOf(body.top_logprobs))
  const included = Array.isArray(body.include) ? body.include : []
  if ((asked ?? 0) > 0 || included.includes('message.output_text.logprobs')) return true
  return asked === null ? null : false
}

/** Chat Completions nests what Responses says flat: the same tools have the same hash in both. */
const inTool = (tool: Json, key: string): string =>
  textOf(objectOf(tool.function)[key]) + textOf(objectOf(tool.custom)[key]) + textOf(tool[key])

const toolName = (tool: Json): string =>
  firstText(
    objectOf(tool.function).name,
    objectOf(tool.custom).name,
    tool.name,
    tool.server_label,
    tool.type,
  )

const nestedTool = (tool: Json): readonly string[] => [
  toolName(tool),
  inTool(tool, 'description'),
  inTool(tool, 'parameters'),
]

const flatTool = (tool: Json): readonly string[] =>
  [tool.name, tool.description, tool.parameters].map(textOf)
