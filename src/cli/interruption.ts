const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A command that says itself what a signal does. Nothing stands above its process, which may be a service's. */
export const isOwnMaster = (argv: readonly string[]): boolean => argv[2] === 'serve'

/**
 * Where the process is interrupted: what waits for its end is done now (a store is unlocked), and the
 * signal ends it. To exit would be to wait for the statement that the engine is at, and then to crash in
 * it. What a scan left half done in a store that is kept, the next one undoes.
 */
export function endOnInterruption(): void {
  for (const signal of SIGNALS) process.once(signal, interrupted)
}

/**
 * For a command under which something runs that must end first: where the process is interrupted, `end` is begun, and when it
 * has resolved the signal ends this process. A second signal does not wait. Returns what lets signals end it at once again.
 */
export function endFirst(end: () => Promise<void>): () => void {
  const letGo = () => {
    for (const signal of SIGNALS) process.removeListener(signal, begin)
    leaveInterruption()
    endOnInterruption()
  }
  // It must not be there any more when the signal is sent again: it would begin anew, for ever.
  const begin = (signal: NodeJS.Signals) => {
    letGo()
    void end().finally(() => process.kill(process.pid, signal))
  }
  leaveInterruption()
  for (const signal of SIGNALS) process.on(signal, begin)
  return letGo
}

/** For a command that says itself what a signal does. */
export function leaveInterruption(): void {
  for (const signal of SIGNALS) process.removeListener(signal, interrupted)
}

function interrupted(signal: NodeJS.Signals): void {
  process.emit('exit', 0)
  process.kill(process.pid, signal)
}
