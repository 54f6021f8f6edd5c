/** What the live service takes of stages 1 and 3: segments of the spool, each whole and once. */
import { type SegmentGiven, type SegmentInput, takeSegment as take } from './01-ingest/segment.js'
import { fingerprintUnkept } from './03-fingerprint/stage.js'
import type { InputContext } from './stage.js'

export { makeDurable, recoverSegments, segmentsTaken } from './01-ingest/segment.js'
export { recoverUnfinished } from './01-ingest/unfinished.js'
export { fingerprintUnkept, type SegmentGiven, type SegmentInput }

/** What taking a segment needs to know. */
export type SegmentContext = Omit<InputContext, 'fingerprintUnkept'>

export const takeSegment = (
  context: SegmentContext,
  segment: SegmentInput,
  inputId: number,
  step: (name: string) => void,
): Promise<SegmentGiven> => take({ ...context, fingerprintUnkept }, segment, inputId, step)
