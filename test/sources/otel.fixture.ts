/** Spans of every generation of names, as OTLP's JSON writes them. */

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

export function anyValue(value: Plain): Record<string, unknown> {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  return { kvlistValue: { values: attributes(value as Readonly<Record<string, Plain>>) } }
}

export const attributes = (given: Readonly<Record<string, Plain>>) =>
  Object.entries(given).map(([key, value]) => ({ key, value: anyValue(value) }))

interface SpanOf {
  readonly attributes: Readonly<Record<string, Plain>>
  readonly events?: readonly (readonly [string, Readonly<Record<string, Plain>>])[]
  readonly status?: number
}

let spans = 0
export function span({ attributes: given, events = [], status = 0 }: SpanOf) {
  spans += 1
  return {
    traceId: '5B8EFFF798038103D269B633813FC60C',
    spanId: spans.toString(16).padStart(16, '0'),
    name: 'chat',
    startTimeUnixNano: '1772323200123456789',
    endTimeUnixNano: '1772323201623456789',
    status: { code: status },
    attributes: attributes(given),
    events: events.map(([name, more]) => ({ name, attributes: attributes(more) })),
  }
}

export const request = (
  resource: Readonly<Record<string, Plain>>,
  ...given: readonly ReturnType<typeof span>[]
) => ({
  resourceSpans: [
    { resource: { attributes: attributes(resource) }, scopeSpans: [{ scope: {}, spans: given }] },
  ],
})

const messages = [
  { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
  {
    role: 'user',
    parts: [
      { type: 'text', content: 'Why? "日本" a/b\n' },
      { type: 'blob', modality: 'image', content: 'x' },
    ],
  },
  {
    role: 'assistant',
    parts: [{ type: 'tool_call', id: 'c', name: 'look', arguments: { at: 'sky' } }],
  },
  { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'blue' }] },
]
const output = [
  { role: 'assistant', parts: [{ type: 'text', content: 'Because.' }], finish_reason: 'stop' },
]

