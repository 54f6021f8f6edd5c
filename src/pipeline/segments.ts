/** What the live service takes of stage 1: segments of the spool, each whole and once. */
export {
  makeDurable,
  recoverSegments,
  type SegmentGiven,
  type SegmentInput,
  segmentsTaken,
  takeSegment,
} from './01-ingest/segment.js'
export { recoverUnfinished } from './01-ingest/unfinished.js'
