/** An answer that is held until it is whole: bounded in bytes, in seconds, and in the bytes of all that are held. */
import type { ApiKind, Countermeasure, Limits, Refused } from '../../../countermeasures/define.js'
import { onlyValue, type RawHeaders } from '../headers.js'
import { makePages } from '../pages.js'
import type { LookBudget } from '../upload.js'
import { readHeld } from './read.js'

/** Why an answer is not passed on: what its client is told, and which measure does it. */
export interface Withheld {
  readonly effect: Refused
  readonly measure: string
}

export interface Hold {
  readonly msMax: number
  /** Keeps a chunk. What cannot be kept ends the answer. */
  readonly add: (chunk: Buffer) => Withheld | null
  /** Looks into the whole. */
  readonly look: (headers: RawHeaders) => Promise<Withheld | null>
  /** What was kept, front to back. Each chunk gives its room back when the next one is asked for. */
  readonly chunks: () => Iterable<Buffer>
  /** Gives all room back. */
  readonly drop: () => void
}

export interface HoldParts {
  readonly kind: ApiKind
  /** Those that look into answers. */
  readonly measures: readonly Countermeasure[]
  readonly limits: Limits
  readonly room: LookBudget
  readonly bytesMax: number
  readonly msMax: number
}

export function makeHold({ kind, measures, limits, room, bytesMax, msMax }: HoldParts): Hold {
  const pages = makePages()
  // Bytes whose room is taken.
  let held = 0
  let came = 0
  let isDropped = false
  const release = (bytes: number): void => {
    const given = Math.min(bytes, held)
    held -= given
    room.release(given)
  }
  return {
    msMax,
    add: (chunk) => {
      came += chunk.length
      if (came > bytesMax) return TOO_LONG
      if (!room.reserve(chunk.length)) return CROWDED
      held += chunk.length
      pages.add(chunk)
      return null
    },
    look: async (headers) => {
      const contentType = onlyValue(headers, 'content-type') ?? ''
      const contentEncoding = onlyValue(headers, 'content-encoding') ?? ''
      const said = await readHeld({
        ...{ kind, pages: pages.list(), contentType, contentEncoding },
        isDropped: () => isDropped,
      })
      if (said === null) return UNSEEN
      for (const { id, look_answer } of measures) {
        const effect = look_answer?.({ kind, ...said, limits }) ?? null
        if (effect !== null) return { effect, measure: id }
      }
      return null
    },
    *chunks() {
      const all = pages.list()
      for (let page = all.shift(); page !== undefined; page = all.shift()) {
        yield page
        release(page.length)
      }
    },
    drop: () => {
      isDropped = true
      pages.clear()
      release(held)
    },
  }
}

const unseen = (message: string): Withheld => ({
  measure: 'unseen',
  effect: { kind: 'refuse', status: 403, message },
})

const TOO_LONG = unseen(
  'An answer that is too long to be looked into is not available to this account at present',
)

export const TOO_SLOW = unseen(
  'An answer that takes too long to be looked into is not available to this account at present',
)

const UNSEEN = unseen(
  'An answer that cannot be looked into is not available to this account at present',
)

/** There was no room to hold it, which is nobody's fault and passes. */
const CROWDED: Withheld = {
  measure: 'unseen',
  effect: {
    kind: 'refuse',
    status: 503,
    message: 'The service is temporarily overloaded for answers that it must look into',
    retry_seconds: 5,
  },
}
