import { type Body, defineCountermeasure, isObject, type Measured } from './define.js'

/** Whether the request ends with words that the model is to have said. What says nothing does not make an end. */
function isPrefilled({ kind, body }: Pick<Measured, 'kind' | 'body'>): boolean {
  const turns = kind === 'responses' ? body.input : body.messages
  const last: unknown = Array.isArray(turns) ? turns.findLast((turn) => !isSilent(turn)) : undefined
  return isObject(last) && last.role === 'assistant' && !isPaused(last)
}

/** A turn that the API itself broke off to be sent back, with what its own tools did. */
const isPaused = ({ content }: Body): boolean =>
  Array.isArray(content) &&
  content.some(
    (block) => isObject(block) && /^server_tool_use$|_tool_result$/.test(String(block.type)),
  )

const isSilent = (turn: unknown): boolean =>
  !isObject(turn) ||
  turn.type === 'item_reference' ||
  turn.type === 'reasoning' ||
  ((turn.role === 'system' || turn.role === 'developer') && !hasWords(turn.content))

const hasWords = (content: unknown): boolean =>
  typeof content === 'string' ? content.trim() !== '' : Array.isArray(content) && content.length > 0

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
  look: (request) =>
    isPrefilled(request)
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
      'an opening before an empty turn of the system': {
        kind: 'chat',
        body: {
          messages: [
            { role: 'assistant', content: 'First' },
            { role: 'system', content: ' ' },
          ],
        },
        effect: { kind: 'refuse', status: 400 },
      },
    },
    leaves: {
      'a turn that the API paused for its own tools': {
        kind: 'messages',
        body: {
          messages: [
            { role: 'user', content: 'Search.' },
            {
              role: 'assistant',
              content: [{ type: 'server_tool_use', id: 's', name: 'web_search' }],
            },
          ],
        },
      },
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
