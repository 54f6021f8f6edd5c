import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { stringify } from 'yaml'

export interface Service {
  readonly state: string
  readonly config: string
  readonly url: string
  readonly child: ChildProcess
  /** What it printed so far. */
  said(): string
  /** The process of a part, by the lock or the file that it keeps. */
  pidOf(part: 'gate' | 'engine'): number
  ready(): Promise<Ready>
  /** Ends it, and gives the status that it ended with. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  remove(): void
}

export interface Ready {
  readonly status: string
  readonly degraded: readonly string[]
  readonly snapshot: { readonly age_ms: number | null; readonly subjects: number }
  readonly engine: Readonly<Record<string, string | number | boolean | null>>
  readonly spool: { readonly rows: number; readonly segments: number; readonly bytes: number }
}

const CLI = 'dist/cli/main.js'

/** Starts the real command on a folder and a port of its own. */
export async function startService(
  serve: object = {},
  state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-')),
  environment: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<Service> {
  const config = join(state, 'stillwatch.yaml')
  const port = await freePort()
  const settings = { host: '127.0.0.1', port, state, engine: { run_minutes: 0.05 }, ...serve }
  writeFileSync(config, stringify({ hash_secret: 'test', ...more, serve: settings }))
  const child = spawn(process.execPath, [CLI, 'serve', '--config', config], {
    env: { ...process.env, ...environment },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes))
  const url = `http://127.0.0.1:${port}`
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    state,
    config,
    url,
    child,
    said: () => said,
    pidOf: (part) =>
      part === 'gate'
        ? Number(readFileSync(join(state, 'spool', 'writer.lock'), 'utf8').split(' ')[0])
        : Number(readFileSync(join(state, 'lock'), 'utf8').split(' ')[0]),
    ready: async () => (await (await fetch(`${url}/readyz`)).json()) as Ready,
    end: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
    remove: () => {
      child.kill('SIGKILL')
      // An engine that is just opening its store sees that its parent is gone only after that, and writes till then.
      endEngine(join(state, 'lock'))
      rmSync(state, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
    },
  }
}

/** Ends the engine that holds a lock, if it is one: its number may be another process's by now. */
function endEngine(lock: string): void {
  try {
    const pid = Number(readFileSync(lock, 'utf8').split(' ')[0])
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (command.includes('engine-process')) process.kill(pid, 'SIGKILL')
  } catch {
    // No lock, or nobody who holds it.
  }
}

/** Asks until the answer is there; what throws meanwhile is no answer. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  secondsMax = 60,
): Promise<Answer> {
  const deadline = performance.now() + secondsMax * 1000
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() > deadline) throw new Error(`not within ${secondsMax} s: ${what}`)
    await sleep(100)
  }
}

/** Asks a service as a person whose token is `token-` and their name; a body is posted. */
export const callerOf =
  (service: () => Service) =>
  async (path: string, body?: unknown, who = 'alice') => {
    const answer = await fetch(`${service().url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer token-${who}`, 'content-type': 'application/json' },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

export const command = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [CLI, ...args], { maxBuffer: 64 * 1024 * 1024 })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
