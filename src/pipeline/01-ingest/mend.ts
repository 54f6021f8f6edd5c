import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import { StillwatchError } from '../../domain/errors.js'
import { statement } from '../../store/sql.js'
import type { InputFile, Store } from '../../store/store.js'
import { zstParts } from './zst.js'

const linesOf = statement('lines', 'SELECT count() AS lines FROM input_line')
const RECORDS_MAX = 2 ** 40
// What was unpacked together with the damage is lost, so each step holds little.
const STEP_BYTES = 1024

/** Whether a statement failed for compressed data that is damaged or breaks off. */
export function isTorn(error: unknown): boolean {
  return (
    error instanceof StillwatchError &&
    error.code === 'STATEMENT_FAILED' &&
    /inflate|zlib|ZSTD|decompress|CANNOT_DECOMPRESS/i.test(error.message)
  )
}

/**
 * Opens what is good of a file that is damaged somewhere: the engine gives such a file up whole. Either
 * a copy as far as the data goes, or the file with a bound on its records.
 */
export async function openTorn(store: Store, file: InputFile): Promise<InputFile> {
  const mended = await goodPart(store, file)
  await store.openInput(mended)
  return mended
}

function goodPart(store: Store, file: InputFile): Promise<InputFile> | InputFile {
  if (file.format === 'array') return recordsReadable(store, file)
  if (file.compression === 'zst') return blocksReadable(store, file)
  return unpackedTorn(file, join(store.scratch(), 'mended.gz'))
}

/** A copy of gzip data as far as it goes. The last line, which is cut, is left to ingest to reject. */
async function unpackedTorn(file: InputFile, path: string): Promise<InputFile> {
  const source = createReadStream(file.path)
  const small = { chunkSize: STEP_BYTES, readableHighWaterMark: STEP_BYTES }
  const unzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, ...small })
  source.on('error', (error) => unzip.destroy(error))
  source.pipe(unzip)
  // An iterator would drop what is buffered when the damage shows, and that is good.
  const good = new PassThrough({ highWaterMark: 64 * STEP_BYTES })
  unzip.on('data', (chunk: Buffer) => {
    if (good.write(chunk)) return
    unzip.pause()
    good.once('drain', () => unzip.resume())
  })
  unzip.on('end', () => good.end())
  unzip.on('error', () => good.end())
  await onDisk(path, () =>
    pipeline(good, createGzip({ level: constants.Z_BEST_SPEED }), createWriteStream(path)),
  )
  return { ...file, path }
}

/** A copy of Zstandard data up to the last block before the damage. */
async function blocksReadable(store: Store, file: InputFile): Promise<InputFile> {
  const path = join(store.scratch(), 'mended.zst')
  const { ends } = zstParts(file.path)
  const cut = (blocks: number) =>
    onDisk(path, async () => {
      await copyFile(file.path, path)
      await truncate(path, ends[blocks - 1] ?? 0)
      return { ...file, path }
    })
  const isReadable = async (blocks: number) => canRead(store, await cut(blocks))
  return cut(await lastGood(ends.length, isReadable))
}

/** The file with a bound on its records. */
async function recordsReadable(store: Store, file: InputFile): Promise<InputFile> {
  const isReadable = (linesMax: number) => canRead(store, { ...file, linesMax })
  let beyond = 1
  while (beyond < RECORDS_MAX && (await isReadable(beyond))) beyond *= 2
  return { ...file, linesMax: await lastGood(beyond, isReadable) }
}

async function canRead(store: Store, file: InputFile): Promise<boolean> {
  try {
    await store.openInput(file)
    await store.rows(linesOf)
    return true
  } catch (error) {
    if (error instanceof StillwatchError && error.code === 'STATEMENT_FAILED') return false
    throw error
  }
}

/** The greatest number up to `most` that is good, where all below a good one are good. */
async function lastGood(most: number, isGood: (number: number) => Promise<boolean>) {
  let good = 0
  let bad = most + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (await isGood(middle)) good = middle
    else bad = middle
  }
  return good
}

async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause
    throw new StillwatchError('DISK_FULL', { path }, cause)
  }
}
