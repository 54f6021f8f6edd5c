/** Answers that say their reasoning again, in the forms of the APIs, whole and as events. */

export const TRACE = Array.from(
  { length: 60 },
  (_, at) => `step ${at} follows from step ${at * 7}`,
).join(', ')
const PARTS = TRACE.match(/.{1,37}/gs) ?? []
export const REPEATING: Readonly<
  Record<string, { path: string; whole: object; events: object[] }>
> = {
  messages: {
    path: '/v1/messages',
    whole: {
      ...{ id: 'msg_2', type: 'message', role: 'assistant', stop_reason: 'end_turn' },
      content: [
        { type: 'thinking', thinking: TRACE, signature: 'SIG9' },
        { type: 'text', text: TRACE },
      ],
    },
    events: [
      { type: 'message_start', message: { id: 'msg_2', role: 'assistant', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      ...PARTS.map((thinking) => ({
        ...{ type: 'content_block_delta', index: 0 },
        delta: { type: 'thinking_delta', thinking },
      })),
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      ...PARTS.map((text) => ({
        ...{ type: 'content_block_delta', index: 1 },
        delta: { type: 'text_delta', text },
      })),
      { type: 'message_stop' },
    ],
  },
  chat: {
    path: '/v1/chat/completions',
    whole: { choices: [{ index: 0, message: { reasoning_content: TRACE, content: TRACE } }] },
    events: [
      ...PARTS.map((reasoning) => ({ choices: [{ index: 0, delta: { reasoning } }] })),
      ...PARTS.map((content) => ({ choices: [{ index: 0, delta: { content } }] })),
    ],
  },
  responses: {
    path: '/v1/responses',
    whole: {
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: TRACE }] },
        { type: 'message', content: [{ type: 'output_text', text: TRACE }] },
      ],
    },
    events: [
      ...PARTS.map((delta) => ({
        ...{ type: 'response.reasoning_summary_text.delta', output_index: 0 },
        delta,
      })),
      ...PARTS.map((delta) => ({
        ...{ type: 'response.output_text.delta', output_index: 1 },
        delta,
      })),
    ],
  },
  'a tool': {
    path: '/v1/chat/completions',
    whole: {
      choices: [
        {
          message: {
            reasoning: TRACE,
            content: 'Noted.',
            tool_calls: [
              { function: { name: 'note', arguments: JSON.stringify({ text: TRACE }) } },
            ],
          },
        },
      ],
    },
    events: [
      { choices: [{ index: 0, delta: { reasoning: TRACE } }] },
      ...(JSON.stringify({ text: TRACE }).match(/.{1,37}/gs) ?? []).map((piece) => ({
        choices: [
          { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } },
        ],
      })),
    ],
  },
  'a tag in the text': {
    path: '/v1/chat/completions',
    whole: { choices: [{ message: { content: `<think>${TRACE}</think>\n${TRACE}` } }] },
    events: [`<think>${TRACE}</think>\n`, TRACE].map((content) => ({
      choices: [{ index: 0, delta: { content } }],
    })),
  },
}
