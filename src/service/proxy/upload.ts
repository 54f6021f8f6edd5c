/** What a client sends: looked into where it is small, passed through where it is not, copied either way. */
import type { IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { hasBody } from '../linger.js'
import type { Copy } from './copy.js'

export type Upload =
  | { readonly kind: 'none' }
  /** All of it, read before it is sent on. */
  | { readonly kind: 'whole'; readonly body: Buffer }
  | {
      readonly kind: 'stream'
      readonly body: () => Readable
      /** It was not looked into for want of room alone. */
      readonly isCrowded: boolean
    }
  /** The client went away while it was read. */
  | { readonly kind: 'gone' }

/** Bytes that all uploads that are being looked into may hold together. */
export interface LookBudget {
  readonly reserve: (bytes: number) => boolean
  readonly release: (bytes: number) => void
}

export function makeLookBudget(bytesMax: number): LookBudget {
  let held = 0
  return {
    reserve: (bytes) => {
      if (held + bytes > bytesMax) return false
      held += bytes
      return true
    },
    release: (bytes) => {
      held -= bytes
    },
  }
}

/** Reads the body if it has at most so many bytes, or puts what was read back for whoever reads on. */
export async function lookInto(
  request: IncomingMessage,
  bytesMax: number,
  budget: LookBudget,
  copy: Copy | null,
): Promise<Upload> {
  if (!hasBody(request)) return { kind: 'none' }
  const declared = Number(request.headers['content-length'] ?? 0)
  const stream = (isCrowded: boolean): Upload => ({
    kind: 'stream',
    body: () => teed(request, copy),
    isCrowded,
  })
  const share = declared > 0 ? declared : bytesMax
  if (bytesMax === 0 || declared > bytesMax) return stream(false)
  if (!budget.reserve(share)) return stream(true)
  try {
    const read = await readUpTo(request, bytesMax)
    if (read === null) return { kind: 'gone' }
    if (!read.isWhole) {
      request.unshift(read.body)
      return stream(false)
    }
    copy?.add(read.body)
    return { kind: 'whole', body: read.body }
  } finally {
    budget.release(share)
  }
}

function readUpTo(
  request: IncomingMessage,
  bytesMax: number,
): Promise<{ body: Buffer; isWhole: boolean } | null> {
  return new Promise((resolve) => {
    // Written together as it comes: chunks may be a byte each, and each one kept would cost a hundred.
    let body = Buffer.allocUnsafeSlow(Math.min(bytesMax, FIRST_BYTES))
    let bytes = 0
    const settle = (value: { body: Buffer; isWhole: boolean } | null): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      resolve(value)
    }
    const onData = (chunk: Buffer): void => {
      if (bytes + chunk.length > bytesMax) {
        request.pause()
        settle({ body: Buffer.concat([body.subarray(0, bytes), chunk]), isWhole: false })
        return
      }
      if (bytes + chunk.length > body.length) {
        const longer = Buffer.allocUnsafeSlow(Math.max(body.length * 2, bytes + chunk.length))
        body.copy(longer, 0, 0, bytes)
        body = longer
      }
      bytes += chunk.copy(body, bytes)
    }
    const onEnd = (): void => settle({ body: body.subarray(0, bytes), isWhole: true })
    const onClose = (): void => settle(null)
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
    // It was paused where a first look was too short.
    request.resume()
  })
}

const FIRST_BYTES = 16 * 1024

/**
 * The body as a stream that copies what goes through. When the upstream wants no more of it, the client's
 * connection stays: the answer has yet to go there.
 */
function teed(request: IncomingMessage, copy: Copy | null): Readable {
  const tee = gatherer(copy)
  // Listened to, or a connection that breaks would end the process.
  tee.on('error', () => undefined)
  request.on('error', (error) => tee.destroy(error))
  request.once('close', () => {
    if (!request.complete) tee.destroy(new Error('the client went away'))
  })
  tee.once('close', () => {
    request.unpipe(tee)
    if (!request.complete) request.resume()
  })
  request.pipe(tee)
  return tee
}

/**
 * Passes chunks through. Small ones that come in one turn of the loop go as one: a body in chunks of a byte
 * costs its sender six bytes each, and would cost us a write to a socket.
 */
function gatherer(copy: Copy | null): Transform {
  const page = Buffer.allocUnsafeSlow(GATHERED_BYTES)
  let used = 0
  let isScheduled = false
  const flush = (): void => {
    if (used === 0 || gathering.destroyed) return
    const bytes = Buffer.from(page.subarray(0, used))
    used = 0
    gathering.push(bytes)
  }
  const gathering = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      copy?.add(chunk)
      if (used + chunk.length > GATHERED_BYTES) flush()
      if (chunk.length > GATHERED_BYTES) {
        done(null, chunk)
        return
      }
      used += chunk.copy(page, used)
      if (!isScheduled) {
        isScheduled = true
        setImmediate(() => {
          isScheduled = false
          flush()
        })
      }
      done()
    },
    flush: (done) => {
      flush()
      done()
    },
  })
  return gathering
}

const GATHERED_BYTES = 4096
