import assert from 'node:assert/strict'
import type { ShingleRow, SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { SUBJECT_KINDS, type SubjectKind } from './subject.js'
import { type Tables, toldAt } from './tables.js'

/** The rows that tables were built from: built anew they give the same bytes. Pure. */
export function rowsOf(tables: Tables): SnapshotRows {
  const told = new Map<number, Pick<SubjectRow, 'group' | 'reasons'>>()
  // Rows of one text share it, as they did before: there may be a million.
  const toldOnce = (place: number) => {
    const known = told.get(place) ?? toldAt(tables, place)
    told.set(place, known)
    return known
  }
  const subjects = Array.from({ length: tables.entries }, (_, entry): SubjectRow => {
    const { group, reasons } = toldOnce(tables.reasonsOf[entry] ?? 0)
    return {
      kind: kindAt(tables, entry),
      hash: whole(tables.hashes, entry * 2),
      policy: tables.policyOf[entry] ?? 0,
      startMs: tables.startMs[entry] ?? 0,
      endMs: tables.endMs[entry] ?? 0,
      group,
      reasons,
    }
  })
  const shingles = Array.from(
    { length: tables.shingles.length / 4 },
    (_, row): ShingleRow => ({
      shingle: whole(tables.shingles, row * 4),
      template: whole(tables.shingles, row * 4 + 2),
    }),
  )
  const { createdAtMs, keyCheck, runId, killSwitch, policies, templateShinglesMin } = tables
  const same = { createdAtMs, keyCheck, runId, killSwitch, policies, templateShinglesMin }
  return { ...same, subjects, shingles }
}

function kindAt({ kinds }: Tables, entry: number): SubjectKind {
  const kind = SUBJECT_KINDS[kinds[entry] ?? SUBJECT_KINDS.length]
  assert(kind !== undefined, 'a subject of no kind')
  return kind
}

const whole = (halves: Uint32Array, at: number): bigint =>
  (BigInt(halves[at + 1] ?? 0) << 32n) | BigInt(halves[at] ?? 0)
