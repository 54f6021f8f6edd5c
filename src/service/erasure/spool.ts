import { existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Exchange } from '../../domain/exchange.js'
import type { ErasureScope } from '../../records/erasures.js'
import { FRAME_HEADER_BYTES, findFrames, frameBytes, writeFrame } from '../spool/frame.js'
import { listSegments, syncFolder } from '../spool/spool-folder.js'
import { lineUnder } from '../texts.js'

/** What is to become of a record: nothing, the same without its texts, or none. */
export type Judge = (record: Readonly<Record<string, unknown>>) => ErasureScope | undefined

export interface SpoolErasing {
  /** Counts, and changes nothing. */
  readonly isTrial: boolean
  /** Those that nothing else writes to or takes: all, or what was set aside. */
  readonly segments: 'all' | 'aside'
}

const NO_LINE = Buffer.alloc(0)

/**
 * Takes records out of segments, of which nothing else writes to any. In place of each a blank line stays, so that the
 * places of others and the name of the segment stay true. A segment is there as it was or as it is to be. What no checksum
 * vouches for in a segment that is rewritten goes: nobody can say whose it is. Returns how many records; only counts them
 * where it is a trial.
 */
export async function eraseFromSpool(
  folder: string,
  judge: Judge,
  { isTrial, segments }: SpoolErasing,
): Promise<number> {
  if (!existsSync(folder)) return 0
  let records = 0
  const found = await listSegments(folder)
  const meant = found.filter(({ state }) => segments === 'all' || state === segments)
  for (const { file, name, kind } of meant) {
    const bytes = await readFile(join(folder, file))
    const left = rewritten(bytes, name, kind === 'exchange' ? judge : whole(judge))
    records += left.records
    if (left.records > 0 && !isTrial) await replace(folder, file, left.bytes)
  }
  if (records > 0 && !isTrial) await syncFolder(folder)
  return records
}

/** Only exchanges have texts. */
const whole =
  (judge: Judge): Judge =>
  (record) =>
    judge(record) === 'all' ? 'all' : undefined

function rewritten(bytes: Buffer, name: string, judge: Judge) {
  const frames: Buffer[] = []
  let records = 0
  for (const part of findFrames(bytes, name).parts) {
    if ('isDamaged' in part) continue
    const lines = bytes.subarray(part.start, part.end).toString('utf8').split('\n').slice(0, -1)
    const kept = lines.map((line) => {
      const given = Buffer.from(line)
      const left = lineLeft(given, judge)
      if (left !== given) records += 1
      return left
    })
    const place = bytes.readUInt32LE(part.start - FRAME_HEADER_BYTES + 4)
    const frame = Buffer.alloc(frameBytes(kept))
    writeFrame(frame, name, place, kept)
    frames.push(frame)
  }
  return { records, bytes: Buffer.concat(frames) }
}

function lineLeft(line: Buffer, judge: Judge): Buffer {
  const record = recordOf(line)
  const scope = record === undefined ? undefined : judge(record)
  if (record === undefined || scope === undefined) return line
  if (scope === 'all') return NO_LINE
  const { sealed_texts: _, ...bare } = record
  const left = lineUnder({ textPolicy: 'none' }, { ...bare, text_policy: 'none' } as Exchange)
  return left.equals(line) ? line : left
}

function recordOf(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = JSON.parse(line.toString('utf8'))
    return typeof given === 'object' && given !== null ? { ...given } : undefined
  } catch {
    return undefined
  }
}

async function replace(folder: string, file: string, bytes: Buffer): Promise<void> {
  const part = join(folder, `${file}.part`)
  const handle = await open(part, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, join(folder, file))
}
