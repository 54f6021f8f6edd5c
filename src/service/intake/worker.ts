import { parentPort } from 'node:worker_threads'
import { RECORD_KINDS } from '../spool/kind.js'
import { type ParseOutcome, type ParseTask, parseBody } from './parse.js'
import type { Rejected } from './record.js'

/** The thread that makes records of large bodies, so that decisions are answered meanwhile. */

/** An outcome on its way between threads: all lines as one piece of memory that is handed over. */
export type PackedOutcome =
  | {
      readonly fault: ''
      readonly bytes: Uint8Array<ArrayBuffer>
      /** Of each record the place of its kind among the kinds, and its length. */
      readonly kinds: Uint8Array<ArrayBuffer>
      readonly lengths: Uint32Array<ArrayBuffer>
      readonly rejected: readonly Rejected[]
    }
  | Exclude<ParseOutcome, { readonly fault: '' }>

export function packed(outcome: ParseOutcome): PackedOutcome {
  if (outcome.fault !== '') return outcome
  const { records, rejected } = outcome
  const lengths = Uint32Array.from(records, ({ line }) => line.length)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const { line } of records) {
    bytes.set(line, at)
    at += line.length
  }
  const kinds = Uint8Array.from(records, ({ kind }) => RECORD_KINDS.indexOf(kind))
  return { fault: '', bytes, kinds, lengths, rejected }
}

export function unpacked(outcome: PackedOutcome): ParseOutcome {
  if (outcome.fault !== '') return outcome
  const { bytes, kinds, lengths, rejected } = outcome
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const records = Array.from(lengths, (length, i) => {
    const line = whole.subarray(at, at + length)
    at += length
    return { kind: RECORD_KINDS[kinds[i] ?? 0] ?? 'exchange', line }
  })
  return { fault: '', records, rejected }
}

/** The first thing that a thread says: until then it has not begun, and no body is at fault for that. */
export const BEGUN = 'begun'
parentPort?.postMessage(BEGUN)

parentPort?.on('message', async (task: Omit<ParseTask, 'bytes'> & { bytes: Uint8Array }) => {
  const { buffer, byteOffset, byteLength } = task.bytes
  const outcome = packed(
    await parseBody({ ...task, bytes: Buffer.from(buffer, byteOffset, byteLength) }),
  )
  const handed = outcome.fault === '' ? [outcome.bytes.buffer] : []
  parentPort?.postMessage(outcome, handed)
})
