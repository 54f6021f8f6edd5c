import { z } from 'zod'
import {
  columnBytes,
  HEADER_BYTES,
  MAGIC,
  padded,
  type SnapshotMeta,
  VERSION,
} from './snapshot-encode.js'
import { LEVELS } from './subject.js'
import type { Tables } from './tables.js'

/** Why a file is not taken as a snapshot. The one before it stays in force. */
export interface Refusal {
  readonly refused: string
}

export interface Header {
  readonly metaBytes: number
}

const count = z.int().min(0).max(200_000_000)
const meta = z.object({
  created_at_ms: z.number().positive(),
  key_check: z.string().max(20),
  run_id: z.string().nullable(),
  kill_switch: z.boolean(),
  policies: z.array(
    z.object({
      policy_id: z.string(),
      level: z.enum(LEVELS),
      reason_code: z.string(),
      appeal: z.string(),
      measures: z.array(z.string()),
      limits: z.object({
        requests_per_minute: z.number().positive().optional(),
        parallel: z.number().positive().optional(),
        models: z.array(z.string()).optional(),
        new_model_days: z.number().positive().optional(),
        new_models: z
          .array(z.object({ model: z.string(), from_ms: z.number(), until_ms: z.number() }))
          .optional(),
        repeated_share_max: z.number().optional(),
        shows_reasoning: z.boolean().optional(),
        verify_at: z.string().optional(),
      }),
      models: z.array(z.string()),
      tenants: z.array(z.string()),
    }),
  ),
  template_shingles_min: z.int().min(1).max(192),
  kinds_present: z.int().min(0),
  entries: count,
  slots: count,
  shingles: count,
  shingle_slots: count,
  reasons: count,
  reason_bytes: z
    .int()
    .min(0)
    .max(2 ** 31),
})

/** Reads the fixed head of a file, of which `file` needs to hold no more. */
export function decodeHeader(file: Uint8Array): Header | Refusal {
  if (file.length < HEADER_BYTES) return { refused: 'it is shorter than a header' }
  if (decoder.decode(file.subarray(0, MAGIC.length)) !== MAGIC) {
    return { refused: 'it is no snapshot of decisions' }
  }
  const view = new DataView(file.buffer, file.byteOffset)
  const version = view.getUint32(8, true)
  if (version !== VERSION) return { refused: `it is of version ${version}, not ${VERSION}` }
  return { metaBytes: view.getUint32(12, true) }
}

/**
 * The tables of a whole file whose checksum was verified. They are views of it: nothing is copied, so a swap
 * costs no more for a million subjects than for one. `file` begins at a multiple of eight bytes.
 */
export function decodeTables(file: Uint8Array, header: Header): Tables | Refusal {
  const told = metaOf(file.subarray(HEADER_BYTES, HEADER_BYTES + header.metaBytes))
  if ('refused' in told) return told
  const sizes = columnBytes(told)
  const start = HEADER_BYTES + padded(header.metaBytes)
  const length = sizes.reduce((sum, size) => sum + size, start)
  if (length !== file.length)
    return { refused: `it has ${file.length} bytes and should have ${length}` }
  const starts = sizes.map((_, index) =>
    sizes.slice(0, index).reduce((sum, size) => sum + size, start),
  )
  const at = (column: number) => file.byteOffset + (starts[column] ?? 0)
  const { buffer } = file
  const { entries } = told
  return {
    createdAtMs: told.created_at_ms,
    keyCheck: told.key_check,
    runId: told.run_id,
    killSwitch: told.kill_switch,
    policies: told.policies,
    templateShinglesMin: told.template_shingles_min,
    kindsPresent: told.kinds_present,
    entries,
    hashes: new Uint32Array(buffer, at(0), entries * 2),
    startMs: new Float64Array(buffer, at(1), entries),
    endMs: new Float64Array(buffer, at(2), entries),
    reasonsOf: new Uint32Array(buffer, at(3), entries),
    policyOf: new Uint16Array(buffer, at(4), entries),
    kinds: new Uint8Array(buffer, at(5), entries),
    slots: new Uint32Array(buffer, at(6), told.slots),
    shingles: new Uint32Array(buffer, at(7), told.shingles * 4),
    shingleSlots: new Uint32Array(buffer, at(8), told.shingle_slots),
    reasonEnds: new Uint32Array(buffer, at(9), told.reasons),
    reasonBytes: new Uint8Array(buffer, at(10), told.reason_bytes),
  }
}

function metaOf(bytes: Uint8Array): SnapshotMeta | Refusal {
  let given: unknown
  try {
    given = JSON.parse(decoder.decode(bytes))
  } catch {
    return { refused: 'what it says of itself is no JSON' }
  }
  const parsed = meta.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { refused: `what it says of itself does not fit: ${issue?.path.join('.')}` }
  }
  const isPowerOfTwo = (value: number) => value > 0 && (value & (value - 1)) === 0
  return isPowerOfTwo(parsed.data.slots) && isPowerOfTwo(parsed.data.shingle_slots)
    ? parsed.data
    : { refused: 'its slots are no power of two' }
}

const decoder = new TextDecoder()
