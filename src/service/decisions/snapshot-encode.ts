import { createHash } from 'node:crypto'
import { KIND, LEVELS, type SubjectKind } from './subject.js'
import { type PolicyInForce, slotOf } from './tables.js'

/** One subject that a policy is in force for. Its place among the policies says which. */
export interface SubjectRow {
  readonly kind: SubjectKind
  /** Keyed hash of the subject. */
  readonly hash: bigint
  readonly policy: number
  readonly startMs: number
  readonly endMs: number
  /** Touched together with all others of this group. */
  readonly group: string
  /** For the operator only. Rows with one group and the same reasons share their place in the file. */
  readonly reasons: readonly string[]
}

export interface ShingleRow {
  readonly shingle: bigint
  readonly template: bigint
}

export interface SnapshotRows {
  readonly createdAtMs: number
  readonly keyCheck: string
  readonly runId: string | null
  readonly killSwitch: boolean
  readonly policies: readonly PolicyInForce[]
  readonly subjects: readonly SubjectRow[]
  readonly shingles: readonly ShingleRow[]
  readonly templateShinglesMin: number
}

/** What a snapshot's file says of itself, before its columns. */
export interface SnapshotMeta {
  readonly created_at_ms: number
  readonly key_check: string
  readonly run_id: string | null
  readonly kill_switch: boolean
  readonly policies: readonly PolicyInForce[]
  readonly template_shingles_min: number
  readonly kinds_present: number
  readonly entries: number
  readonly slots: number
  readonly shingles: number
  readonly shingle_slots: number
  readonly reasons: number
  readonly reason_bytes: number
}

export const MAGIC = 'STILLDEC'
export const VERSION = 2
/** Magic, version, length of the meta, checksum of all that follows it. */
export const HEADER_BYTES = 48
export const CHECKSUM_AT = 16

/** The columns of a file in their order, each at a multiple of eight bytes. */
export function columnBytes(meta: SnapshotMeta): readonly number[] {
  const { entries, slots, shingles, shingle_slots, reasons, reason_bytes } = meta
  const sizes = [
    ...[entries * 8, entries * 8, entries * 8, entries * 4, entries * 2, entries],
    ...[slots * 4, shingles * 16, shingle_slots * 4, reasons * 4, reason_bytes],
  ]
  return sizes.map(padded)
}

export const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8

/** The file of a snapshot. Pure: the same rows in any order give the same bytes. */
export function buildSnapshot(rows: SnapshotRows): Uint8Array {
  const subjects = rows.subjects
    .filter(({ startMs, endMs }) => endMs > startMs)
    .toSorted((a, b) => compareSubjects(a, b, rows.policies))
  const shingles = rows.shingles.toSorted(
    (a, b) => compare(a.shingle, b.shingle) || compare(a.template, b.template),
  )
  const reasons = reasonsOf(subjects)
  const meta: SnapshotMeta = {
    created_at_ms: rows.createdAtMs,
    key_check: rows.keyCheck,
    run_id: rows.runId,
    kill_switch: rows.killSwitch,
    policies: rows.policies,
    template_shingles_min: rows.templateShinglesMin,
    kinds_present: subjects.reduce((bits, { kind }) => bits | (1 << KIND[kind]), 0),
    entries: subjects.length,
    slots: slotsFor(subjects.length),
    shingles: shingles.length,
    shingle_slots: slotsFor(shingles.length),
    reasons: reasons.ends.length,
    reason_bytes: reasons.bytes.length,
  }
  return fileOf(
    meta,
    [
      subjectColumns(subjects, reasons.placeOf, meta),
      [...shingleColumns(shingles, meta)],
      [new Uint8Array(Uint32Array.from(reasons.ends).buffer), reasons.bytes],
    ].flat(),
  )
}

const compare = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0)

function compareSubjects(a: SubjectRow, b: SubjectRow, policies: readonly PolicyInForce[]): number {
  const strength = ({ policy }: SubjectRow) => LEVELS.indexOf(policies[policy]?.level ?? 'pass')
  return (
    KIND[a.kind] - KIND[b.kind] ||
    compare(a.hash, b.hash) ||
    strength(b) - strength(a) ||
    a.policy - b.policy ||
    a.startMs - b.startMs ||
    b.endMs - a.endMs ||
    compare(a.reasons.length, b.reasons.length) ||
    (a.group < b.group ? -1 : a.group > b.group ? 1 : 0)
  )
}

