import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that takes its time so long costs nothing to send and holds a place: an honest one is here sooner, or meets no bound. */
const ARRIVING_MS = 1000

export interface Arriving {
  add(request: IncomingMessage, response: ServerResponse): void
  /** Breaks off the one that has been coming longest, where one has for a while. Returns whether one was. */
  makeRoom(): boolean
}

/** Requests whose end has not come. A clock that was set back makes none of them young for ever. */
export function makeArriving(now: () => number): Arriving {
  const since = new Map<IncomingMessage, { readonly ms: number; readonly to: ServerResponse }>()
  return Object.freeze({
    add(request: IncomingMessage, to: ServerResponse) {
      since.set(request, { ms: now(), to })
      to.once('close', () => since.delete(request))
    },
    makeRoom() {
      for (const [request, { ms, to }] of since) {
        if (request.complete || to.headersSent) {
          since.delete(request)
          continue
        }
        if (Math.abs(now() - ms) < ARRIVING_MS) return false
        since.delete(request)
        request.destroy()
        return true
      }
      return false
    },
  })
}
