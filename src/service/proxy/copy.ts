/** Copies of what passes, bounded each and together. A copy never holds anything up. */
import { makePages } from './pages.js'
import type { CopiedBytes } from './record/raw.js'

export interface Copy {
  readonly add: (chunk: Buffer) => void
  readonly drop: () => void
  /** What was copied, in memory of its own. Its share of the bound stays taken until it is released. */
  readonly take: (contentType: string, contentEncoding: string) => CopiedBytes
}

export interface Copies {
  readonly open: (bytesMax: number) => Copy
  /** Gives back the share of what was taken out of a copy. */
  readonly release: (bytes: number) => void
  /** Bytes that all copies hold. */
  readonly held: () => number
}

/** Bytes at the end of a stream that are kept beyond its bound: there stands how it ended. */
const TAIL_BYTES = 64 * 1024

export function makeCopies(bytesMax: number): Copies {
  let held = 0
  const budget: Budget = {
    reserve: (bytes) => {
      if (held + bytes > bytesMax) return false
      held += bytes
      return true
    },
    release: (bytes) => {
      held -= bytes
    },
  }
  return {
    open: (own) => openCopy(own, budget),
    release: budget.release,
    held: () => held,
  }
}

interface Budget {
  readonly reserve: (bytes: number) => boolean
  readonly release: (bytes: number) => void
}

function openCopy(bytesMax: number, budget: Budget): Copy {
  const head = makePages()
  const tail = makePages()
  let isCut = false
  let isDropped = false

  const drop = (): void => {
    isDropped = true
    budget.release(head.bytes() + tail.bytes())
    head.clear()
    tail.clear()
  }
  const addTail = (chunk: Buffer): void => {
    isCut = true
    if (!budget.reserve(chunk.length)) {
      drop()
      return
    }
    tail.add(chunk)
    budget.release(tail.shorten(TAIL_BYTES))
  }
  return {
    add: (chunk) => {
      if (isDropped || chunk.length === 0) return
      const kept = isCut ? chunk.subarray(0, 0) : chunk.subarray(0, bytesMax - head.bytes())
      if (kept.length > 0) {
        if (!budget.reserve(kept.length)) {
          drop()
          return
        }
        head.add(kept)
      }
      if (kept.length < chunk.length) addTail(chunk.subarray(kept.length))
    },
    drop,
    take: (contentType, contentEncoding) => {
      const bytes = { head: head.joined(), tail: tail.joined() }
      head.clear()
      tail.clear()
      return { ...bytes, isCut, isDropped, contentType, contentEncoding }
    },
  }
}
