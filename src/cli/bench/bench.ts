import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StillwatchError } from '../../domain/errors.js'
import { generateBench } from '../../lab/bench.js'
import { makeTemporary, removeTemporary } from '../temporary.js'
import type { BareRead, BenchTask, ScanRead } from './measured.js'

export interface BenchRun {
  readonly exchanges: number
  readonly kb: number
  readonly seed: string
  /** Where the files go; without it they are gone afterwards. */
  readonly folder: string | undefined
  readonly keep: boolean
}

export interface BenchResult {
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly memory_bytes: number
    readonly node: string
    readonly engine: string
  }
  readonly exchanges: number
  readonly accounts: number
  readonly kb: number
  readonly bytes: number
  readonly bare_read_seconds: number
  readonly bare_read_all: readonly number[]
  readonly seconds: number
  readonly ratio: number
  readonly exchanges_per_second: number
  readonly bytes_per_second: number
  readonly peak_bytes: number
  readonly bare_read_peak_bytes: number
  readonly stages: ScanRead['stages']
  readonly statements: ScanRead['statements']
  readonly campaigns: number
  readonly accounts_named: number
  /** Where the files were kept, or nothing. */
  readonly folder: string | null
}

/**
 * Makes logs, reads them bare, scans them, and reads them bare again, one after the other in one run:
 * times differ between machines, and within minutes on a shared one; the ratio of the two hardly does.
 */
export async function bench(run: BenchRun): Promise<BenchResult> {
  const folder = benchFolder(run)
  try {
    const made = generateBench({ ...run, folder })
    const bare = await inChild<BareRead>({ kind: 'bare-read', folder })
    const scanned = await inChild<ScanRead>({ kind: 'scan', folder })
    const bareAfter = await inChild<BareRead>({ kind: 'bare-read', folder })
    const bareAll = [...bare.seconds, ...bareAfter.seconds]
    const bareSeconds = median(bareAll)
    return {
      machine: {
        processor: cpus()[0]?.model ?? 'unknown',
        cores: availableParallelism(),
        memory_bytes: totalmem(),
        node: process.version,
        engine: bare.engine,
      },
      exchanges: made.exchanges,
      accounts: made.accounts,
      kb: run.kb,
      bytes: made.bytes,
      bare_read_seconds: bareSeconds,
      bare_read_all: bareAll,
      ratio: scanned.seconds / bareSeconds,
      exchanges_per_second: made.exchanges / scanned.seconds,
      bytes_per_second: made.bytes / scanned.seconds,
      bare_read_peak_bytes: bare.peak_bytes,
      ...scanned,
      folder: run.keep ? folder : null,
    }
  } finally {
    if (!run.keep) {
      for (const name of MADE) rmSync(join(folder, name), { recursive: true, force: true })
      removeTemporary(folder)
    }
  }
}

/** What a bench writes. */
const MADE = [
  'exchange.jsonl',
  'account.jsonl',
  'truth.json',
  'store',
  'store-bare',
  'out',
] as const

/** Nobody's logs are written over or scanned along: a folder that is named must be empty. */
function benchFolder({ folder, keep }: BenchRun): string {
  if (folder === undefined) {
    return keep
      ? mkdtempSync(join(tmpdir(), 'stillwatch-bench-'))
      : makeTemporary('stillwatch-bench-')
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new StillwatchError('USAGE', {
      what: `The folder ${folder} holds something already: name an empty one, or one that is not there.`,
      command: 'bench',
    })
  }
  return folder
}

/** Does a task in a process of its own, whose memory is that of the task alone. */
export function inChild<Result>(task: BenchTask): Promise<Result> {
  const program = fileURLToPath(new URL('./child.js', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = fork(program, [JSON.stringify(task)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let result: Result | undefined
    child.on('message', (message) => {
      result = message as Result
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (result !== undefined && code === 0) resolve(result)
      else reject(new Error(`the ${task.kind} ended with ${signal ?? `status ${code}`}`))
    })
    const stop = () => child.kill()
    process.once('exit', stop)
    child.once('exit', () => process.removeListener('exit', stop))
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((below ?? 0) + (above ?? 0)) / 2
}
