import { describe, expect, test } from 'vitest'
import type { ApiKind } from '../../../countermeasures/define.js'
import { readHeld } from './read.js'

const read = (kind: ApiKind, contentType: string, text: string) =>
  readHeld({
    ...{ kind, contentType, contentEncoding: '', isDropped: () => false },
    // Two pages that a letter of several bytes may lie across.
    pages: [Buffer.from(text).subarray(0, 21), Buffer.from(text).subarray(21)],
  })
const events = (all: readonly object[]) =>
  all.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join('')
const said = (reasoning: string, ...texts: string[]) => ({
  reasoning: expect.stringMatching(new RegExp(`^\\s*${reasoning}\\s*$`)),
  texts: texts.map((text) => expect.stringMatching(new RegExp(`^\\s*${text}\\s*$`))),
})

const item = (output_index: number, given: object) => ({
  ...{ type: 'response.output_item.done', output_index },
  item: given,
})
const piece = (type: string, output_index: number, delta: string) => ({
  ...{ type: `response.${type}.delta`, output_index, delta },
})
const start = (index: number, content_block: object) => ({
  ...{ type: 'content_block_start', index, content_block },
})
const delta = (index: number, given: object) => ({
  ...{ type: 'content_block_delta', index, delta: given },
})
const choice = (given: object, index = 0) => ({ choices: [{ index, delta: given }] })
const MESSAGE = { type: 'message', content: [{ type: 'output_text', text: 'Yes 🌲.' }] }
const REASONING = { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'Hm.' }] }

describe('what an answer says', () => {
  test.each<[string, ApiKind, object, object]>([
    [
      'blocks, sealed ones left out',
      'messages',
      {
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 'S' },
          { type: 'redacted_thinking', data: 'D' },
          { type: 'text', text: 'Yes' },
          { type: 'text', text: ' 🌲.' },
          { type: 'tool_use', id: 'i', name: 'run', input: { a: ['x', { b: 'y' }], c: 1 } },
        ],
      },
      said('Hm\\.', 'Yes 🌲\\.', 'run\\s+x\\s+y\\s*'),
    ],
    ['a plain text', 'messages', { content: 'Yes 🌲.' }, said('', 'Yes 🌲\\.')],
    [
      'samples, each by itself',
      'chat',
      {
        choices: [
          { message: { reasoning_content: 'Hm.', content: 'Yes 🌲.' } },
          { message: { content: [{ type: 'text', text: 'No.' }], refusal: null } },
        ],
      },
      said('Hm\\.', 'Yes 🌲\\.', 'No\\.'),
    ],
    [
      'parts of which one thinks',
      'chat',
      {
        choices: [
          {
            message: {
              content: [
                { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
                { type: 'text', text: 'Yes.' },
              ],
            },
          },
        ],
      },
      said('Hm\\.', 'Yes\\.'),
    ],
    [
      'calls by every name',
      'chat',
      {
        choices: [
          {
            message: {
              content: null,
              tool_calls: [
                { function: { name: 'f', arguments: '{"a":"x\\ny"}' } },
                { custom: { name: 'c', input: 'z' } },
              ],
              function_call: { name: 'g', arguments: 'no JSON' },
            },
          },
        ],
      },
      said('', 'z', 'no JSON', 'x\ny'),
    ],
    [
      'items',
      'responses',
      {
        output: [
          { ...REASONING, encrypted_content: 'E', summary: [{ text: 'Sum.' }] },
          MESSAGE,
          { type: 'function_call', name: 'f', arguments: '{"a":"x"}' },
        ],
      },
      said('Sum\\.\\s+Hm\\.', 'Yes 🌲\\.', 'f', 'x'),
    ],
  ])('%s', async (_, kind, body, expected) => {
    expect(await read(kind, 'application/json', JSON.stringify(body))).toEqual(expected)
  })

  test.each<[string, ApiKind, readonly object[], object]>([
    [
      'deltas of blocks',
      'messages',
      [
        start(0, { type: 'thinking', thinking: '', signature: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'H' }),
        { type: 'ping' },
        delta(0, { type: 'thinking_delta', thinking: 'm.' }),
        delta(0, { type: 'signature_delta', signature: 'S' }),
        start(1, { type: 'text', text: '' }),
        delta(1, { type: 'text_delta', text: 'Yes ' }),
        delta(1, { type: 'text_delta', text: '🌲.' }),
        start(2, { type: 'tool_use', id: 'i', name: 'run', input: {} }),
        delta(2, { type: 'input_json_delta', partial_json: '{"a":"x\\' }),
        delta(2, { type: 'input_json_delta', partial_json: 'ny"}' }),
        start(3, { type: 'unheard_of' }),
        delta(3, { type: 'unheard_of_delta', words: 'new' }),
      ],
      said('Hm\\.', 'Yes 🌲\\.', 'run', 'new', 'x\ny'),
    ],
    [
      'chunks',
      'chat',
      [
        choice({ reasoning: 'Hm.' }),
        choice({ content: 'Yes ' }),
        choice({ content: 'No.' }, 1),
        choice({ content: '🌲.' }),
        choice({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '{"a":' } }] }),
        choice({ tool_calls: [{ index: 0, function: { arguments: '"x"}' } }] }),
      ],
      said('Hm\\.', 'Yes 🌲\\.', 'No\\.', 'x'),
    ],
    [
      'pieces alone',
      'responses',
      [
        piece('reasoning_text', 0, 'Hm.'),
        piece('output_text', 1, 'Yes '),
        piece('output_text', 1, '🌲.'),
        piece('function_call_arguments', 2, '{"a":"x"}'),
      ],
      said('Hm\\.', 'Yes 🌲\\.', 'x'),
    ],
    [
      'items, and their pieces not once more',
      'responses',
      [piece('output_text', 1, 'Yes 🌲.'), item(0, REASONING), item(1, MESSAGE)],
      said('Hm\\.', 'Yes 🌲\\.'),
    ],
    [
      'the whole at its end, and nothing else once more',
      'responses',
      [
        piece('output_text', 1, 'Yes 🌲.'),
        item(1, MESSAGE),
        { type: 'response.completed', response: { output: [REASONING, MESSAGE] } },
      ],
      said('Hm\\.', 'Yes 🌲\\.'),
    ],
  ])('in events: %s', async (_, kind, all, expected) => {
    const text = `: comment\n\n${events(all)}data: [DONE]`
    expect(await read(kind, 'text/event-stream; charset=utf-8', text)).toEqual(expected)
  })

  test.each([
    ['<think>Hm.</think> Yes.', said('Hm\\.', 'Yes\\.')],
    ['Hm.</think> Yes.', said('Hm\\.', 'Yes\\.')],
    ['</think><think>Yes.', said('', '</think><think>Yes\\.')],
    ['<think>Yes.', said('', '<think>Yes\\.')],
  ])('%s: a tag is reasoning where it is closed', async (content, expected) => {
    const body = { choices: [{ message: { content } }] }
    expect(await read('chat', 'application/json', JSON.stringify(body))).toEqual(expected)
  })
})
