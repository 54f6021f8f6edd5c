/**
 * Turns what was copied into lines of the spool, after the answer and off the path of any other. When the
 * spool is behind, texts are left out first; what then cannot be recorded is counted.
 */
import type { Artefacts } from './artefacts.js'
import type { Copies } from './copy.js'
import type { ExchangeSpool, ProxyCounters } from './ports.js'
import type { CopiedBytes, RawExchange } from './record/raw.js'
import { NONE, type Readings } from './record/reader.js'

/** A reader, wherever it runs. */
export interface ReaderPort {
  readonly read: (raw: RawExchange) => Promise<Readings>
  readonly flush: () => Promise<Readings>
  readonly close: () => Promise<void>
}

export interface RecorderOptions {
  readonly reader: ReaderPort
  readonly spool: ExchangeSpool
  readonly copies: Copies
  readonly counters: ProxyCounters
  /** Is told whom sealed reasoning was issued to. */
  readonly artefacts: Artefacts
  /** Bytes of lines that may wait for the spool. At half of it texts are no longer copied. */
  readonly linesBytesMax: number
}

export interface Recorder {
  readonly offer: (raw: RawExchange) => void
  readonly isBehind: () => boolean
  /** Waits until all that was offered is recorded or counted, what is held of batches too. */
  readonly close: () => Promise<void>
}

/** Exchanges that may wait for the reader. Without their texts they are a kilobyte each. */
const WAITING_MAX = 20_000

export function makeRecorder(options: RecorderOptions): Recorder {
  const { reader, spool, copies, counters, artefacts, linesBytesMax } = options
  const work = new Set<Promise<void>>()
  let linesBytes = 0

  const keep = async ({ issued, lines, unreadable }: Readings): Promise<number> => {
    counters.unrecorded_unreadable += unreadable
    for (const { owner, digests } of issued) artefacts.issued(owner, digests)
    if (lines.length === 0) return 0
    const bytes = lines.reduce((sum, line) => sum + line.byteLength, 0)
    if (linesBytes + bytes > linesBytesMax) {
      counters.unrecorded_behind += lines.length
      return 0
    }
    linesBytes += bytes
    try {
      await spool.append('exchange', lines.map(asBuffer))
      counters.recorded += lines.length
      return lines.length
    } catch {
      // The spool says why to whoever looks after it; here it is only what is missing that counts.
      counters.unrecorded_refused += lines.length
      return 0
    } finally {
      linesBytes -= bytes
    }
  }
  const record = async (raw: RawExchange): Promise<void> => {
    const { request, response } = raw
    // Taken now: the reader may take the bytes away into its own thread.
    const bytes = bytesOf(request) + bytesOf(response)
    let readings: Readings
    try {
      readings = await reader.read(raw)
    } catch {
      readings = { ...NONE, unreadable: 1 }
    } finally {
      copies.release(bytes)
      counters.copies_bytes = copies.held()
    }
    const kept = await keep(readings)
    if (kept > 0 && (request.isDropped || response.isDropped)) counters.recorded_textless += 1
    else if (kept > 0 && (request.isCut || response.isCut)) counters.recorded_cut += 1
  }
  return {
    offer: (raw) => {
      if (work.size >= WAITING_MAX) {
        counters.unrecorded_behind += 1
        copies.release(bytesOf(raw.request) + bytesOf(raw.response))
        return
      }
      const done = record(raw).finally(() => work.delete(done))
      work.add(done)
    },
    isBehind: () => linesBytes > linesBytesMax / 2 || work.size > WAITING_MAX / 2,
    close: async () => {
      await Promise.all(work)
      await keep(await reader.flush().catch(() => NONE))
      await reader.close()
    },
  }
}

const bytesOf = ({ head, tail }: CopiedBytes): number => head.byteLength + tail.byteLength

const asBuffer = (line: Uint8Array): Buffer =>
  Buffer.from(line.buffer, line.byteOffset, line.byteLength)
