/**
 * The attributes of a model call, by column of the contract, oldest and newest names alike: of several
 * the first that is given counts. The statement of the source and the parser of the intake are both
 * made from this table, so that the same span gives the same record by either way.
 *
 * The generations: `gen_ai.*` of OpenTelemetry before and after its version 1.37, `llm.*` and
 * `traceloop.*` of OpenLLMetry, `llm.*` of OpenInference, `metadata.*` of LiteLLM's exporter.
 */
export const TEXT_NAMES = {
  account_id: [
    'account.id',
    'metadata.user_api_key_user_id',
    'metadata.user_api_key_team_id',
    'metadata.user_api_key_hash',
    'enduser.id',
    'user.id',
    'gen_ai.request.user',
    'llm.user',
    'traceloop.association.properties.user_id',
    'langfuse.user.id',
  ],
  organization_id: [
    'organization.id',
    'metadata.user_api_key_org_id',
    'tenant.id',
    'gen_ai.openai.request.organization',
  ],
  api_key_id: ['api_key.id', 'metadata.user_api_key_hash'],
  end_user_id: [
    'metadata.user_api_key_end_user_id',
    'enduser.id',
    'user.id',
    'gen_ai.request.user',
    'llm.user',
  ],
  session_id: [
    'gen_ai.conversation.id',
    'session.id',
    'traceloop.association.properties.session_id',
    'langfuse.session.id',
  ],
  endpoint: ['url.path', 'http.route', 'http.target'],
  ip: ['client.address', 'http.client_ip', 'client.ip', 'metadata.requester_ip_address'],
  user_agent: ['user_agent.original', 'http.user_agent', 'http.request.header.user-agent'],
  accept_language: ['http.request.header.accept-language'],
  ja4: ['tls.client.ja4'],
  model: [
    'gen_ai.request.model',
    'llm.request.model',
    'llm.model_name',
    'gen_ai.response.model',
    'llm.response.model',
  ],
  response_format: [
    'gen_ai.request.response_format',
    'gen_ai.request.structured_output_schema',
    'llm.response_format',
    'gen_ai.output.type',
    'gen_ai.openai.request.response_format',
  ],
  error_type: ['error.type', 'exception.type'],
  response_id: ['gen_ai.response.id', 'llm.response.id'],
  finish_reasons: [
    'gen_ai.response.finish_reasons',
    'gen_ai.completion.0.finish_reason',
    'llm.completions.0.finish_reason',
    'llm.response.finish_reason',
    'llm.response.stop_reason',
  ],
  input_messages: ['gen_ai.input.messages', 'gen_ai.prompt'],
  output_messages: ['gen_ai.output.messages', 'gen_ai.completion'],
  system_instructions: ['gen_ai.system_instructions'],
  tool_definitions: ['gen_ai.tool.definitions'],
  operation: ['gen_ai.operation.name', 'llm.request.type', 'openinference.span.kind'],
  system_name: [
    'gen_ai.provider.name',
    'gen_ai.system',
    'llm.provider',
    'llm.system',
    'llm.vendor',
  ],
  invocation: ['llm.invocation_parameters'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export const WHOLE_NAMES = {
  n: ['gen_ai.request.choice.count'],
  max_tokens: ['gen_ai.request.max_tokens', 'llm.request.max_tokens', 'llm.max_tokens'],
  reasoning_tokens_max: ['gen_ai.request.reasoning.budget_tokens'],
  status: ['http.response.status_code', 'http.status_code', 'error.type'],
  tokens_in: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.usage.prompt_tokens',
    'llm.token_count.prompt',
  ],
  tokens_out: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.usage.completion_tokens',
    'llm.token_count.completion',
  ],
  tokens_reasoning: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'llm.usage.reasoning_tokens',
    'llm.token_count.completion_details.reasoning',
  ],
  tokens_cached: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'llm.usage.cache_read_input_tokens',
    'llm.token_count.prompt_details.cache_read',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

export const FRACTION_NAMES = {
  temperature: ['gen_ai.request.temperature', 'llm.request.temperature', 'llm.temperature'],
  top_p: ['gen_ai.request.top_p', 'llm.request.top_p', 'llm.top_p'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export const TRUTH_NAMES = {
  is_stream: ['gen_ai.request.stream', 'gen_ai.is_streaming', 'llm.is_streaming', 'llm.stream'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** What `llm.invocation_parameters` calls the columns that it holds. */
export const INVOCATION_NAMES = {
  n: ['n'],
  max_tokens: ['max_completion_tokens', 'max_tokens', 'max_output_tokens'],
  temperature: ['temperature'],
  top_p: ['top_p'],
} as const

/** Turns that are spread over attributes of their own: what stands before the number and after it. */
export const INDEXED = {
  input: [
    { before: 'gen_ai.prompt.', after: '.' },
    { before: 'llm.prompts.', after: '.' },
    { before: 'llm.input_messages.', after: '.message.' },
  ],
  output: [
    { before: 'gen_ai.completion.', after: '.' },
    { before: 'llm.completions.', after: '.' },
    { before: 'llm.output_messages.', after: '.message.' },
  ],
  tools: ['gen_ai.tool.definitions.', 'llm.request.functions.'],
  toolSchemas: 'llm.tools.',
} as const

/** The operations that ask a model for words. What else is traced (tools, agents, embeddings) is none. */
export const OPERATIONS = [
  'chat',
  'completion',
  'text_completion',
  'generate_content',
  'llm',
].concat(['responses', 'message', 'messages'])

/** Events that hold one turn each, and whose turn it is. */
export const EVENT_ROLES = {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
} as const

export const EVENT_CHOICE = 'gen_ai.choice'
/** Events whose attributes say of the call what attributes of its span would. */
export const EVENTS_OF_CALL = ['gen_ai.client.inference.operation.details'].concat([
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
])

/** Other words for the roles of the contract. Whoever has none of these roles is a user. */
export const ROLES: Readonly<Record<string, readonly string[]>> = {
  assistant: ['assistant', 'model', 'ai'],
  system: ['system', 'developer'],
  tool: ['tool', 'function'],
}

/** Turns of one call that are read; what is beyond is made by no model that exists. */
export const TURNS_MAX = 10_000
/** Parts of one turn that are looked for, where each has an attribute of its own. */
export const CONTENTS_MAX = 20
