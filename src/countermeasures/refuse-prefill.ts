import { type Body, defineCountermeasure, isObject } from './define.js'

/** Whether the request ends with words that the model is to have said. */
function isPrefilled({ messages, input }: Body): boolean {
  const turns = Array.isArray(messages) ? messages : Array.isArray(input) ? input : []
  const last: unknown = turns.at(-1)
  return isObject(last) && last.role === 'assistant'
}

export default defineCountermeasure({
  id: 'refuse-prefill',
  title: 'No words put into the mouth of the model',
  level: 'shape',
  is_default: true,
  needs_body: true,
  why: `A request that ends in the middle of the model's own turn makes it go on where it would not have begun: with the
    reasoning that it keeps to itself, or in the format that a trainer reads.`,
  costs: ['Whoever forces JSON by an opening brace uses structured output instead.'],
  falls_short: ['The same demand as an instruction works less reliably, but it works.'],
  look: ({ body }) =>
    isPrefilled(body)
      ? {
          kind: 'refuse',
          status: 400,
          message:
            'A request that ends with a message of the assistant is not available to this account at present',
        }
      : null,
  cases: {
    touches: {
      'an opening tag': {
        kind: 'messages',
        body: {
          messages: [
            { role: 'user', content: 'Why?' },
            { role: 'assistant', content: '<reasoning>' },
          ],
        },
        effect: { kind: 'refuse', status: 400 },
      },
      'a response that goes on': {
        kind: 'responses',
        body: { input: [{ role: 'assistant', content: [{ type: 'output_text', text: 'First' }] }] },
        effect: { kind: 'refuse', status: 400 },
      },
    },
    leaves: {
      'a conversation whose turn is the user’s': {
        kind: 'messages',
        body: {
          messages: [
            { role: 'user', content: 'Why?' },
            { role: 'assistant', content: 'Because.' },
            { role: 'user', content: 'And then?' },
          ],
        },
      },
      'the result of a tool': {
        kind: 'chat',
        body: { messages: [{ role: 'assistant' }, { role: 'tool', content: '4' }] },
      },
      'a text alone': { kind: 'responses', body: { input: 'Why?' } },
      'messages that are none': { kind: 'messages', body: { messages: 'x' } },
    },
  },
})
