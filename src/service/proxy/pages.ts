/** Bytes that came in chunks, kept until somebody wants them. */

const PAGE_BYTES = 8 * 1024

export interface Pages {
  readonly add: (chunk: Buffer) => void
  readonly bytes: () => number
  /** Lets whole pages go from the front while this many bytes are left; says how many bytes went. */
  readonly shorten: (bytesKept: number) => number
  readonly joined: () => Uint8Array
  /** All of them, front to back. Nothing is added after that. */
  readonly list: () => Buffer[]
  readonly clear: () => void
}

/**
 * Small chunks are copied together. A body that comes byte by byte would otherwise cost a hundred times its
 * size, an object for each.
 */
export function makePages(): Pages {
  let pages: Buffer[] = []
  let bytes = 0
  // The last page, while it has room.
  let open: Buffer | null = null
  let used = 0

  const close = (): void => {
    if (open !== null) pages.push(open.subarray(0, used))
    open = null
  }
  return {
    add: (chunk) => {
      bytes += chunk.length
      if (chunk.length >= PAGE_BYTES / 2) {
        close()
        pages.push(chunk)
        return
      }
      if (open !== null && used + chunk.length > PAGE_BYTES) close()
      if (open === null) {
        open = Buffer.allocUnsafeSlow(PAGE_BYTES)
        used = 0
      }
      used += chunk.copy(open, used)
    },
    bytes: () => bytes,
    shorten: (bytesKept) => {
      let gone = 0
      while (bytes - (pages[0]?.length ?? bytes) >= bytesKept) {
        const first = pages.shift()?.length ?? 0
        bytes -= first
        gone += first
      }
      return gone
    },
    list: () => {
      close()
      return pages
    },
    joined: () => {
      close()
      const joined = new Uint8Array(bytes)
      let at = 0
      for (const page of pages) {
        joined.set(page, at)
        at += page.length
      }
      return joined
    },
    clear: () => {
      pages = []
      open = null
      used = 0
      bytes = 0
    },
  }
}