/** A power of two with at least half of the slots empty; one empty slot where there is nothing. */
const slotsFor = (entries: number): number => 2 ** Math.ceil(Math.log2(entries * 2 + 1))

function reasonsOf(subjects: readonly SubjectRow[]) {
  const placeOf = new Map<string, number>()
  const parts: Uint8Array[] = []
  const ends: number[] = []
  let end = 0
  for (const row of subjects) {
    const text = toldText(row)
    if (placeOf.has(text)) continue
    placeOf.set(text, ends.length)
    const bytes = encoder.encode(text)
    parts.push(bytes)
    end += bytes.length
    ends.push(end)
  }
  return { placeOf, ends, bytes: new Uint8Array(Buffer.concat(parts)) }
}

const encoder = new TextEncoder()
const toldText = ({ group, reasons }: SubjectRow): string =>
  [group, ...reasons].map((line) => line.replaceAll('\n', ' ')).join('\n')

function subjectColumns(
  subjects: readonly SubjectRow[],
  reasonPlaces: ReadonlyMap<string, number>,
  meta: SnapshotMeta,
): readonly Uint8Array[] {
  const hashes = new BigUint64Array(subjects.length)
  const startMs = new Float64Array(subjects.length)
  const endMs = new Float64Array(subjects.length)
  const reasons = new Uint32Array(subjects.length)
  const policies = new Uint16Array(subjects.length)
  const kinds = new Uint8Array(subjects.length)
  const slots = new Uint32Array(meta.slots)
  const halves = new Uint32Array(hashes.buffer)
  for (const [entry, row] of subjects.entries()) {
    hashes[entry] = row.hash
    startMs[entry] = row.startMs
    endMs[entry] = row.endMs
    reasons[entry] = reasonPlaces.get(toldText(row)) ?? 0
    policies[entry] = row.policy
    kinds[entry] = KIND[row.kind]
    const before = subjects[entry - 1]
    if (before !== undefined && before.kind === row.kind && before.hash === row.hash) continue
    place(
      slots,
      slotOf(KIND[row.kind], halves[entry * 2] ?? 0, halves[entry * 2 + 1] ?? 0, -1),
      entry,
    )
  }
  return [hashes, startMs, endMs, reasons, policies, kinds, slots].map(bytesOf)
}

function shingleColumns(
  shingles: readonly ShingleRow[],
  meta: SnapshotMeta,
): readonly Uint8Array[] {
  const rows = new BigUint64Array(shingles.length * 2)
  const slots = new Uint32Array(meta.shingle_slots)
  const halves = new Uint32Array(rows.buffer)
  for (const [row, { shingle, template }] of shingles.entries()) {
    rows[row * 2] = shingle
    rows[row * 2 + 1] = template
    if (shingles[row - 1]?.shingle === shingle) continue
    place(slots, slotOf(0, halves[row * 4] ?? 0, halves[row * 4 + 1] ?? 0, -1), row)
  }
  return [rows, slots].map(bytesOf)
}

function place(slots: Uint32Array, wanted: number, entry: number): void {
  const mask = slots.length - 1
  let slot = wanted & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  slots[slot] = entry + 1
}

const bytesOf = (column: ArrayBufferView): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

function fileOf(meta: SnapshotMeta, columns: readonly Uint8Array[]): Uint8Array {
  const text = encoder.encode(JSON.stringify(meta))
  const sizes = columnBytes(meta)
  const start = HEADER_BYTES + padded(text.length)
  const file = new Uint8Array(start + sizes.reduce((sum, size) => sum + size, 0))
  const view = new DataView(file.buffer)
  file.set(encoder.encode(MAGIC), 0)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, text.length, true)
  file.set(text, HEADER_BYTES)
  let at = start
  for (const [index, column] of columns.entries()) {
    file.set(column, at)
    at += sizes[index] ?? 0
  }
  file.set(createHash('sha256').update(file.subarray(HEADER_BYTES)).digest(), CHECKSUM_AT)
  return file
}