/** By name, so that a failure says which generation it is of. */
export const SPANS = {
  newest: span({
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'm-1',
      'gen_ai.response.id': 'resp-1',
      'gen_ai.request.temperature': 0.7,
      'gen_ai.request.max_tokens': 200,
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 34,
      'gen_ai.usage.cache_read.input_tokens': 5,
      'gen_ai.usage.reasoning.output_tokens': 6,
      'gen_ai.conversation.id': 'conversation-1',
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: 'You are a model.' }]),
      'gen_ai.input.messages': JSON.stringify(messages),
      'gen_ai.output.messages': JSON.stringify(output),
      'gen_ai.tool.definitions': JSON.stringify([
        { type: 'function', name: 'look' },
        { function: { name: 'go' } },
      ]),
      'user.id': 'user-1',
      'account.id': 'account-1',
      'client.address': '192.0.2.1',
      'user_agent.original': 'sdk/1',
      'http.request.header.accept-language': ['de', 'en'],
      'http.response.status_code': 200,
    },
  }),
  structured: span({
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm-1',
      'enduser.id': 'user-2',
      'gen_ai.input.messages': messages,
      'gen_ai.output.messages': output,
    },
  }),
  details: span({
    attributes: {
      'gen_ai.operation.name': 'generate_content',
      'enduser.id': 'user-2',
      'gen_ai.request.model': 'own',
    },
    events: [
      [
        'gen_ai.client.inference.operation.details',
        {
          'gen_ai.request.model': 'theirs',
          'gen_ai.input.messages': messages,
          'gen_ai.output.messages': output,
        },
      ],
    ],
  }),
  events: span({
    attributes: {
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'm-1',
      'enduser.id': 'user-3',
      'error.type': '429',
    },
    status: 2,
    events: [
      ['gen_ai.system.message', { content: 'Be brief.' }],
      ['gen_ai.user.message', { content: 'Why?' }],
      [
        'gen_ai.assistant.message',
        { 'gen_ai.event.content': JSON.stringify({ role: 'assistant', content: 'What?' }) },
      ],
      [
        'gen_ai.user.message',
        { 'gen_ai.event.content': JSON.stringify({ content: [{ type: 'text', text: 'That.' }] }) },
      ],
      [
        'gen_ai.choice',
        { index: 0, finish_reason: 'stop', message: JSON.stringify({ content: 'Because.' }) },
      ],
    ],
  }),
  promptEvent: span({
    attributes: {
      'gen_ai.system': 'x',
      'gen_ai.request.model': 'm-1',
      'gen_ai.usage.prompt_tokens': 1,
      'gen_ai.usage.completion_tokens': 2,
    },
    events: [
      [
        'gen_ai.content.prompt',
        { 'gen_ai.prompt': JSON.stringify([{ role: 'user', content: 'Why?' }]) },
      ],
      [
        'gen_ai.content.completion',
        {
          'gen_ai.completion': JSON.stringify([
            {
              role: 'assistant',
              content: 'So.',
              tool_calls: [{ function: { name: 'f', arguments: '{}' } }],
            },
          ]),
        },
      ],
    ],
  }),
  traceloop: span({
    attributes: {
      'gen_ai.system': 'Anthropic',
      'llm.request.type': 'chat',
      'gen_ai.request.model': 'm-2',
      'llm.is_streaming': 'True',
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'Be brief.',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': JSON.stringify([
        { type: 'text', text: 'Why?' },
        { type: 'image', source: {} },
      ]),
      'gen_ai.prompt.10.role': 'user',
      'gen_ai.prompt.10.content': 'Last.',
      'gen_ai.prompt.2.role': 'assistant',
      'gen_ai.prompt.2.content': '[{ no parts',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'Because.',
      'gen_ai.completion.0.finish_reason': 'tool_calls',
      'gen_ai.completion.0.tool_calls.0.name': 'look',
      'gen_ai.completion.0.tool_calls.0.arguments': '{}',
      'llm.request.functions.0.name': 'look',
      'llm.usage.prompt_tokens': 7,
      'traceloop.association.properties.user_id': 'user-4',
      'traceloop.association.properties.session_id': 'session-4',
    },
  }),
  openinference: span({
    attributes: {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm-3',
      'llm.provider': 'google',
      'llm.invocation_parameters': JSON.stringify({ temperature: 0.5, max_tokens: 99, n: 1 }),
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Why?',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.contents.0.message_content.type': 'text',
      'llm.input_messages.1.message.contents.0.message_content.text': 'One.',
      'llm.input_messages.1.message.contents.1.message_content.text': 'Two.',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'Because.',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'look',
      'llm.tools.0.tool.json_schema': JSON.stringify({
        type: 'function',
        function: { name: 'look' },
      }),
      'llm.token_count.prompt': 3,
      'llm.token_count.completion': 4,
      'llm.token_count.prompt_details.cache_read': 1,
      'user.id': 'user-5',
      'session.id': 'session-5',
    },
  }),
  litellm: span({
    attributes: {
      'gen_ai.system': 'openai',
      'llm.request.type': 'completion',
      'gen_ai.request.model': 'm-4',
      'llm.is_streaming': 'False',
      'metadata.user_api_key_hash': 'hash-6',
      'metadata.user_api_key_user_id': 'user-6',
      'metadata.user_api_key_org_id': 'org-6',
      'metadata.requester_ip_address': '192.0.2.6',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'Why?',
    },
  }),
  plain: span({
    attributes: {
      'gen_ai.system': 'x',
      'gen_ai.request.model': 'm',
      'gen_ai.prompt': 'Only text',
      'gen_ai.completion': 'So.',
    },
  }),
  tool: span({
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.request.model': 'm' },
  }),
  web: span({ attributes: { 'http.route': '/', 'user.id': 'nobody' } }),
}
