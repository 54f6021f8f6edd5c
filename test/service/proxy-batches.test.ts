import { describe, expect, it } from 'vitest'
import { post } from './proxy-bodies.js'
import { worlds } from './proxy-world.js'

const start = worlds()
const QUESTION = { model: 'm', messages: [{ role: 'user', content: 'Why?' }] }

const MESSAGE = {
  id: 'msg_9',
  type: 'message',
  content: [{ type: 'text', text: 'So.' }],
  stop_reason: 'end_turn',
}

describe('a batch of Messages', () => {
  const requests = ['a', 'b', 'c'].map((custom_id) => ({ custom_id, params: QUESTION }))
  const results = [
    { custom_id: 'b', result: { type: 'succeeded', message: MESSAGE } },
    { custom_id: 'a', result: { type: 'errored', error: { type: 'error', error: { type: 'x' } } } },
  ]
  const lines = results.map((line) => `${JSON.stringify(line)}\n`).join('')

  it('becomes records when its results pass, and what has none when the service ends', async () => {
    const world = await start((request, response) => {
      request.resume()
      response.end(request.method === 'POST' ? '{"id":"msgbatch_1"}' : lines)
    })
    await post(world, '/v1/messages/batches', { requests })
    const got = await fetch(`${world.url}/v1/messages/batches/msgbatch_1/results`, {
      headers: { 'x-api-key': 'another key' },
    })
    expect(await got.text()).toBe(lines)
    const records = await world.recorded(2)
    const [first] = records
    expect(records).toMatchObject([
      {
        exchange_id: 'msg_9',
        account_id: first?.account_id,
        endpoint: '/v1/messages',
        is_batch: true,
        model: 'm',
        messages: QUESTION.messages,
        response: 'So.',
      },
      { exchange_id: 'msgbatch_1:a', account_id: first?.account_id, error_type: 'x' },
    ])
    await world.close()
    expect(world.records[2]).toMatchObject({ exchange_id: 'msgbatch_1:c', is_batch: true })
    expect(world.records[2]).not.toHaveProperty('status')
  })

  it('that nobody remembers gives its answers', async () => {
    const world = await start((_, response) => response.end(lines))
    const headers = { 'x-api-key': 'k' }
    await (await fetch(`${world.url}/v1/messages/batches/msgbatch_2/results`, { headers })).text()
    expect(await world.recorded(2)).toMatchObject([
      { exchange_id: 'msg_9', is_batch: true, response: 'So.' },
      { exchange_id: 'msgbatch_2:a' },
    ])
  })

  it('that is too large to be held is recorded as it was asked', async () => {
    const world = await start(
      (request, response) => {
        request.resume()
        response.end('{"id":"msgbatch_1"}')
      },
      { settings: { batch_bytes_max: 10 } },
    )
    await post(world, '/v1/messages/batches', { requests })
    const found = (await world.recorded(3)).map(({ exchange_id }) => exchange_id)
    expect(found).toEqual(['msgbatch_1:a', 'msgbatch_1:b', 'msgbatch_1:c'])
  })
})

describe('a batch of OpenAI', () => {
  const url = '/v1/chat/completions'
  const asked = { custom_id: 'a', method: 'POST', url, body: QUESTION }
  const body = {
    id: 'chatcmpl-1',
    choices: [{ index: 0, finish_reason: 'stop', message: { content: 'So.' } }],
  }
  const answered = {
    id: 'batch_req_1',
    custom_id: 'a',
    response: { status_code: 200, request_id: 'req_b', body },
    error: null,
  }

  it('is joined over the files of its requests and its answers', async () => {
    const answers: Record<string, object> = {
      'POST /v1/files': { id: 'file_in', purpose: 'batch' },
      'POST /v1/batches': { id: 'batch_1', object: 'batch', input_file_id: 'file_in' },
      'GET /v1/batches/batch_1': {
        object: 'batch',
        input_file_id: 'file_in',
        output_file_id: 'file_out',
      },
      'GET /v1/files/file_out/content': answered,
      'GET /v1/files/file_else/content': { any: 'thing' },
    }
    const world = await start((request, response) => {
      request.resume()
      response.end(JSON.stringify(answers[`${request.method} ${request.url}`] ?? {}))
    })
    const form = new FormData()
    form.set('purpose', 'batch')
    form.set('file', new Blob([`${JSON.stringify(asked)}\r\n`]), 'batch.jsonl')
    const headers = { authorization: 'Bearer sk-1' }
    await (await fetch(`${world.url}/v1/files`, { method: 'POST', headers, body: form })).text()
    await post(world, '/v1/batches', { input_file_id: 'file_in' }, headers)
    for (const path of ['batches/batch_1', 'files/file_else/content', 'files/file_out/content']) {
      await (await fetch(`${world.url}/v1/${path}`, { headers })).text()
    }
    expect(await world.recorded(1)).toMatchObject([
      {
        exchange_id: 'req_b',
        is_batch: true,
        endpoint: url,
        model: 'm',
        messages: QUESTION.messages,
        response: 'So.',
        status: 200,
      },
    ])
    await world.close()
    expect(world.records.length).toBe(1)
  })
})
