/** A process of the bench: whoever signs up, and whoever asks beside them. */
import { performance } from 'node:perf_hooks'
import { Pool } from 'undici'
import { signupWorld } from '../../../lab/signups/world.js'
import { paced } from '../gate/pace.js'
import type { SignupFilled, SignupLoadAsked, SignupLoadTask, SignupRound } from './messages.js'

const { remembered, sent } = JSON.parse(process.argv[2] ?? '') as SignupLoadTask
/** All of them are within the two weeks that an application is compared with. */
const DAYS = 14
const HOSTILE = 0.05
const made = signupWorld({
  ...{ seed: '1', applications: remembered + sent, hostile: HOSTILE, days: DAYS },
}).map(({ application }) => JSON.stringify(application))
// The lab makes some more or fewer than it is asked for.
const before = made.splice(0, made.length - sent)
let next = 0

const DECISION = JSON.stringify({
  account_id: 'someone',
  organization_id: 'organization-1',
  api_key_id: 'key-1',
  ip: '198.51.100.1',
  user_agent: 'example-sdk/1.2.3 python/3.12.1',
  model: 'heron-large',
  messages: [{ role: 'user', content: 'How do I grow herbs? '.repeat(40) }],
})
const CONNECTIONS = 32
const FILLING = 16

process.on('message', async (asked: SignupLoadAsked) => {
  const pool = new Pool(asked.url, { connections: CONNECTIONS, pipelining: 1 })
  process.send?.(asked.kind === 'fill' ? await fill(pool) : await round(pool, asked))
  await pool.destroy()
})

async function fill(pool: Pool): Promise<SignupFilled> {
  const startMs = performance.now()
  let failed = 0
  let place = 0
  const sender = async () => {
    while (place < before.length) {
      place += 1
      if ((await timed(pool, '/v1/signup/assess', before[place - 1])) === undefined) failed += 1
    }
  }
  await Promise.all(Array.from({ length: FILLING }, sender))
  // Whoever measures must not stand still to tidy up.
  before.length = 0
  globalThis.gc?.()
  return { seconds: (performance.now() - startMs) / 1000, failed }
}

/** One after the other and evenly, so that none stands behind two that came at the same instant. */
async function round(
  pool: Pool,
  { rate, seconds, hasSignups, isDiskAwaited }: Extract<SignupLoadAsked, { kind: 'round' }>,
): Promise<SignupRound> {
  const seen = { signups: [] as number[], decisions: [] as number[], bare: [] as number[] }
  const running: Promise<void>[] = []
  const assess = `/v1/signup/assess${isDiskAwaited ? '?wait=disk' : ''}`
  let [failed, kept] = [0, 0]
  const send = async (into: number[], path: string, body?: string) => {
    const answered = await timed(pool, path, body)
    if (answered === undefined) failed += 1
    else into.push(answered.ms)
    if (answered?.text.includes('"record":"kept"')) kept += 1
  }
  await paced({ rate: 3 * rate, seconds }, (index) => {
    if (index % 3 === 0) running.push(send(seen.decisions, '/v1/decide', DECISION))
    else if (index % 3 === 1) running.push(send(seen.bare, '/healthz'))
    else if (hasSignups) {
      running.push(send(seen.signups, assess, made[next]))
      next += 1
    }
  })
  await Promise.all(running)
  return { ...seen, kept, failed }
}

/** An answer, and how long until it was there; nothing where there was none. */
async function timed(
  pool: Pool,
  path: string,
  body?: string,
): Promise<{ readonly ms: number; readonly text: string } | undefined> {
  const startMs = performance.now()
  const headers = { host: 'localhost', 'content-type': 'application/json' }
  try {
    const { statusCode, body: answer } = await pool.request(
      body === undefined
        ? { path, method: 'GET', headers: { host: 'localhost' } }
        : { path, method: 'POST', headers, body },
    )
    const text = await answer.text()
    return statusCode === 200 ? { ms: performance.now() - startMs, text } : undefined
  } catch {
    return undefined
  }
}

process.send?.('ready')
