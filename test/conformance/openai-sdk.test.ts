import OpenAI, { toFile } from 'openai'
import { describe, expect, it } from 'vitest'
import {
  CHAT_EVENTS,
  CHAT_RECORD,
  CHAT_RESPONSE,
  json,
  RESPONSES_EVENTS,
  RESPONSES_RECORD,
  RESPONSES_RESPONSE,
  sse,
} from '../service/proxy-bodies.js'
import { PASS, until, type World, worlds } from '../service/proxy-world.js'

const start = worlds()
const clientOf = (world: World) =>
  new OpenAI({ apiKey: 'sk-test', baseURL: `${world.url}/v1`, maxRetries: 0 })

const CHAT = {
  model: 'gp',
  n: 1,
  logprobs: true,
  response_format: { type: 'json_object' as const },
  tools: [{ type: 'function' as const, function: { name: 'f', parameters: {} } }],
  messages: [
    { role: 'developer' as const, content: 'First.' },
    {
      role: 'user' as const,
      content: [
        { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AAAA' } },
        { type: 'text' as const, text: 'Q' },
      ],
    },
  ],
}
const ASKED = {
  model: 'gp',
  instructions: 'Be brief.',
  input: [
    { role: 'user' as const, content: 'Q' },
    { type: 'reasoning' as const, id: 'rs_1', summary: [], encrypted_content: 'ENC1' },
  ],
}
const BATCH = {
  id: 'batch_1',
  object: 'batch',
  input_file_id: 'file_in',
  output_file_id: 'file_out',
}

describe('the official client of OpenAI through the proxy', () => {
  it('gets a completion with text and a tool call', async () => {
    const world = await start(json(CHAT_RESPONSE, { 'x-request-id': 'req_o' }))
    const completion = await clientOf(world).chat.completions.create(CHAT)
    expect(completion).toMatchObject(CHAT_RESPONSE)
    expect(completion._request_id).toBe('req_o')
    expect(await world.recorded(1)).toMatchObject([{ ...CHAT_RECORD, exchange_id: 'req_o' }])
  })

  it('gets a stream of chunks', async () => {
    const world = await start(sse(CHAT_EVENTS, 30))
    const stream = await clientOf(world).chat.completions.create({ ...CHAT, stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? ''
    expect(text).toBe('One 🌲')
    expect(await world.recorded(1)).toMatchObject([{ ...CHAT_RECORD, is_stream: true }])
  })

  it('gets a response, and one as a stream of events', async () => {
    const world = await start(json(RESPONSES_RESPONSE))
    const response = await clientOf(world).responses.create(ASKED)
    expect(response.output_text).toBe('Yes 🌲.')
    expect(await world.recorded(1)).toMatchObject([RESPONSES_RECORD])
    const streaming = await start(sse(RESPONSES_EVENTS, 30))
    const types: string[] = []
    const events = await clientOf(streaming).responses.create({ ...ASKED, stream: true })
    for await (const event of events) types.push(event.type)
    expect(types).toEqual(RESPONSES_EVENTS.map(({ type }) => type))
    expect(await streaming.recorded(1)).toMatchObject([{ ...RESPONSES_RECORD, is_stream: true }])
  })

  it('understands errors of the upstream and those of the proxy', async () => {
    const error = { message: 'Slow down.', type: 'requests', param: null, code: 'rate_limit' }
    const limited = await start(json({ error }, { 'x-request-id': 'req_o' }, 429))
    await expect(clientOf(limited).chat.completions.create(CHAT)).rejects.toMatchObject({
      status: 429,
      requestID: 'req_o',
      code: 'rate_limit',
      type: 'requests',
    })
    const denied = await start(json({}), {
      decide: () => ({
        ...PASS,
        level: 'deny',
        policy_id: 'p1',
        reason_code: 'terms_of_use',
        appeal: 'https://provider.example/appeal',
      }),
    })
    const refused = await clientOf(denied)
      .responses.create(ASKED)
      .catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(OpenAI.PermissionDeniedError)
    expect(refused).toMatchObject({ code: 'terms_of_use', requestID: expect.any(String) })
    expect(String(refused)).toContain('https://provider.example/appeal')
    const stalled = await start(() => undefined, { settings: { answer_seconds_max: 0.2 } })
    const failed = await clientOf(stalled)
      .responses.create(ASKED)
      .catch((e: unknown) => e)
    expect(failed).toBeInstanceOf(OpenAI.InternalServerError)
    expect(failed).toMatchObject({ status: 504 })
  })

  it('and what it aborts ends at the upstream', async () => {
    let isGone = false
    const world = await start((request, response) => {
      request.resume()
      response.on('close', () => {
        isGone = true
      })
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(CHAT_EVENTS[1])}\n\n`)
    })
    const stream = await clientOf(world).chat.completions.create({ ...CHAT, stream: true })
    for await (const _ of stream) stream.controller.abort()
    await until(() => isGone)
    expect(await world.recorded(1)).toMatchObject([{ response: 'One ', status: 200 }])
  })

  it('makes a batch of a file and reads the file of its answers', async () => {
    const line = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: CHAT }
    const answered = {
      id: 'r1',
      custom_id: 'a',
      response: { status_code: 200, body: CHAT_RESPONSE },
    }
    const world = await start((request, response) => {
      const path = `${request.method} ${request.url}`
      if (path === 'POST /v1/files')
        return json({ id: 'file_in', object: 'file' })(request, response)
      if (path.endsWith('/content')) return json(answered)(request, response)
      return json(BATCH)(request, response)
    })
    const client = clientOf(world)
    const file = await toFile(Buffer.from(`${JSON.stringify(line)}\n`), 'batch.jsonl')
    const { id } = await client.files.create({ file, purpose: 'batch' })
    const batch = await client.batches.create({
      input_file_id: id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    })
    const { output_file_id = '' } = await client.batches.retrieve(batch.id)
    expect(await (await client.files.content(output_file_id ?? '')).json()).toEqual(answered)
    expect(await world.recorded(1)).toMatchObject([
      { ...CHAT_RECORD, exchange_id: 'r1', is_batch: true, endpoint: '/v1/chat/completions' },
    ])
  })
})
