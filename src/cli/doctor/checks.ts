import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { arch, availableParallelism, platform, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type RunSettings, readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import { lockOwner } from '../../store/process-lock.js'
import { servedSocket } from '../../store/served.js'
import { type Check, fail, ok, warn } from './check.js'
import { checkSecrets } from './secrets.js'

/** As `engines` of package.json has it. */
const NODE_MIN = [20, 19] as const
const GIB = 1 << 30

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const isNew = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])
  return isNew
    ? ok('Node', version)
    : fail('Node', version, `Install Node ${NODE_MIN.join('.')} or later.`)
}

export function checkPlatform(system: string = platform(), processor: string = arch()): Check {
  const said = `${system} ${processor}`
  if (!['linux', 'darwin'].includes(system)) {
    return fail('Platform', said, 'The embedded engine runs on Linux and macOS; use one, or WSL.')
  }
  return ['x64', 'arm64'].includes(processor)
    ? ok('Platform', said)
    : fail('Platform', said, 'The embedded engine is built for x64 and arm64; set `store.url`.')
}

// A cold disk reads the engine's 500 MB in well under a minute.
const PROBE_SECONDS_MAX = 120

/** Opens an engine in a process of its own and asks for its version. */
export async function checkEngine(
  probe = fileURLToPath(new URL('./engine-probe.js', import.meta.url)),
): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [probe], {
      timeout: PROBE_SECONDS_MAX * 1000,
    })
    return ok('Engine', `ClickHouse ${stdout.trim()}, embedded; it answers`)
  } catch (error) {
    return fail('Engine', engineProblem(error), 'Run `npm ci` again on this machine.')
  }
}

function engineProblem(error: unknown): string {
  const { signal, stderr } = error as { signal?: string | null; stderr?: string }
  if (signal === 'SIGTERM') return `it did not answer within ${PROBE_SECONDS_MAX} s`
  if (signal) return `it ended with ${signal}: it may be built for another processor`
  const line = (stderr ?? '').split('\n').find((one) => /Error|error|cannot/.test(one))
  return `it does not load: ${line?.trim() ?? String(error)}`
}

/** A scan needs about the size of its logs, and room to sort them. */
const DISK_WARN_BYTES = 10 * GIB
const DISK_FAIL_BYTES = GIB / 2

export function checkDisk(name: string, folder: string): Check {
  const at = nearestFolder(folder)
  try {
    accessSync(at, constants.W_OK)
  } catch {
    return fail(name, `${at} cannot be written to`, 'Change its permissions, or name another.')
  }
  const { bavail, bsize } = statfsSync(at)
  const free = bavail * bsize
  const said = `${gib(free)} free in ${at}`
  if (free < DISK_FAIL_BYTES) return fail(name, said, 'Free some space, or name another disk.')
  return free < DISK_WARN_BYTES
    ? warn(name, said, 'A scan needs about the size of its logs: --store names another disk.')
    : ok(name, said)
}

function nearestFolder(folder: string): string {
  const path = resolve(folder)
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
}

const MEMORY_WARN_BYTES = 4 * GIB

export function checkMemory(bytes: number = memoryBytes()): Check {
  return bytes < MEMORY_WARN_BYTES
    ? warn('Memory', gib(bytes), 'Large logs need 8 GiB: scan fewer days at a time.')
    : ok('Memory', gib(bytes))
}

/** What the process may use: a container may have less than its machine. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

export function checkCores(cores: number = availableParallelism()): Check {
  return cores < 2
    ? warn('Cores', String(cores), 'A scan uses all the cores there are; two or more help.')
    : ok('Cores', String(cores))
}

export function checkSettings(file: string | undefined): {
  readonly checks: readonly Check[]
  readonly settings: RunSettings | undefined
} {
  try {
    const settings = readSettings(file)
    const path = file ?? 'stillwatch.yaml'
    const said = existsSync(path) ? `${path} is valid` : 'there is no stillwatch.yaml: defaults'
    return { checks: [ok('Settings', said), ...checkSecrets(settings)], settings }
  } catch (error) {
    if (!(error instanceof StillwatchError)) throw error
    return { checks: [fail('Settings', error.message, error.hint)], settings: undefined }
  }
}

/** Looks at a store without opening it: whether it is there, and who has it. */
export function checkStore(path: string | undefined): readonly Check[] {
  if (path === undefined) {
    return [ok('Store', 'none is kept: a scan leaves nothing behind (--store keeps it)')]
  }
  if (!existsSync(path)) return [ok('Store', `${path} is not there yet; a scan makes it`)]
  const lock = join(path, 'lock')
  if (!existsSync(lock)) return [ok('Store', `${path}, which nobody uses now`)]
  const owner = lockOwner(lock)
  if (owner === undefined)
    return [ok('Store', `${path}; its last user ended early, and the next takes it over`)]
  if (existsSync(servedSocket(path))) {
    return [ok('Store', `${path}, which the running service answers for`)]
  }
  return [warn('Store', `${path} is in use by process ${owner}`, 'Wait for it to end.')]
}

const PING_SECONDS_MAX = 5

export async function checkServer(url: string): Promise<Check> {
  // Without the name and password that the address may hold: `/ping` asks for neither.
  const shown = new URL(url).origin
  try {
    const answer = await fetch(new URL('/ping', shown), {
      signal: AbortSignal.timeout(PING_SECONDS_MAX * 1000),
    })
    if (answer.ok) return ok('Server', `${shown} answers`)
    return fail('Server', `${shown} answers with status ${answer.status}`, 'Check `store.url`.')
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const problem = cause instanceof Error ? cause.message : String(cause)
    return fail('Server', `${shown} does not answer: ${problem}`, 'Check `store.url`.')
  }
}

export const TEMPORARY = tmpdir()

const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`
