const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Where the process is interrupted: what waits for its end is done now (a store is unlocked), and the
 * signal ends it. To exit would be to wait for the statement that the engine is at, and then to crash in
 * it. What a scan left half done in a store that is kept, the next one undoes.
 */
export function endOnInterruption(): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      process.emit('exit', 0)
      process.kill(process.pid, signal)
    })
  }
}
