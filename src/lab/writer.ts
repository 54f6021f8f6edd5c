/**
 * Lines to files, in chunks that are sorted.
 *
 * A line is encoded at once into a large buffer, so that its text dies young and the collector has
 * little to do; a full buffer is written in order. Writing is synchronous on purpose: the lab is a
 * batch program, and at most two chunks are in memory. A compressed file is a row of gzip members,
 * which every reader of gzip takes as one.
 */

import { closeSync, openSync, writeSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { at } from './random.js'

export interface LineWriter {
  /** Lines of a chunk are written by rank, then by time, then as they came. */
  readonly add: (atMs: number, line: string, rank?: number) => void
  readonly close: () => void
  readonly bytes: () => number
}

/** Bytes of one chunk. Larger chunks mix accounts better and cost memory. */
const CHUNK_BYTES = 64 << 20
/** A character takes at most three bytes in UTF-8. */
const BYTES_PER_CHARACTER = 3

export const openLineWriter = (path: string, isCompressed: boolean): LineWriter => {
  const file = openSync(path, 'w')
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  const sorted = Buffer.allocUnsafe(CHUNK_BYTES)
  let ranks: number[] = []
  let times: number[] = []
  let starts: number[] = []
  let end = 0
  let written = 0
  const write = (data: Uint8Array): void => {
    for (let done = 0; done < data.length; ) done += writeSync(file, data, done)
    written += data.length
  }
  const writeChunk = (): void => {
    const order = orderOf(ranks, times)
    starts.push(end)
    let place = 0
    for (const line of order) {
      place += chunk.copy(sorted, place, at(starts, line), at(starts, line + 1))
    }
    const data = sorted.subarray(0, place)
    write(isCompressed ? gzipSync(data, { level: 9 }) : data)
    ranks = []
    times = []
    starts = []
    end = 0
  }
  return {
    add: (atMs, line, rank = 0) => {
      const most = line.length * BYTES_PER_CHARACTER + 1
      if (end + most > CHUNK_BYTES) writeChunk()
      if (most > CHUNK_BYTES) return write(Buffer.from(`${line}\n`))
      starts.push(end)
      ranks.push(rank)
      times.push(atMs)
      end += chunk.write(line, end)
      chunk[end] = 10
      end += 1
    },
    close: () => {
      writeChunk()
      closeSync(file)
    },
    bytes: () => written,
  }
}

const orderOf = (ranks: readonly number[], times: readonly number[]): Uint32Array =>
  Uint32Array.from(ranks.keys()).sort(
    (one, other) =>
      at(ranks, one) - at(ranks, other) || at(times, one) - at(times, other) || one - other,
  )
