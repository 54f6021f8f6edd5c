import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** The command line as a stranger would run it: compiled, in a process of its own. */

const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')

export interface Ended {
  readonly status: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: Buffer | string
  /** Where temporary folders go. */
  readonly tmp?: string
  readonly uid?: number
  readonly cwd?: string
  /** Told of the process as soon as it prints. */
  readonly onOutput?: (child: ChildProcess, text: string) => void
}

export function stillwatch(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...(options.tmp === undefined ? {} : { TMPDIR: options.tmp }) },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
      options.onOutput?.(child, text)
    })
  }
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return new Promise((resolved, rejected) => {
    child.on('error', rejected)
    child.on('close', (status, signal) => resolved({ status, signal, ...printed }))
  })
}
