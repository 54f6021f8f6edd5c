import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { InputContext, InputKind } from '../stage.js'
import { finishInput, readInput } from './input.js'
import { dropRepeatedOf } from './repeated.js'
import { INPUT_TABLES, recoverUnfinished } from './unfinished.js'

/** A segment of the spool as plain lines in a file. `name` was never used for another. */
export interface SegmentInput {
  readonly name: string
  readonly kind: InputKind
  readonly path: string
  readonly bytes: number
  /** Lines of it that must not be in a file. */
  readonly opened: readonly Buffer[]
}

export interface SegmentGiven {
  readonly input_id: number
  readonly accepted: number
  readonly rejected: number
  /** Exchanges that were there already, or twice in it, and that count once. */
  readonly repeated: number
}

/** In `input_file`, what came through the spool belongs to no run. */
const SPOOL_RUN = 'spool'

// Else a part of a table is in the page cache alone when its segment goes. Merged parts need none: those
// that they were made of stay for minutes.
const DURABLE_TABLES = [
  ...INPUT_TABLES,
  'exchange_kept',
  'exchange_fingerprint',
  'system_prompt',
  'input_file',
]
const durable = DURABLE_TABLES.map((table) =>
  statement(
    `durable ${table}`,
    `ALTER TABLE ${table} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1`,
  ),
)
const clearOpened = statement('clear_line_opened', 'TRUNCATE TABLE line_opened')
const takenOf = statement(
  'segment_taken',
  `SELECT DISTINCT file FROM input_file
   WHERE run_id = '${SPOOL_RUN}' AND file IN {files:Array(String)}`,
)

/** From now on, what the store takes is on disk when it says so. Holds for the store, not the process. */
export async function makeDurable(store: Store): Promise<void> {
  for (const statement of durable) await store.run(statement)
}

/** Those of the segments that the store has. */
export async function segmentsTaken(
  store: Store,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await store.rows<{ file: string }>(takenOf, { files: names })
  return new Set(rows.map(({ file }) => file))
}

/**
 * Undoes a segment that was taken in part, and does again what comes after the last that was taken whole.
 * Returns the number of the last input.
 */
export async function recoverSegments(store: Store): Promise<number> {
  const last = await recoverUnfinished(store)
  await dropRepeatedOf(store, last)
  return last
}

/** Lines that were opened are in the memory of the engine as long as they are read, and no longer. */
async function withOpened<Result>(
  store: Store,
  opened: readonly Buffer[],
  work: () => Promise<Result>,
): Promise<Result> {
  if (opened.length === 0) return work()
  try {
    await store.insert(
      'line_opened',
      opened.map((line) => ({ line: line.toString('utf8') })),
    )
    return await work()
  } finally {
    await store.run(clearOpened)
  }
}

/**
 * Takes one segment as stage 1 takes a file. All its rows carry `input_id`, and count from the moment when
 * `input_file` names it: until then `recoverSegments` undoes them. Repeated exchanges are dropped last, for
 * of two rows the one that stays must not be undone any more. Whatever fails throws.
 */
export async function takeSegment(
  context: InputContext,
  segment: SegmentInput,
  inputId: number,
  step: (name: string) => void,
): Promise<SegmentGiven> {
  const { opened, ...file } = segment
  const input = { ...file, isPlain: true, hasOpened: opened.length > 0 }
  step('read')
  const given = await withOpened(context.store, opened, () =>
    readInput({ ...context, sourceId: 'native' }, input, inputId),
  )
  step('finish')
  const rejected = await finishInput(context, input, given, { inputId, runId: SPOOL_RUN })
  step('repeats')
  const isExchange = segment.kind === 'exchange'
  const repeated = isExchange ? await dropRepeatedOf(context.store, inputId) : 0
  return { input_id: inputId, accepted: given.accepted, rejected, repeated }
}
