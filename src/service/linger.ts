/**
 * The rest of a request that is answered before all of it came. A connection that is closed while more arrives is reset, and takes
 * the answer from a client that has not read it yet. So the rest is taken first and thrown away: as long and as much of it as is
 * bounded here, so that whoever sends without end holds nothing.
 */
import type { IncomingMessage } from 'node:http'

export interface LingerBounds {
  readonly bytesMax: number
  readonly msMax: number
  /** In which nothing comes. */
  readonly silenceMsMax: number
}

/**
 * As much again as the longest body that is taken by default, which takes ten seconds at 50 megabits a second. Whoever has read the
 * answer stops sending, and who sends nothing for longer than the round trip to anywhere has.
 */
const LINGER: LingerBounds = Object.freeze({
  bytesMax: 64 * 1024 * 1024,
  msMax: 10_000,
  silenceMsMax: 2000,
})

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Whether more of a request may come. One that did not come by a connection is never `complete`. */
export const isUnread = (request: IncomingMessage): boolean =>
  hasBody(request) && !request.complete && !request.readableEnded && !request.destroyed

/** Resolves when all of it came, a bound is met or the client is gone. */
export function takeRest(
  request: IncomingMessage,
  { bytesMax, msMax, silenceMsMax }: LingerBounds = LINGER,
): Promise<void> {
  return new Promise((resolve) => {
    if (!isUnread(request)) return resolve()
    let bytes = 0
    const end = () => {
      clearTimeout(all)
      clearTimeout(silence)
      request.off('data', take).off('end', end).off('close', end).off('error', end)
      request.pause()
      resolve()
    }
    const take = (chunk: Buffer) => {
      silence.refresh()
      bytes += chunk.length
      if (bytes > bytesMax) end()
    }
    const all = setTimeout(end, msMax)
    const silence = setTimeout(end, silenceMsMax)
    // Whoever was given it takes no more, and would hold it back.
    request.unpipe()
    request.on('data', take).once('end', end).once('close', end).once('error', end)
    request.resume()
  })
}
