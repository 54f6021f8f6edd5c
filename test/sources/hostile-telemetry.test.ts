import { afterAll, describe, expect, it } from 'vitest'
import type { Source } from '../../src/sources/define.js'
import litellm from '../../src/sources/litellm.js'
import otel from '../../src/sources/otel-genai.js'
import { openEngine } from './engine.js'
import { request, span } from './otel.fixture.js'

const engine = openEngine()
afterAll(() => engine.close())

const JUNK = [
  null,
  true,
  -1.5,
  1e300,
  '',
  'x\u0000\u2028💥',
  [],
  {},
  [null, 3, 'x', [], {}],
  [[['deep']]],
]

const LINES: Readonly<Record<string, readonly unknown[]>> = {
  litellm: [
    ...['messages', 'response', 'metadata', 'model_parameters', 'error_information', 'startTime']
      .concat(['request_tags', 'stream', 'prompt_tokens', 'trace_id', 'endTime', 'status'])
      .flatMap((key) => JUNK.map((value) => ({ id: 'keep', [key]: value }))),
    ...['choices', 'output', 'content', 'usage'].flatMap((key) =>
      JUNK.map((value) => ({ id: 'keep', response: { [key]: value } })),
    ),
    ...['role', 'content', 'parts', 'tool_calls', 'function_call'].flatMap((key) =>
      JUNK.map((value) => ({ id: 'keep', messages: [{ [key]: value }] })),
    ),
  ],
  'otel-genai': [
    ...['attributes', 'events', 'status', 'startTimeUnixNano', 'endTimeUnixNano'].flatMap((key) =>
      JUNK.map((value) =>
        request({}, {
          ...KEPT(),
          [key]: key === 'attributes' ? [...KEPT().attributes, value] : value,
        } as never),
      ),
    ),
    ...[
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.tool.definitions',
      'gen_ai.system_instructions',
    ]
      .concat(['gen_ai.prompt.0.content', 'llm.invocation_parameters', 'gen_ai.usage.input_tokens'])
      .flatMap((key) => JUNK.map((value) => request({}, KEPT({ [key]: JSON.stringify(value) })))),
  ],
}

function KEPT(more: Readonly<Record<string, string>> = {}) {
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.response.id': 'keep', ...more }
  return span({ attributes })
}

describe.each([litellm, otel])('$id, given what nobody should send,', (source: Source) => {
  it('keeps every identifier', async () => {
    const lines = (LINES[source.id] ?? []).map((line) => JSON.stringify(line))
    const rows = await engine.read(source, lines)
    expect(rows.map((row) => row.exchange_id)).toEqual(lines.map(() => 'keep'))
  })

  it('identifies nothing that is none of it, and keeps its line', async () => {
    const lines = [
      'nonsense',
      '{"id":',
      'null',
      '7',
      '"x"',
      '[]',
      ' ["id","x","y"]',
      '{}',
      '{"a":[]}',
    ]
    const rows = await engine.read(source, lines)
    expect(rows.map((row) => row.line)).toEqual(lines)
    expect(rows.map((row) => row.exchange_id)).toEqual(lines.map(() => ''))
  })
})

it('a request whose spans are no calls gives no row, and many spans give one each', async () => {
  const web = span({ attributes: { 'http.route': '/' } })
  const rows = await engine.read(otel, [
    JSON.stringify(request({}, web)),
    JSON.stringify(request({})),
    JSON.stringify(request({}, KEPT(), web, KEPT())),
  ])
  expect(rows).toHaveLength(2)
})
