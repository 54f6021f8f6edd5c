import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { COUNTERMEASURES, MEASURE_IDS } from '../../src/countermeasures/index.js'
import { REPEATING } from './held-bodies.js'
import { json, MESSAGES_REQUEST, MESSAGES_RESPONSE, post } from './proxy-bodies.js'
import { bodyOf, PASS, until, worlds } from './proxy-world.js'

const start = worlds()
const APPEAL = 'https://provider.example/appeal'
const SIGNAL = 'campaign c49e: act at 97'
const under = (level: 'verify' | 'limit' | 'shape' | 'hold', part: object = {}) => ({
  ...PASS,
  level,
  policy_id: 'policy-7',
  reason_code: 'usage_review',
  appeal: APPEAL,
  measures: COUNTERMEASURES.filter((one) => one.level === level && one.is_default).map(
    ({ id }) => id,
  ),
  group: 'campaign c49e',
  reasons: [SIGNAL],
  ...part,
})
const TOLD = 'under the policy policy-7 (usage_review). To appeal: https://provider.example/appeal'

/** A world whose upstream notes what it is asked. */
async function startNoting(decide: () => typeof PASS, settings: object = {}) {
  const seen: { body: string; headers: object }[] = []
  const world = await start(
    async (request, response) => {
      seen.push({ body: `${await bodyOf(request)}`, headers: request.headers })
      json(MESSAGES_RESPONSE)(request, response)
    },
    { decide, settings },
  )
  const ask = (path: string, body: unknown, headers: object = {}) =>
    fetch(world.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
    })
  return { world, seen, ask }
}

const errorOf = async (answer: Response) => JSON.parse(await answer.text()).error

describe('a measure that refuses', () => {
  it.each([
    ['log-probabilities', '/v1/chat/completions', { model: 'm', logprobs: true }, 400],
    ['samples', '/v1/chat/completions', { model: 'm', n: 3 }, 400],
    ['prefill', '/v1/messages', { messages: [{ role: 'assistant', content: '{' }] }, 400],
  ])(
    '%s: in the form of the API, with policy, code and appeal, and nothing of why',
    async (...row) => {
      const [, path, body, status] = row
      const { world, seen, ask } = await startNoting(() => under('shape'))
      const answer = await ask(path, body)
      const text = await answer.text()
      expect(answer.status).toBe(status)
      const { error } = JSON.parse(text)
      expect(error.type).toBe('invalid_request_error')
      expect(error.message).toContain(TOLD)
      expect(answer.headers.get('stillwatch-policy')).toBe('policy-7')
      expect(answer.headers.get('stillwatch-reason')).toBe('usage_review')
      expect(answer.headers.get('stillwatch-appeal')).toBe(APPEAL)
      expect(MEASURE_IDS).toContain(answer.headers.get('stillwatch-measures'))
      expect(text + JSON.stringify([...answer.headers])).not.toContain('c49e')
      expect(seen).toEqual([])
      expect(world.counters.measures).toEqual({
        [answer.headers.get('stillwatch-measures') ?? '']: 1,
      })
    },
  )

  it('batches of both APIs, but not whoever looks at one', async () => {
    const { ask, seen, world } = await startNoting(() => under('limit'))
    expect((await ask('/v1/messages/batches', { requests: [] })).status).toBe(403)
    expect((await ask('/v1/batches', { input_file_id: 'f' })).status).toBe(403)
    expect((await fetch(`${world.url}/v1/batches/b1`)).status).toBe(200)
    expect((await ask('/v1/messages', MESSAGES_REQUEST)).status).toBe(200)
    expect((await ask('/v1/responses/r1/cancel', {})).status).toBe(200)
    expect(seen).toHaveLength(3)
  })

  it('until a proof is given, where the policy says where', async () => {
    const limits = { verify_at: 'https://provider.example/verify' }
    const { ask } = await startNoting(() => under('verify', { limits }))
    const answer = await ask('/v1/messages', MESSAGES_REQUEST)
    expect(answer.status).toBe(403)
    expect((await errorOf(answer)).message).toContain(limits.verify_at)
    const { ask: free } = await startNoting(() => under('verify'))
    expect((await free('/v1/messages', MESSAGES_REQUEST)).status).toBe(200)
  })
})

