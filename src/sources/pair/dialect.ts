/** Which of the two dialects a pair of request and answer is written in. */

type Json = Readonly<Record<string, unknown>>
export type Dialect = 'anthropic' | 'openai'

/**
 * How surely lines are pairs of this dialect, 0 to 1. A pair that either could have written (a plain
 * question that was answered with an error) counts for little, and never the same for both.
 */
export function shareOf(lines: readonly Json[], dialect: Dialect): number {
  const sure = { anthropic: 0.5, openai: 0.4 }[dialect]
  const points = lines.map((line) => {
    const found = dialectOf(line)
    return found === dialect ? 1 : found === 'either' ? sure : 0
  })
  return points.length === 0 ? 0 : points.reduce((sum, one) => sum + one, 0) / points.length
}

function dialectOf(line: Json): Dialect | 'either' | 'none' {
  // Our own form may carry any other key.
  if ('exchange_id' in line && 'account_id' in line) return 'none'
  const { request, response } = line
  const asked = bodiesOf(request, line.params, line.body)
  const answered = bodiesOf(response, isObject(line.result) ? line.result.message : undefined)
  const isPair = asked.some((body) => 'messages' in body || 'input' in body)
  const isResult = 'custom_id' in line && (isObject(line.result) || isObject(response))
  if (!isPair && !isResult) return 'none'
  const isAnthropic =
    (isPair && isObject(line.params)) ||
    isObject(line.result) ||
    asked.some(isAnthropicRequest) ||
    answered.some((body) => body.type === 'message' || body.type === 'error')
  const isOpenai =
    asked.some(isOpenaiRequest) ||
    answered.some((body) => 'choices' in body || 'output' in body || 'object' in body) ||
    (!isPair && isObject(response) && 'status_code' in response)
  if (isAnthropic === isOpenai) return 'either'
  return isAnthropic ? 'anthropic' : 'openai'
}

/** Bodies, each as it stands and as it stands under `body`. */
const bodiesOf = (...values: readonly unknown[]): readonly Json[] =>
  values.filter(isObject).flatMap((value) => [value, value.body].filter(isObject))

const isAnthropicRequest = (body: Json): boolean =>
  ['system', 'thinking', 'stop_sequences', 'top_k', 'anthropic_version'].some((k) => k in body) ||
  listOf(body.tools).some((tool) => 'input_schema' in tool) ||
  listOf(body.messages)
    .flatMap((message) => listOf(message.content))
    .some((block) => /^(tool_use|tool_result|thinking|image)$/.test(String(block.type)))

const isOpenaiRequest = (body: Json): boolean =>
  OPENAI_KEYS.some((key) => key in body) ||
  listOf(body.tools).some((tool) => 'function' in tool) ||
  listOf(body.messages).some((message) =>
    /^(system|developer|tool|function)$/.test(String(message.role)),
  )

const OPENAI_KEYS = ['input', 'instructions', 'max_completion_tokens', 'max_output_tokens']
  .concat(['response_format', 'n', 'logprobs', 'functions', 'safety_identifier'])
  .concat(['frequency_penalty', 'presence_penalty', 'reasoning_effort', 'stream_options'])

const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
