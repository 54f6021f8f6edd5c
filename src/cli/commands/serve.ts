import { type ChildProcess, fork } from 'node:child_process'
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentWith } from '../../config/environment.js'
import { type RunSettings, readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { readPolicy } from '../../service/decisions/publish.js'
import { checkBind } from '../../service/gate/auth.js'
import { GATE_FLAGS } from '../../service/gate/heap.js'
import { type Part, type Supervisor, supervise } from '../../service/supervisor/supervisor.js'
import { newSealKey } from '../../service/texts.js'
import { makeFolder } from '../../store/folder.js'
import { holdLock } from '../../store/process-lock.js'
import type { CliCommand } from '../command.js'
import { leaveInterruption } from '../interruption.js'
import { serviceLog } from '../serve/parts.js'

interface ServeFlags {
  readonly config?: string
}

/**
 * Each connection of the engine to its store holds one as long as a statement lasts, of which there are six. Files and
 * names of hosts need some as well.
 */
const ENGINE_THREADS = '10'
/** Of the gate, above what it leaves to requests that run. */
const GATE_PATIENCE_MS = 10_000
/** Of the engine, above what it leaves to a statement. */
const ENGINE_PATIENCE_MS = 15_000
const EXIT_SIGNAL = 128

const serveCommand: CliCommand = (program) => {
  program
    .command('serve')
    .summary('run the live service')
    .description(
      'Takes records in, answers what is to be decided, passes requests on where `serve.proxy` says so, and looks\nat what came in on a clock. Runs until it gets SIGTERM or SIGINT; a second one ends it at once. SIGHUP reads\nthe settings again. What stands in `serve` of the settings is in docs/how-to/run-the-service.md.',
    )
    .option('-c, --config <file>', 'settings (default: stillwatch.yaml, where there is one)')
    .action((flags: ServeFlags) => serve(flags))
}
export default serveCommand

/** Resolves when the service has ended. */
async function serve({ config }: ServeFlags): Promise<void> {
  const settings = readSettings(config)
  const { state, limits, log_level } = settings.serve
  check(settings)
  makeState(state)
  const release = holdLock(
    join(state, 'serve.lock'),
    (owner) => new StillwatchError('SERVICE_LOCKED', { path: state, owner: String(owner) }),
  )
  const log = serviceLog('supervisor', log_level)
  const sealKey = newSealKey()
  const supervisor = supervise({
    start: (part) => startPart(part, { state, config, sealKey }),
    clock: () => performance.now(),
    log,
    patienceMs: {
      gate: limits.drain_seconds_max * 1000 + GATE_PATIENCE_MS,
      engine: ENGINE_PATIENCE_MS,
    },
  })
  if (settings.hash_secret === '') {
    log.warn({}, 'hash_secret is not set: hashes are made with a key that everybody knows')
  }
  log.info({}, 'service started')
  await untilStopped(supervisor)
  release()
  log.info({}, 'service stopped')
}

/** What lies in it is for the user of the service alone. A folder that was there is left as it is. */
function makeState(state: string): void {
  if (!existsSync(state)) {
    makeFolder(state)
    chmodSync(state, 0o700)
  }
  makeFolder(join(state, 'snapshot'))
}

/** What would let no process start is told here, once, and not by processes that die again and again. */
function check({ serve }: RunSettings): void {
  checkBind(serve)
  readPolicy(serve.policy)
}

interface PartOptions {
  readonly state: string
  readonly config: string | undefined
  /** Of the service, as long as it runs: either part may die and come back. */
  readonly sealKey: Uint8Array
}

/** Each has a folder for temporary files, where what one that was killed left is gone when the next begins. */
function startPart(part: Part, { state, config, sealKey }: PartOptions): ChildProcess {
  // The engine of the database has folders of its own that a name may be relative to.
  const temporary = resolve(state, 'temporary', part)
  rmSync(temporary, { recursive: true, force: true })
  makeFolder(temporary)
  const own = import.meta.url.slice(-3)
  const file = fileURLToPath(new URL(`../serve/${part}-process${own}`, import.meta.url))
  const threads = part === 'engine' ? { UV_THREADPOOL_SIZE: ENGINE_THREADS } : {}
  return fork(file, config === undefined ? [] : [config], {
    env: { ...environmentWith(temporary, sealKey), ...threads },
    execArgv: [...process.execArgv, ...(part === 'gate' ? GATE_FLAGS : [])],
  })
}

function untilStopped(supervisor: Supervisor): Promise<void> {
  leaveInterruption()
  process.on('SIGHUP', supervisor.reload)
  return new Promise((resolve, reject) => {
    let isStopping = false
    const stop = (signal: 'SIGTERM' | 'SIGINT') => {
      if (isStopping) {
        supervisor.kill()
        process.exit(EXIT_SIGNAL + (signal === 'SIGINT' ? 2 : 15))
      }
      isStopping = true
      supervisor.stop().then(resolve, reject)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}