describe('a model that is new', () => {
  const NEW = { model: 'heron-6', from_ms: Date.now() - 1000 }
  it.each([
    ['is refused from its release on', { until_ms: Date.now() + 60_000 }, 403],
    ['is like any other when its days are over', { until_ms: Date.now() - 1 }, 200],
  ])('%s', async (_, until, status) => {
    const limits = { new_model_days: 30, new_models: [{ ...NEW, ...until }] }
    const { ask } = await startNoting(() => under('limit', { limits }))
    const answer = await ask('/v1/messages', { ...MESSAGES_REQUEST, model: 'heron-6' })
    expect(answer.status).toBe(status)
    expect((await ask('/v1/messages', MESSAGES_REQUEST)).status).toBe(200)
  })
})

describe('a measure that asks for less', () => {
  it('sends that to the API and tells the client, and the record holds what the client asked', async () => {
    const { seen, ask } = await startNoting(() => under('shape'))
    const thinking = { type: 'enabled', budget_tokens: 2048, display: 'full' }
    const body = `{ "thinking": ${JSON.stringify(thinking)} , "seed":9007199254740993,"n":1.0, ${JSON.stringify(MESSAGES_REQUEST).slice(1)}`
    const answer = await ask('/v1/messages', Buffer.from(body))
    expect(await answer.json()).toEqual(MESSAGES_RESPONSE)
    expect(answer.headers.get('stillwatch-measures')).toBe('summarise-reasoning')
    expect(answer.headers.get('stillwatch-appeal')).toBe(APPEAL)
    const [sent] = seen
    expect(sent?.body).toBe(body.replace('"full"', '"summarized"'))
    expect(sent?.headers).toMatchObject({
      'content-length': String(sent?.body.length && Buffer.byteLength(sent.body)),
    })
  })

  it('leaves a request byte for byte in which there is nothing to change, and says nothing', async () => {
    const { seen, ask } = await startNoting(() => under('shape'))
    const body = Buffer.from(`{ "messages":[ {"role":"user","content":"\\u0041"} ] ,"n":1.0}`)
    const answer = await ask('/v1/messages', body)
    expect(seen[0]?.body).toBe(`${body}`)
    expect(answer.headers.get('stillwatch-policy')).toBeNull()
  })

  it('tells an appeal in any alphabet', async () => {
    const appeal = 'Schreiben Sie an Büro 7\r\nX-Evil: 1 – 東京\ud800'
    const { ask } = await startNoting(() => under('shape', { appeal }))
    const answer = await ask('/v1/chat/completions', { n: 2 })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-evil')).toBeNull()
    expect(decodeURIComponent(answer.headers.get('stillwatch-appeal') ?? '')).toContain('東京')
  })
})

describe('a measure that holds the answer', () => {
  it('passes it on byte for byte with the headers that tell, or refuses it', async () => {
    let answer = json(MESSAGES_RESPONSE)
    const world = await start((request, response) => answer(request, response), {
      decide: () => under('hold'),
    })
    const ask = () => fetch(`${world.url}/v1/messages`, { method: 'POST', body: '{}' })
    const passed = await ask()
    expect(await passed.text()).toBe(JSON.stringify(MESSAGES_RESPONSE))
    expect(passed.headers.get('stillwatch-measures')).toBe('hold-answer')
    expect(passed.headers.get('stillwatch-policy')).toBe('policy-7')
    answer = json(REPEATING.messages?.whole ?? {})
    const refused = await ask()
    expect(refused.status).toBe(403)
    expect((await errorOf(refused)).message).toContain(TOLD)
    expect(world.counters.measures).toEqual({ 'hold-answer': 2 })
  })

  it.each([
    ['/v1/responses', { input: 'x', background: true }, 403],
    ['/v1/responses', { input: 'x', conversation: 'conv_1' }, 403],
    ['/v1/chat/completions', { store: true }, 403],
    ['/v1/messages/batches', { requests: [] }, 400],
    ['/v1/completions', { prompt: 'x' }, 400],
  ])('%s: no answer is made that could be fetched past it', async (path, body, status) => {
    const { ask, seen } = await startNoting(() => under('hold'))
    expect((await ask(path, body)).status).toBe(status)
    expect(seen).toEqual([])
  })
})

