import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { stringify } from 'yaml'
import { endFirst } from '../interruption.js'
import { type LiveClient, makeLiveClient } from './live-client.js'

export interface LiveService extends LiveClient {
  /** Ends the service and waits for its end. */
  end(): Promise<void>
}

/**
 * The pause after each run: the least that the setting allows. Eight days pass in some 400 seconds here, so that the
 * default of five minutes of the log would be a sixth of a second; a run of 20 s is ten hours of it all the same.
 */
export const RUN_MINUTES = 0.05

const START_MS_MAX = 120_000
const END_MS_MAX = 30_000
const LOG_TOLD = 2000

export interface LiveSettings {
  readonly hash_secret: string
  readonly store?: { readonly path: string }
  readonly run_minutes: number
}

const LAB: LiveSettings = { hash_secret: 'lab', run_minutes: RUN_MINUTES }

/** The real command on an empty folder and a free port of loopback, with no settings but these. */
export async function startLiveService(
  folder: string,
  { run_minutes, ...settings }: LiveSettings = LAB,
): Promise<LiveService> {
  mkdirSync(folder)
  const config = join(folder, 'stillwatch.yaml')
  const log = join(folder, 'service.log')
  const port = await freePort()
  const serve = {
    host: '127.0.0.1',
    port,
    state: join(folder, 'state'),
    engine: { run_minutes },
  }
  writeFileSync(config, stringify({ ...settings, serve }))
  const child = startGroup(config, folder, log)
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  const client = makeLiveClient(pool)
  const end = async () => {
    await pool.destroy()
    await child.end()
  }
  try {
    await untilOpen(client, child.hasEnded)
  } catch (error) {
    await end()
    const told = readFileSync(log, 'utf8').slice(-LOG_TOLD)
    throw new Error(`the service did not start:\n${told}`, { cause: error })
  }
  return { ...client, end }
}

/** One for what is sent in, the others for what is asked meanwhile. */
const CONNECTIONS = 5

/**
 * Starts it as the leader of a group of its own, which its gate and its engine belong to: however this process
 * ends, all of it ends by one number.
 */
function startGroup(config: string, folder: string, log: string) {
  const file = openSync(log, 'w')
  const main = fileURLToPath(new URL(`../main${import.meta.url.slice(-3)}`, import.meta.url))
  const words = [...process.execArgv, main, 'serve', '--config', config]
  const child = spawn(process.execPath, words, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const settle = () => {
      hasEnded = true
      resolve()
    }
    child.on('exit', settle)
    child.on('error', settle)
  })
  const kill = () => endGroup(child.pid)
  // Before the folder is removed, which is done on the same occasion.
  process.prependOnceListener('exit', kill)
  const letGo = endFirst(() => {
    kill()
    return ended
  })
  return {
    hasEnded: () => hasEnded,
    end: async () => {
      child.kill('SIGTERM')
      await Promise.race([ended, sleep(END_MS_MAX, undefined, { ref: false })])
      kill()
      await ended
      process.removeListener('exit', kill)
      letGo()
    },
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // There is nobody left in it.
  }
}

async function untilOpen(client: LiveClient, hasEnded: () => boolean): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const state = await client.state().catch(() => undefined)
    if (state?.engine.is_open === true) return
    if (hasEnded() || waitedMs > START_MS_MAX) throw new Error('its engine did not open its store')
    await sleep(POLL_MS)
  }
}
const POLL_MS = 250

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
