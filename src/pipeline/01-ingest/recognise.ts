import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { StillwatchError } from '../../domain/errors.js'
import type { Source } from '../../sources/define.js'
import type { FoundInput } from './discover.js'

const LINES_READ = 20
const BYTES_READ = 1 << 20

/** The source of a file: the operator's word, else the one most sure of the first lines. */
export function recogniseSource(
  input: FoundInput,
  sources: readonly Source[],
  sourceId: string | undefined,
): Source {
  const ids = sources.map((source) => source.id).join(', ')
  if (sourceId !== undefined) {
    const named = sources.find((source) => source.id === sourceId)
    if (named !== undefined) return named
    throw new StillwatchError('INPUT_UNRECOGNISED', {
      path: input.path,
      found: `there is no source called ${sourceId}`,
      sources: ids,
    })
  }
  // Columnar files carry the contract's columns by name; only lines come in other forms.
  const native = sources.find((source) => source.id === 'native')
  if (native !== undefined && /\.(parquet|csv)(\.\w+)?$|\.zst$/i.test(input.path)) return native
  const lines = firstLines(input.path)
  const [best] = sources
    .map((source) => ({ source, sure: source.recognise(lines) }))
    .sort((a, b) => b.sure - a.sure)
  if (best !== undefined && best.sure > 0) return best.source
  throw new StillwatchError('INPUT_UNRECOGNISED', {
    path: input.path,
    found:
      lines.length === 0
        ? 'none of its first lines is a JSON object'
        : `its first line has the keys ${Object.keys(lines[0] ?? {})
            .slice(0, 12)
            .join(', ')}`,
    sources: ids,
  })
}

/** The first lines that are JSON objects, as far as a megabyte reaches. */
export function firstLines(path: string): readonly Readonly<Record<string, unknown>>[] {
  const text = firstBytes(path).toString('utf8')
  const objects: Record<string, unknown>[] = []
  for (const line of text.split('\n').slice(0, LINES_READ)) {
    try {
      const parsed: unknown = JSON.parse(line)
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
        objects.push(parsed as Record<string, unknown>)
      }
    } catch {
      // A line at fault says nothing of the form; ingest will reject it with its number.
    }
  }
  return objects
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(BYTES_READ)
    const read = buffer.subarray(0, readSync(file, buffer, 0, BYTES_READ, 0))
    if (!/\.gz$/i.test(path)) return read
    return gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (cause) {
    throw new StillwatchError(
      'INPUT_UNREADABLE',
      { path, problem: cause instanceof Error ? cause.message : String(cause) },
      cause,
    )
  } finally {
    closeSync(file)
  }
}

/**
 * A readable copy of a compressed file that breaks off, as far as it goes. The last line, which is cut,
 * is left to ingest to reject. The engine itself gives up such a file whole.
 */
export async function mendTorn(input: FoundInput, fault: string) {
  if (!/\.gz$/i.test(input.path)) {
    throw new StillwatchError('INPUT_UNREADABLE', { path: input.path, problem: fault })
  }
  const path = join(mkdtempSync(join(tmpdir(), 'stillwatch-torn-')), 'mended.jsonl')
  const out = createWriteStream(path)
  const unzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  createReadStream(input.path).pipe(unzip)
  try {
    for await (const chunk of unzip) out.write(chunk as Buffer)
  } catch {
    // Everything before the fault has been written; that is what is wanted.
  }
  out.end()
  await finished(out)
  return { path, fault: 'the gzip data breaks off or is damaged' }
}
