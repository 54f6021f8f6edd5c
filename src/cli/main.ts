#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentWith } from '../config/environment.js'
import { StillwatchError } from '../domain/errors.js'
import { isOwnMaster } from './interruption.js'
import { report } from './report.js'

const RUN = new URL(`./run${import.meta.url.slice(-3)}`, import.meta.url).href

/**
 * Runs the command in a process of its own, and outlives it.
 *
 * The engine cannot be interrupted within a statement, and a process that ends while it works waits for
 * it, for minutes, and then often crashes. So it is ended from here, and whatever it had in temporary
 * folders goes with it, however it ended. A shell reads 130 from a command that was interrupted.
 */
function main(): void {
  const temporary = mkdtempSync(join(tmpdir(), 'stillwatch-'))
  const run = [...process.execArgv, fileURLToPath(RUN), ...process.argv.slice(2)]
  const child = spawn(process.execPath, run, {
    stdio: 'inherit',
    env: environmentWith(temporary),
  })
  let interruption: Signal | undefined
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      interruption ??= signal
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref()
    })
  }
  child.on('error', (error) => {
    process.exitCode = report(error)
  })
  child.on('close', (code, signal) => {
    rmSync(temporary, { recursive: true, force: true })
    if (interruption !== undefined) process.exitCode = EXIT_SIGNAL + constants.signals[interruption]
    else if (signal !== null)
      process.exitCode = report(new StillwatchError('ENGINE_ENDED', { signal }))
    else process.exitCode = code ?? 0
  })
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Signal = (typeof SIGNALS)[number]

/** A shell's way to say by which signal a command ended. */
const EXIT_SIGNAL = 128
/** How long the command may take to unlock its store. */
const PATIENCE_MS = 2000

try {
  // The service keeps its work in processes of its own, and outlives them by itself.
  if (isOwnMaster(process.argv)) await import(RUN)
  else main()
} catch (error) {
  process.exitCode = report(error)
}
