import { appendFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { operational, StillwatchError } from '../../domain/errors.js'
import {
  makeDurable,
  recoverSegments,
  type SegmentContext,
  segmentsTaken,
  takeSegment,
} from '../../pipeline/segments.js'
import { confirmSegment, sealedSegments, setAside, unpackSegment } from './sealed.js'
import type { SegmentFile } from './segment-name.js'

export interface DrainOptions extends SegmentContext {
  /** The spool's. */
  readonly folder: string
  /** What the gate seals texts with. */
  readonly sealKey?: Uint8Array | undefined
  /** Told what is about to be done, for progress and for tests that end the process there. */
  readonly step?: ((name: string, segment: string) => void) | undefined
  /** After how many vain attempts a segment is set aside, so that it does not hold up all others. */
  readonly attemptsMax?: number | undefined
}

/** What one pass took. `inputs` are the numbers that its rows carry as `input_id`. */
export interface Drained {
  readonly segments: number
  readonly accepted: number
  readonly rejected: number
  readonly repeated: number
  readonly damaged: number
  /** Exchanges whose texts came sealed under a key that is gone: nothing is known of what they said. */
  readonly unopened: number
  readonly aside: readonly string[]
  readonly inputs: readonly number[]
}

/**
 * Takes sealed segments into the store, each once. One pass at a time, in the process that owns the store,
 * and never beside a scan into it: both read files through the same views.
 */
export interface Drain {
  /** Takes what is sealed now, in order. What fails throws, and the next pass begins where it failed. */
  pass(signal?: AbortSignal): Promise<Drained>
}

// A process that is ended from outside five times over one segment is ended by the segment.
const ATTEMPTS_MAX = 5

const NOTHING: Drained = Object.freeze({
  segments: 0,
  accepted: 0,
  rejected: 0,
  repeated: 0,
  damaged: 0,
  unopened: 0,
  aside: [],
  inputs: [],
})

/** Opens the drain on a store: what it takes is synced to the disk from then on. */
export async function openDrain(options: DrainOptions): Promise<Drain> {
  const { store, folder } = options
  await makeDurable(store)
  // Unknown at first and after a failure: there may be rows of a segment that was taken in part.
  let lastInput: number | undefined
  return Object.freeze({
    async pass(signal?: AbortSignal) {
      const sealed = await sealedSegments(folder)
      const taken = await segmentsTaken(
        store,
        sealed.map(({ name }) => name),
      )
      let drained = NOTHING
      for (const segment of sealed) {
        if (signal?.aborted) break
        const last = lastInput ?? (await recoverSegments(store))
        lastInput = undefined
        if (taken.has(segment.name)) await letGo(options, segment)
        else drained = added(drained, await takeOne(options, segment, last + 1))
        lastInput = Math.max(last, ...drained.inputs)
      }
      return drained
    },
  })
}

/** Takes one segment, or sets it aside where that was tried too often. */
async function takeOne(
  options: DrainOptions,
  segment: SegmentFile,
  inputId: number,
): Promise<Drained> {
  const { folder, store, attemptsMax = ATTEMPTS_MAX, step } = options
  const attempts = attemptsFile(folder, segment)
  const isHopeless = (statSync(attempts, { throwIfNoEntry: false })?.size ?? 0) >= attemptsMax
  if (isHopeless) {
    await setAside(folder, segment)
    rmSync(attempts, { force: true })
    return { ...NOTHING, aside: [segment.name] }
  }
  countAttempt(attempts)
  try {
    step?.('unpack', segment.name)
    const path = join(store.scratch(), 'segment.jsonl')
    const { sealKey } = options
    const { damaged, bytes, opened, unopened } = await unpackSegment(folder, segment, path, sealKey)
    const { name, kind } = segment
    const input = { name, kind, path, bytes, opened }
    const given = await takeSegment(options, input, inputId, (at) => step?.(at, name))
    rmSync(path, { force: true })
    if (damaged > 0) await setAside(folder, segment)
    await letGo(options, segment)
    const { input_id, ...counts } = given
    const aside = damaged > 0 ? [name] : []
    return { segments: 1, ...counts, damaged, unopened, aside, inputs: [input_id] }
  } catch (cause) {
    const error = operational(cause)
    // A disk that is full is no fault of the segment.
    const isFull = error instanceof StillwatchError && error.code === 'DISK_FULL'
    if (isFull) rmSync(attempts, { force: true })
    throw error
  }
}

/** On a full disk nothing is counted: what frees it must not stop for it. */
function countAttempt(file: string): void {
  try {
    appendFileSync(file, '.')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

async function letGo({ folder, step }: DrainOptions, segment: SegmentFile): Promise<void> {
  step?.('confirm', segment.name)
  await confirmSegment(folder, segment)
  rmSync(attemptsFile(folder, segment), { force: true })
}

const attemptsFile = (folder: string, { name }: SegmentFile) => join(folder, `${name}.attempts`)

function added(sum: Drained, one: Drained): Drained {
  return {
    segments: sum.segments + one.segments,
    accepted: sum.accepted + one.accepted,
    rejected: sum.rejected + one.rejected,
    repeated: sum.repeated + one.repeated,
    damaged: sum.damaged + one.damaged,
    unopened: sum.unopened + one.unopened,
    aside: [...sum.aside, ...one.aside],
    inputs: [...sum.inputs, ...one.inputs],
  }
}