describe('other ways to the same', () => {
  it.each([
    ['/V1/Messages', { messages: [{ role: 'assistant', content: '{' }] }],
    ['/%ff/../v1/message%73', { messages: [{ role: 'assistant', content: '{' }] }],
    ['/openai/responses', { input: [{ role: 'assistant', content: '{' }] }],
    ['/openai/deployments/m/chat/completions', { n: '4' }],
    ['/v1/responses/compact', { input: 'x' }],
    ['/v1/threads/t/runs', {}],
  ])('%s meets the measures too', async (path, body) => {
    const { seen, ask } = await startNoting(() => under('shape'))
    expect((await ask(path, body)).status).toBe(400)
    expect(seen).toEqual([])
  })

  it('paths are told apart with what stands before them at the upstream', async () => {
    const world = await start(json(MESSAGES_RESPONSE), {
      decide: () => under('shape'),
      base: '/v1',
    })
    expect(await post(world, '/messages', { messages: [{ role: 'assistant' }] })).toContain(TOLD)
  })

  it('log-probabilities asked for afterwards', async () => {
    const { world, ask } = await startNoting(() => under('shape'))
    const url = `${world.url}/v1/responses/r1`
    for (const more of [
      '?include[]=message.output_text.logprobs',
      '?a=?&include[]=message.output_text.logprobs',
      '?%69nclude[]=message.output_text.log%70robs',
    ]) {
      expect((await fetch(url + more)).status).toBe(400)
    }
    const posted = await ask('/v1/chat/completions?include=logprobs', { model: 'm' })
    expect(posted.status).toBe(400)
    expect((await fetch(url)).status).toBe(200)
  })

  it('no answer is asked for in an encoding that no record can be read from', async () => {
    const { seen, ask } = await startNoting(() => PASS)
    for (const wish of ['zstd', 'gzip, zstd;q=0.9, br', 'gzip;q=1.0']) {
      await ask('/v1/messages', MESSAGES_REQUEST, { 'accept-encoding': wish })
    }
    const got = seen.map(({ headers }) => (headers as Record<string, string>)['accept-encoding'])
    expect(got).toEqual(['identity', 'gzip, br', 'gzip;q=1.0'])
  })
})

describe('what cannot be looked into', () => {
  const isUnseen = async (answer: Response) => {
    expect([answer.status, answer.headers.get('stillwatch-measures')]).toEqual([400, 'unseen'])
    expect((await errorOf(answer)).message).toContain(TOLD)
  }

  it('does not slip through: too large, compressed, a batch, no JSON, an older form', async () => {
    const { ask, seen } = await startNoting(() => under('shape'), {
      look_bytes_max: 1000,
      measure_bytes_max: 40_000,
    })
    const large = { messages: [{ role: 'user', content: 'word '.repeat(10_000) }], n: 8 }
    await isUnseen(await ask('/v1/chat/completions', large))
    const gzip = gzipSync(JSON.stringify({ n: 8 }))
    await isUnseen(await ask('/v1/chat/completions', gzip, { 'content-encoding': 'gzip' }))
    await isUnseen(await ask('/v1/messages/batches', { requests: [] }))
    await isUnseen(await ask('/v1/chat/completions', Buffer.from('{"n":8,}')))
    await isUnseen(await ask('/v1/chat/completions', Buffer.from('{"n":8,"model":"m","n":1}')))
    await isUnseen(await ask('/v1/messages', Buffer.from('{"Thinking":{"type":"enabled"}}')))
    await isUnseen(
      await ask('/v1/messages', Buffer.from('{"thinking":{"display":"full","display":"omitted"}}')),
    )
    await isUnseen(await ask('/v1/messages', Buffer.from('{"system":"\xff"}', 'latin1')))
    const keys = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`k${at}`, 1]))
    await isUnseen(await ask('/v1/chat/completions', keys))
    const depth = `${'['.repeat(9000)}${']'.repeat(9000)}`
    const deep = `{"thinking":{"type":"enabled","display":"full","x":${depth}}}`
    await isUnseen(await ask('/v1/messages', Buffer.from(deep)))
    await isUnseen(await ask('/v1/completions', { prompt: 'x', logprobs: 5 }))
    expect(seen).toEqual([])
  })

  it('is looked at more closely where it is large, and passes whole', async () => {
    const { ask, seen } = await startNoting(() => under('shape'), { look_bytes_max: 1000 })
    const large = { messages: [{ role: 'user', content: 'word '.repeat(40_000) }] }
    expect((await ask('/v1/chat/completions', large)).status).toBe(200)
    expect(seen[0]?.body).toBe(JSON.stringify(large))
    expect((await ask('/v1/chat/completions', { ...large, n: 8 })).status).toBe(400)
  })

  it('is asked about as one whose model nobody could read, and anew once it was read', async () => {
    const { world, ask } = await startNoting(() => under('shape'), { look_bytes_max: 1000 })
    await ask('/v1/chat/completions', { model: 'm', messages: ['word '.repeat(400)] })
    expect(world.asked).toMatchObject([{ is_model_unread: true }, { model: 'm' }])
    await ask('/v1/chat/completions', gzipSync('{"model":"m"}'), { 'content-encoding': 'gzip' })
    await ask('/v1/messages/batches', { requests: [] })
    await ask('/v1/responses', { prompt: { id: 'p' }, input: 'x' })
    await ask('/v1/chat/completions', { Model: 'm', model: 'n' })
    for (const asked of world.asked.slice(2)) expect(asked).toMatchObject({ is_model_unread: true })
    await ask('/openai/deployments/heron-6/chat/completions', { model: 'm' })
    expect(world.asked.at(-1)).toMatchObject({ model: 'heron-6' })
    await fetch(`${world.url}/v1/batches/b`)
    await ask('/v1/embeddings', {})
    for (const asked of world.asked.slice(-2)) expect(asked).not.toHaveProperty('is_model_unread')
  })

  it('holds no room of copies after a fault of ours', async () => {
    const faulty = {
      toString: () => {
        throw new Error('a fault')
      },
    }
    let left = 3
    const world = await start(json(MESSAGES_RESPONSE), {
      decide: () => (left-- > 0 ? under('shape', { group: faulty }) : PASS),
    })
    for (let at = 0; at < 3; at += 1) {
      await expect(post(world, '/v1/messages', MESSAGES_REQUEST)).rejects.toThrow()
    }
    // The next one that is recorded says what all copies hold.
    await post(world, '/v1/messages', MESSAGES_REQUEST)
    await world.recorded(1)
    await until(() => world.counters.copies_bytes === 0)
  })

  it('passes under measures that look at no body, and on paths that ask no model', async () => {
    const { ask } = await startNoting(() => under('limit'), { look_bytes_max: 10 })
    expect((await ask('/v1/chat/completions', { model: 'a model of a long name' })).status).toBe(
      200,
    )
    const { ask: shaped } = await startNoting(() => under('shape'))
    expect((await shaped('/v1/messages/count_tokens', { messages: [] })).status).toBe(200)
  })
})

