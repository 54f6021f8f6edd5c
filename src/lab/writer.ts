/**
 * Lines to files, in chunks that are sorted by time.
 *
 * Writing is synchronous on purpose: the lab is a batch program, and this keeps at most one chunk in
 * memory without any back pressure to manage. A compressed file is a row of gzip members, which every
 * reader of gzip takes as one.
 */

import { closeSync, openSync, writeSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

export interface LineWriter {
  readonly add: (atMs: number, line: string) => void
  readonly close: () => void
  readonly bytes: () => number
}

/** Characters of one chunk. Larger chunks mix accounts better and cost memory. */
const CHUNK_CHARACTERS = 48_000_000
/** Characters joined to one string for one write; a string has a limit of 512 MB. */
const PIECE_LINES = 2000

export const openLineWriter = (path: string, isCompressed: boolean): LineWriter => {
  const file = openSync(path, 'w')
  let lines: { readonly atMs: number; readonly line: string }[] = []
  let characters = 0
  let bytes = 0
  const writeChunk = (): void => {
    lines.sort((one, other) => one.atMs - other.atMs || (one.line < other.line ? -1 : 1))
    for (let place = 0; place < lines.length; place += PIECE_LINES) {
      const piece = lines.slice(place, place + PIECE_LINES)
      const text = Buffer.from(`${piece.map((entry) => entry.line).join('\n')}\n`)
      const data = isCompressed ? gzipSync(text, { level: 6 }) : text
      writeSync(file, data)
      bytes += data.length
    }
    lines = []
    characters = 0
  }
  return {
    add: (atMs, line) => {
      lines.push({ atMs, line })
      characters += line.length
      if (characters > CHUNK_CHARACTERS) writeChunk()
    },
    close: () => {
      writeChunk()
      closeSync(file)
    },
    bytes: () => bytes,
  }
}
