import type { RawExchange } from './raw.js'
import { makeReader, type ReaderSettings, type Readings } from './reader.js'

/** A reader in this very thread, for tests and wherever no other thread is to be had. */
export function openReaderHere(settings: ReaderSettings) {
  const reader = makeReader(settings)
  return {
    // After whatever waits to be sent: one exchange a turn of the loop.
    read: (raw: RawExchange): Promise<Readings> =>
      new Promise((resolve, reject) => {
        setImmediate(() => {
          try {
            resolve(reader.read(raw))
          } catch (error) {
            reject(error)
          }
        })
      }),
    flush: async (): Promise<Readings> => reader.flush(),
    close: async (): Promise<void> => undefined,
  }
}
