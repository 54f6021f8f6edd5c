import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { json, MESSAGES_EVENTS, MESSAGES_RESPONSE, sse } from '../service/proxy-bodies.js'
import { bodyOf, PASS, until, type World, worlds } from '../service/proxy-world.js'

const start = worlds()
const clientOf = (world: World) =>
  new Anthropic({ apiKey: 'sk-ant-test', baseURL: world.url, maxRetries: 0 })

const IMAGE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='
const REQUEST = {
  model: 'heron-large',
  max_tokens: 100,
  system: 'Be brief.',
  tools: [{ name: 'run', description: 'Runs.', input_schema: { type: 'object' as const } }],
  messages: [
    {
      role: 'user' as const,
      content: [
        {
          type: 'image' as const,
          source: { type: 'base64' as const, media_type: 'image/png' as const, data: IMAGE },
        },
        { type: 'text' as const, text: 'What is it?' },
      ],
    },
  ],
}

const RECORD = {
  exchange_id: 'req_sdk',
  model: 'heron-large',
  system: 'Be brief.',
  messages: [{ role: 'user', content: 'What is it?' }],
  images: 1,
  tools: ['run'],
  response: 'Só – yes 🌲.\n\u001erun {"code":"x"}',
  tool_calls: 1,
  stop_reason: 'tool_use',
  client_version: expect.any(String),
  user_agent: expect.stringContaining('Anthropic'),
}
const ID = { 'request-id': 'req_sdk' }

describe('the official client of Anthropic through the proxy', () => {
  it('gets an answer with text and a tool call', async () => {
    const world = await start(json(MESSAGES_RESPONSE, ID))
    const { data, request_id } = await clientOf(world).messages.create(REQUEST).withResponse()
    expect(data).toMatchObject(MESSAGES_RESPONSE)
    expect(request_id).toBe('req_sdk')
    expect(await world.recorded(1)).toMatchObject([RECORD])
  })

  it('gets a stream, event by event', async () => {
    const world = await start(sse(MESSAGES_EVENTS, 40, ID))
    const stream = clientOf(world).messages.stream(REQUEST)
    const texts: string[] = []
    stream.on('text', (text) => texts.push(text))
    const message = await stream.finalMessage()
    expect(texts).toEqual(['Só – ', 'yes 🌲.'])
    expect(message.content[2]).toMatchObject({ name: 'run', input: { code: 'x' } })
    expect(message.stop_reason).toBe('tool_use')
    expect(await world.recorded(1)).toMatchObject([{ ...RECORD, is_stream: true }])
  })

  it('sends what it would send without the proxy', async () => {
    let sent: Record<string, unknown> = {}
    const world = await start(async (request, response) => {
      const body = JSON.parse(`${await bodyOf(request)}`)
      sent = { url: request.url, key: request.headers.authorization, body }
      json({ input_tokens: 12 })(request, response)
    })
    const counted = await clientOf(world).messages.countTokens({
      model: 'heron-large',
      messages: REQUEST.messages,
    })
    expect(counted.input_tokens).toBe(12)
    expect(sent).toEqual({
      url: '/v1/messages/count_tokens',
      key: 'Bearer sk-ant-test',
      body: { model: 'heron-large', messages: REQUEST.messages },
    })
  })

  it('understands errors of the upstream and those of the proxy', async () => {
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.' } }
    const limited = await start(json(error, { ...ID, 'retry-after': '9' }, 429))
    await expect(clientOf(limited).messages.create(REQUEST)).rejects.toMatchObject({
      name: expect.any(String),
      status: 429,
      requestID: 'req_sdk',
      error,
    })
    const denied = await start(json({}), {
      decide: () => ({
        ...PASS,
        level: 'deny',
        policy_id: 'p1',
        appeal: 'https://provider.example/appeal',
      }),
    })
    const refused = await clientOf(denied)
      .messages.create(REQUEST)
      .catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(Anthropic.PermissionDeniedError)
    expect(String(refused)).toContain('https://provider.example/appeal')
    const broken = await start((request) => request.socket.destroy())
    const failed = await clientOf(broken)
      .messages.create(REQUEST)
      .catch((e: unknown) => e)
    expect(failed).toBeInstanceOf(Anthropic.InternalServerError)
  })

  it('and tells a stream that breaks from one that ends', async () => {
    const world = await start((request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`event: message_start\ndata: ${JSON.stringify(MESSAGES_EVENTS[0])}\n\n`)
      setTimeout(() => response.destroy(), 50)
    })
    await expect(clientOf(world).messages.stream(REQUEST).finalMessage()).rejects.toThrow()
    expect(await world.recorded(1)).toMatchObject([{ exchange_id: 'msg_1', status: 200 }])
  })

  it('and what it aborts ends at the upstream', async () => {
    let isGone = false
    const world = await start((request, response) => {
      request.resume()
      response.on('close', () => {
        isGone = true
      })
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of MESSAGES_EVENTS.slice(0, 8)) {
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      }
    })
    const stream = clientOf(world).messages.stream(REQUEST)
    stream.on('text', () => stream.abort())
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    await until(() => isGone)
    expect(await world.recorded(1)).toMatchObject([{ response: 'Só – ', status: 200 }])
  })

  it('makes a batch and reads its results', async () => {
    const batch = { id: 'msgbatch_1', type: 'message_batch', processing_status: 'ended' }
    const world = await start((request, response) => {
      const result = { type: 'succeeded', message: MESSAGES_RESPONSE }
      if (request.url?.endsWith('/results')) {
        response.writeHead(200, { 'content-type': 'application/x-jsonl' })
        request.resume()
        response.end(`${JSON.stringify({ custom_id: 'a', result })}\n`)
        return
      }
      const results_url = `${world.url}/v1/messages/batches/msgbatch_1/results`
      json({ ...batch, results_url })(request, response)
    })
    const { batches } = clientOf(world).messages
    await batches.create({ requests: [{ custom_id: 'a', params: REQUEST }] })
    const found: string[] = []
    for await (const line of await batches.results('msgbatch_1')) found.push(line.custom_id)
    expect(found).toEqual(['a'])
    const { exchange_id: _, client_version: __, user_agent: ___, ...record } = RECORD
    expect(await world.recorded(1)).toMatchObject([
      { ...record, exchange_id: 'msg_1', is_batch: true },
    ])
  })
})
