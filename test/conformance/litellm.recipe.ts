import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, openUpstream, type Upstream } from '../service/proxy-world.js'
import { testStore } from '../store.js'
import { APPEAL, type Exchange, type Live, openLive, TOKEN } from './live.js'
import { pythonPrograms } from './python.js'
import { answering, block, freePort, type Program, startProgram, until } from './recipe.js'

const PAGE = 'docs/how-to/litellm.md'
const START_MS_MAX = 90_000
const held = testStore()
let folder: string
let live: Live
let upstream: Upstream
let open: Litellm
let closed: Litellm
let reached: number

interface Litellm {
  readonly program: Program
  readonly clientOf: (key: string) => OpenAI
}

beforeAll(async () => {
  const programs = pythonPrograms()
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-litellm-'))
  live = await openLive(held.store)
  upstream = await openUpstream(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    reached += 1
    const { stream } = JSON.parse((await bodyOf(request)).toString('utf8'))
    const type = stream === true ? 'text/event-stream' : 'application/json'
    response.setHeader('content-type', type)
    // The store knows an exchange by the id of its answer.
    const text = stream === true ? STREAM : JSON.stringify(COMPLETION)
    response.end(text.replaceAll(COMPLETION.id, randomUUID()))
  })
  ;[open, closed] = await Promise.all([
    startLitellm(programs, 'open', (text) => text),
    startLitellm(programs, 'closed', (text) =>
      text.replace('fail_open', 'fail_closed').replace('fail_on_error: false', ''),
    ),
  ])
}, 240_000)
beforeEach(() => {
  reached = 0
})
afterAll(async () => {
  for (const one of [open, closed]) await one?.program.stop()
  await live?.close()
  await upstream?.close()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_772_323_200,
  model: 'heron-large',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Good morning.' } },
  ],
  usage: { prompt_tokens: 11, completion_tokens: 4, total_tokens: 15 },
}
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ ...COMPLETION, object: 'chat.completion.chunk', usage: undefined, choices: [{ index: 0, delta, finish_reason }] })}\n\n`
const STREAM = [
  chunk({ role: 'assistant', content: 'Good ' }),
  chunk({ content: 'evening.' }),
  chunk({}, 'stop'),
  'data: [DONE]\n\n',
].join('')

/** Keys without a database: who has `sk-<name>` is the user of that name. */
const AUTH = `
from litellm.proxy._types import UserAPIKeyAuth

async def whose(request, api_key):
    if not api_key.startswith("sk-"):
        raise Exception("no key of ours")
    return UserAPIKeyAuth(api_key=api_key, user_id=api_key[3:])
`

async function startLitellm(
  programs: string,
  name: string,
  change: (text: string) => string,
): Promise<Litellm> {
  const port = await freePort()
  const config = join(folder, `${name}.yaml`)
  writeFileSync(join(folder, 'keys.py'), AUTH)
  writeFileSync(
    config,
    `${change(block(PAGE, 'yaml', { 'http://127.0.0.1:8787': live.url }))}
model_list:
  - model_name: heron
    litellm_params: { model: openai/heron-large, api_base: ${upstream.url}/v1, api_key: of-the-upstream }
general_settings: { custom_auth: keys.whose }
`,
  )
  const { PATH } = process.env
  const program = startProgram(
    join(programs, 'litellm'),
    ['--config', config, '--port', `${port}`, '--host', '127.0.0.1'],
    {
      cwd: folder,
      env: {
        PATH,
        HOME: folder,
        STILLWATCH_TOKEN: TOKEN,
        LITELLM_MASTER_KEY: `sk-${randomBytes(32).toString('hex')}`,
        DEFAULT_FLUSH_INTERVAL_SECONDS: '1',
        // Prices come with the package; nothing is to be fetched.
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      },
    },
  )
  await answering(`http://127.0.0.1:${port}/health/liveliness`, program, START_MS_MAX)
  const baseURL = `http://127.0.0.1:${port}/v1`
  return { program, clientOf: (apiKey) => new OpenAI({ apiKey, baseURL, maxRetries: 0 }) }
}

const said = ({ program }: Litellm) =>
  `${program.said().slice(-3000)}${live.log.slice(-5).join('')}`

const say = (one: Litellm, user: string) =>
  one.clientOf(`sk-${user}`).chat.completions.create({
    model: 'heron',
    messages: [
      { role: 'system', content: 'Be brief.' },
      // Long enough that its record is read on a thread.
      { role: 'user', content: 'Hello from the recipe. '.repeat(2000) },
    ],
  })

describe('a LiteLLM proxy with guardrail and logger', () => {
  it('passes a customer on', async () => {
    expect((await say(open, 'customer')).choices[0]?.message.content).toBe('Good morning.')
    expect(reached).toBe(1)
  })

  it('passes a stream on', async () => {
    const stream = await open.clientOf('sk-streamer').chat.completions.create({
      model: 'heron',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    })
    let text = ''
    for await (const part of stream) text += part.choices[0]?.delta.content ?? ''
    expect(text).toBe('Good evening.')
  })

  it.each([['open'], ['closed']])(
    'refuses whom the gate denies, with our reason (fails %s)',
    async (name) => {
      const refused = await say(name === 'open' ? open : closed, 'banned').catch((e: unknown) => e)
      expect(refused).toBeInstanceOf(OpenAI.APIError)
      expect(refused).toMatchObject({ status: 400 })
      expect(String(refused)).toContain('refused under the policy named-by-hand')
      expect(String(refused)).toContain(APPEAL)
      expect(reached).toBe(0)
    },
  )

  it('keeps what passed, each with its account', async () => {
    await until(
      () => live.rows() >= 2,
      20_000,
      () => said(open),
    )
    // What was refused is logged as well, and has no model's answer.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    const rows = await live.drained()
    await live.start()
    const [customer] = rows.filter(({ account_id }) => account_id === 'customer')
    expect(customer).toMatchObject({
      model: expect.stringContaining('heron'),
      system: 'Be brief.',
      response: 'Good morning.',
      tokens_in: '11',
      tokens_out: '4',
    } satisfies Partial<Record<keyof Exchange, unknown>>)
    expect(customer?.api_key_id).toMatch(/^[0-9a-f]{64}$/)
    const [streamer] = rows.filter(({ account_id }) => account_id === 'streamer')
    expect(streamer).toMatchObject({ response: 'Good evening.' })
    expect(
      rows.filter(({ response, account_id }) => account_id === 'banned' && response !== ''),
    ).toEqual([])
  })

  it('while the gate is away, does as its configuration says', async () => {
    await live.stop()
    expect((await say(open, 'banned')).choices[0]?.message.content).toBe('Good morning.')
    const refused = await say(closed, 'customer').catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(OpenAI.APIError)
    expect(reached).toBe(1)
    await live.start()
    await expect(say(open, 'banned')).rejects.toBeInstanceOf(OpenAI.APIError)
  })

  it('and sends what it could not send meanwhile', async () => {
    await until(
      () => live.rows() >= 1,
      20_000,
      () => said(open),
    )
    const rows = await live.drained()
    expect(rows.map(({ account_id, response }) => [account_id, response])).toContainEqual([
      'banned',
      'Good morning.',
    ])
  })
})
