/** The fields that the answer of Chat Completions or Responses holds. */
import { turnText } from '../../../domain/exchange.js'
import type { BodyFields } from './body-fields.js'
import {
  digestsOf,
  firstText,
  firstValue,
  intOf,
  type Json,
  objectOf,
  objectsOf,
  textOf,
} from './fields.js'
import { calledBy, namedCall, said } from './openai.js'

export function openaiResponse(body: Json): BodyFields {
  const choices = objectsOf(body.choices)
  const output = objectsOf(body.output)
  const error = objectOf(body.error)
  const message = objectOf(choices[0]?.message)
  const isAnswered = choices.length > 0 || output.length > 0
  return {
    answer_id: textOf(body.id),
    error_type: firstText(error.type, error.code),
    stop_reason: firstText(
      choices[0]?.finish_reason,
      objectOf(body.incomplete_details).reason,
      typeof body.status === 'string' && !/^-?\d+$/.test(body.status) ? body.status : '',
    ),
    refusal_category: refusalOf(message, output) === '' ? '' : 'refusal',
    response: answered(message, output),
    ...tokensOf(objectOf(body.usage)),
    tool_calls: isAnswered ? countCalls(choices, output) : null,
    artefacts_issued: digestsOf(output.map((item) => textOf(item.encrypted_content))),
  }
}

function answered(message: Json, output: readonly Json[]): string {
  const text = firstText(
    said(message.content, ''),
    message.refusal,
    output
      .filter(({ type }) => type === 'message')
      .map((item) => said(item.content, ''))
      .join(''),
  )
  const items = output.map((item) => namedCall(item.name, item.arguments, item.input))
  return turnText(text, [...calledBy(message), ...items])
}

const refusalOf = (message: Json, output: readonly Json[]): string =>
  textOf(message.refusal) +
  output
    .flatMap((item) => objectsOf(item.content))
    .map((part) => textOf(part.refusal))
    .join('')

const countCalls = (choices: readonly Json[], output: readonly Json[]): number =>
  choices
    .map((choice) => objectOf(choice.message))
    .reduce(
      (sum, message) =>
        sum +
        objectsOf(message.tool_calls).length +
        Number(textOf(objectOf(message.function_call).name) !== ''),
      0,
    ) + output.filter((item) => textOf(item.type).endsWith('_call')).length

function tokensOf(usage: Json): BodyFields {
  const before = [usage.prompt_tokens_details, usage.input_tokens_details].map(objectOf)
  const after = [usage.completion_tokens_details, usage.output_tokens_details].map(objectOf)
  return {
    tokens_in: firstValue(intOf(usage.prompt_tokens), intOf(usage.input_tokens)),
    tokens_out: firstValue(intOf(usage.completion_tokens), intOf(usage.output_tokens)),
    tokens_reasoning: firstValue(...after.map((details) => intOf(details.reasoning_tokens))),
    tokens_cached: firstValue(...before.map((details) => intOf(details.cached_tokens))),
  }
}
