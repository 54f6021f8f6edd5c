/** The fields of a record that the bodies of a Messages pair hold: the source `anthropic`, in TypeScript. */
import { turnText } from '../../../domain/exchange.js'
import type { BodyFields } from './body-fields.js'
import {
  contentText,
  digestsOf,
  firstText,
  firstValue,
  flagOf,
  intOf,
  type Json,
  joinTexts,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  toolsHashOf,
} from './fields.js'

export function anthropicRequest(body: Json): BodyFields {
  const turns = objectsOf(body.messages)
  const tools = objectsOf(body.tools)
  const system = contentText(body.system)
  const blocks = turns.map((turn) => objectsOf(turn.content))
  const isAssistant = (turn: Json | undefined) => textOf(turn?.role) === 'assistant'
  return {
    model: textOf(body.model),
    is_stream: flagOf(body.stream),
    temperature: numberOf(body.temperature),
    top_p: numberOf(body.top_p),
    max_tokens: intOf(body.max_tokens),
    reasoning_tokens_max: intOf(objectOf(body.thinking).budget_tokens),
    response_format: firstText(body.output_format, objectOf(body.output_config).format),
    end_user_id: textOf(objectOf(body.metadata).user_id),
    images:
      turns.length === 0 ? null : blocks.flat().reduce((sum, block) => sum + imagesOf(block), 0),
    has_prefill: turns.length === 0 ? null : isAssistant(turns.at(-1)),
    tools: tools.map((tool) => firstText(tool.name, tool.mcp_server_name, tool.type)),
    tools_hash: toolsHashOf(
      tools.map((tool) => ({
        name: textOf(tool.name),
        type: textOf(tool.type),
        mcp_server_name: textOf(tool.mcp_server_name),
        description: textOf(tool.description),
        input_schema: textOf(tool.input_schema),
      })),
    ),
    system: system === '' ? partsText(body.system) : system,
    messages: turns.flatMap(turnsOf),
    artefacts_presented: digestsOf(
      turns.filter(isAssistant).flatMap((turn) => signaturesOf(objectsOf(turn.content))),
    ),
  }
}

export function anthropicResponse(body: Json): BodyFields {
  const text = contentText(body.content)
  const blocks = objectsOf(body.content)
  const usage = objectOf(body.usage)
  const fresh = intOf(usage.input_tokens)
  const cached = intOf(usage.cache_read_input_tokens)
  const written = intOf(usage.cache_creation_input_tokens)
  return {
    answer_id: textOf(body.id),
    error_type: textOf(objectOf(body.error).type),
    stop_reason: textOf(body.stop_reason),
    refusal_category: textOf(objectOf(body.stop_details).category),
    response: text === '' ? said(blocks, '') : text,
    // The API counts what it read from and wrote to its cache apart from `input_tokens`.
    tokens_in: fresh === null ? null : fresh + (cached ?? 0) + (written ?? 0),
    tokens_out: intOf(usage.output_tokens),
    tokens_reasoning: firstValue(intOf(objectOf(usage.output_tokens_details).thinking_tokens)),
    tokens_cached: cached,
    tool_calls:
      text === '' && blocks.length === 0
        ? null
        : blocks.filter((block) => textOf(block.type).endsWith('tool_use')).length,
    artefacts_issued: digestsOf(signaturesOf(blocks)),
  }
}

/** What a line of batch results says; the answer itself is under `message`. */
export function anthropicResult(result: Json): BodyFields {
  const type = textOf(result.type)
  const error = objectOf(result.error)
  const fields = anthropicResponse(objectOf(result.message))
  const named = firstText(objectOf(error.error).type, error.type, type === 'succeeded' ? '' : type)
  return { ...fields, error_type: firstText(fields.error_type, named) }
}

/** Tool results are turns of their own, and reasoning that is only presented is none. */
function turnsOf(
  turn: Json,
): { role: 'user' | 'assistant' | 'tool' | 'system'; content: string }[] {
  const blocks = objectsOf(turn.content)
  const kinds = blocks.map((block) => textOf(block.type))
  const given = textOf(turn.role)
  const role = given === 'assistant' || given === 'system' ? given : 'user'
  const results = blocks
    .filter((block) => textOf(block.type) === 'tool_result')
    .map((block) => ({ role: 'tool' as const, content: resultText(block.content) }))
  const isSilent =
    kinds.length > 0 &&
    !kinds.includes('text') &&
    (kinds.includes('tool_result') || (role === 'assistant' && !kinds.includes('tool_use')))
  if (isSilent) return results
  const text = contentText(turn.content)
  const content = text === '' ? said(blocks, role === 'assistant' ? '' : '\n') : text
  return [...results, { role, content }]
}

function resultText(content: unknown): string {
  const text = contentText(content)
  return text === '' ? partsText(content) : text
}

const partsText = (parts: unknown): string =>
  joinTexts(objectsOf(parts).map((part) => textOf(part.text)))

/** What blocks say, and the tools that they call. */
function said(blocks: readonly Json[], separator: string): string {
  const texts = blocks.filter((block) => textOf(block.type) === 'text')
  const calls = blocks.filter((block) => textOf(block.type).endsWith('tool_use'))
  return turnText(
    texts.map((block) => textOf(block.text)).join(separator),
    calls.map((call) => `${textOf(call.name)} ${textOf(call.input)}`),
  )
}

const signaturesOf = (blocks: readonly Json[]): readonly string[] =>
  blocks.map((block) => {
    const type = textOf(block.type)
    if (type === 'thinking') return textOf(block.signature)
    return type === 'redacted_thinking' ? textOf(block.data) : ''
  })

const imagesOf = (block: Json): number =>
  Number(textOf(block.type) === 'image') +
  objectsOf(block.content).filter((part) => textOf(part.type) === 'image').length
