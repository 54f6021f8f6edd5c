import { expect, test } from 'vitest'
import { openaiResponse } from './openai-answer.js'
import { responsesStream } from './responses-stream.js'

const added = (output_index: number, item: object) => ({
  type: 'response.output_item.added',
  output_index,
  item,
})

test('a stream that is broken off in the midst of a call is what it was given so far', () => {
  const stream = responsesStream()
  const events = [
    { type: 'response.created', response: { id: 'r', status: 'in_progress', output: [] } },
    added(0, { type: 'message', content: [] }),
    { type: 'response.output_text.delta', output_index: 0, delta: 'Here.' },
    added(1, { type: 'function_call', name: 'submit', arguments: '' }),
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"answer":' },
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: '"He fills' },
    added(2, { type: 'custom_tool_call', name: 'note', input: '' }),
    { type: 'response.custom_tool_call_input.delta', output_index: 2, delta: 'the can' },
  ]
  for (const event of events) stream.take(event)
  expect(openaiResponse(stream.body()).response).toBe(
    'Here.\n\u001esubmit {"answer":"He fills\n\u001enote the can',
  )
})
