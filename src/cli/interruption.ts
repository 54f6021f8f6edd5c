import { constants } from 'node:os'

/** A shell's way to say by which signal a command ended. */
const EXIT_SIGNAL = 128

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Ends the process at once where it is interrupted, by way of what waits for its end: temporary folders
 * and the lock of a store are removed. The engine is not asked to finish, which could take minutes; what
 * a scan left half done in a store that is kept, the next one undoes.
 */
export function exitOnInterruption(): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => process.exit(EXIT_SIGNAL + constants.signals[signal]))
  }
}