describe('caps', () => {
  it('count all accounts of a campaign together, and no other', async () => {
    let group = 'campaign a'
    const limits = { requests_per_minute: 3 }
    const { ask } = await startNoting(() => under('limit', { limits, group }))
    const statuses = async (count: number) => {
      const all: number[] = []
      for (let at = 0; at < count; at += 1) {
        all.push((await ask('/v1/messages', MESSAGES_REQUEST, { 'x-api-key': `k${at}` })).status)
      }
      return all
    }
    expect(await statuses(5)).toEqual([200, 200, 200, 429, 429])
    const refused = await ask('/v1/messages', MESSAGES_REQUEST)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await errorOf(refused)).type).toBe('rate_limit_error')
    group = 'campaign b'
    expect(await statuses(1)).toEqual([200])
  })

  it('give a place back when a request is over, however it ends', async () => {
    const waiting: (() => void)[] = []
    const limits = { parallel: 2 }
    const world = await start(
      (request, response) => {
        request.resume()
        waiting.push(() => json(MESSAGES_RESPONSE)(request, response))
      },
      { decide: () => under('limit', { limits }) },
    )
    const held = [0, 1].map(() => post(world, '/v1/messages', MESSAGES_REQUEST))
    await until(() => waiting.length === 2)
    expect(await post(world, '/v1/messages', MESSAGES_REQUEST)).toContain('rate_limit_error')
    for (const answer of waiting.splice(0)) answer()
    await Promise.all(held)
    const leaving = new AbortController()
    const left = fetch(`${world.url}/v1/messages`, {
      method: 'POST',
      body: '{}',
      signal: leaving.signal,
    }).catch(() => 'left')
    await until(() => waiting.length === 1)
    leaving.abort()
    expect(await left).toBe('left')
    await until(() => world.counters.in_hand === 0)
    const again = [0, 1].map(() => post(world, '/v1/messages', MESSAGES_REQUEST))
    await until(() => waiting.length === 3)
    for (const answer of waiting) answer()
    for (const text of await Promise.all(again)) expect(JSON.parse(text)).toEqual(MESSAGES_RESPONSE)
  })
})
