import type { Readable } from 'node:stream'

/** Bytes that are held for senders, all together. Without a bound, many slow senders take the memory. */
export interface Hand {
  /** False where there is no room for so many more. */
  readonly take: (bytes: number) => boolean
  readonly give: (bytes: number) => void
  readonly held: () => number
}

export function openHand(bytesMax: number): Hand {
  let held = 0
  return {
    take: (bytes) => {
      if (held + bytes > bytesMax) return false
      held += bytes
      return true
    },
    give: (bytes) => {
      held -= bytes
    },
    held: () => held,
  }
}

export type BodyFault = 'TOO_LARGE' | 'NO_ROOM' | 'SILENT' | 'BROKEN_OFF'

export interface BodyLimits {
  readonly bodyBytesMax: number
  readonly silenceMsMax: number
}

/** The bytes of a body, taken from the hand; whoever gets them gives them back. */
export function readBody(
  stream: Readable,
  { bodyBytesMax, silenceMsMax }: BodyLimits,
  hand: Hand,
): Promise<Buffer | BodyFault> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let isOver = false
    const end = (fault: BodyFault | undefined): void => {
      if (isOver) return
      isOver = true
      clearTimeout(silence)
      stream.removeAllListeners('data')
      if (fault === undefined) {
        resolve(Buffer.concat(chunks, bytes))
        return
      }
      hand.give(bytes)
      chunks.length = 0
      stream.pause()
      resolve(fault)
    }
    const silence = setTimeout(() => end('SILENT'), silenceMsMax)
    stream.on('data', (chunk: Buffer) => {
      silence.refresh()
      if (bytes + chunk.length > bodyBytesMax) return end('TOO_LARGE')
      if (!hand.take(chunk.length)) return end('NO_ROOM')
      bytes += chunk.length
      chunks.push(chunk)
    })
    stream.once('end', () => end(undefined))
    stream.once('error', () => end('BROKEN_OFF'))
    stream.once('close', () => end('BROKEN_OFF'))
  })
}
