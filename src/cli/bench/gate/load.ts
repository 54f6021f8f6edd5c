/** A process of the bench: whoever asks the gate and sends to it. */
import { performance } from 'node:perf_hooks'
import { Pool } from 'undici'
import type { LoadMeasured, LoadTask } from './messages.js'
import { paced, quantileOf } from './pace.js'

interface Seen {
  readonly ms: number[]
  failed: number
  accepted: number
}

const DECIDE_BODIES = 64
const MIXED_LINES = 50

process.on('message', async (task: LoadTask) => {
  process.send?.(task.kind === 'ingest' ? await ingest(task) : await byTheClock(task))
})

async function byTheClock(task: Exclude<LoadTask, { kind: 'ingest' }>): Promise<LoadMeasured> {
  const pool = new Pool(task.url, { connections: 32, pipelining: 1 })
  const seen: Seen = { ms: [], failed: 0, accepted: 0 }
  const decide = Array.from({ length: DECIDE_BODIES }, (_, index) => decideBody(index))
  const lines = ingestBody(MIXED_LINES, 1024, 0)
  const running = new Set<Promise<void>>()
  const startMs = performance.now()
  await paced(task, (index) => {
    const body = decide[index % DECIDE_BODIES] ?? ''
    const one =
      task.kind === 'decide'
        ? send(pool, seen, '/v1/decide', body)
        : send(pool, seen, ...mixed(index, body, lines))
    const settled: Promise<void> = one.then(() => {
      running.delete(settled)
    })
    running.add(settled)
  })
  await Promise.all(running)
  const result = measured(seen, startMs)
  await pool.destroy()
  return result
}

/** What comes to a gate that does everything: decisions, forward-auth, exchanges through the proxy, records. */
function mixed(index: number, decide: string, lines: string): readonly [string, string] {
  const kind = index % 10
  if (kind < 5) return ['/v1/decide', decide]
  if (kind < 7) return ['/v1/forward-auth', '']
  return kind < 9 ? ['/v1/messages', MESSAGE] : ['/v1/ingest', lines]
}

const MESSAGE = JSON.stringify({
  model: 'heron-large',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'word '.repeat(400) }],
})

async function ingest(task: Extract<LoadTask, { kind: 'ingest' }>): Promise<LoadMeasured> {
  const { url, connections, linesPerBody, lineBytes, seconds } = task
  const pool = new Pool(url, { connections, pipelining: 1 })
  const seen: Seen = { ms: [], failed: 0, accepted: 0 }
  const bodies = Array.from({ length: 8 }, (_, index) => ingestBody(linesPerBody, lineBytes, index))
  const startMs = performance.now()
  const sender = async (index: number) => {
    for (let sent = index; performance.now() - startMs < seconds * 1000; sent += 1) {
      await send(pool, seen, '/v1/ingest', bodies[sent % bodies.length] ?? '')
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => sender(index)))
  const result = measured(seen, startMs)
  await pool.destroy()
  return result
}

async function send(pool: Pool, seen: Seen, path: string, body: string): Promise<void> {
  const startMs = performance.now()
  try {
    const { statusCode, body: answer } = await pool.request({
      path,
      method: 'POST',
      headers: {
        host: 'localhost',
        'content-type': 'application/json',
        'x-account-id': `someone-${seen.ms.length % 1000}`,
      },
      body,
    })
    const text = await answer.text()
    if (statusCode !== 200) seen.failed += 1
    else if (path === '/v1/ingest') seen.accepted += JSON.parse(text).accepted
    seen.ms.push(performance.now() - startMs)
  } catch {
    seen.failed += 1
  }
}

const measured = ({ ms, failed, accepted }: Seen, startMs: number): LoadMeasured => ({
  requests: ms.length,
  failed,
  accepted,
  seconds: (performance.now() - startMs) / 1000,
  p50_ms: quantileOf(ms, 0.5),
  p99_ms: quantileOf(ms, 0.99),
})

const decideBody = (index: number): string =>
  JSON.stringify({
    account_id: index % 4 === 0 ? `account-${index * 7}` : `someone-${index}`,
    organization_id: `organization-${index}`,
    api_key_id: `key-${index}`,
    ip: `198.51.100.${index}`,
    user_agent: 'example-sdk/1.2.3 python/3.12.1',
    model: 'heron-large',
    system: 'Answer in the voice of a patient gardener.',
    messages: [{ role: 'user', content: `How do I grow herb ${index}? `.repeat(40) }],
  })

/** Lines of so many bytes, in the fields that a gateway knows. */
function ingestBody(lines: number, lineBytes: number, seed: number): string {
  return Array.from({ length: lines }, (_, place) => {
    const row = {
      exchange_id: `bench-${seed}-${place}`,
      received_at: '2026-03-01T00:00:00.123Z',
      account_id: `account-${place % 97}`,
      organization_id: `organization-${place % 31}`,
      api_key_id: `key-${place % 101}`,
      endpoint: '/v1/messages',
      is_stream: place % 2 === 0,
      ip: `198.51.100.${place % 250}`,
      user_agent: 'example-sdk/1.2.3 python/3.12.1',
      model: 'heron-large',
      max_tokens: 1024,
      system: 'Answer in the voice of a patient gardener.',
      messages: [{ role: 'user', content: `How do I grow herb ${place}?` }],
      response: '',
      status: 200,
      tokens_in: 120,
      tokens_out: 240,
      latency_ms: 900,
    }
    const bare = JSON.stringify(row).length
    return JSON.stringify({
      ...row,
      response: 'Sow it in May. '.repeat(80).slice(0, lineBytes - bare),
    })
  }).join('\n')
}

process.send?.('ready')
