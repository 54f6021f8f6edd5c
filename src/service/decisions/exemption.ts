import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'

export interface Exemption {
  /** Whether a row only says that somebody is never touched, or spared. */
  isMark(row: SubjectRow): boolean
  /** Whether such a mark stands for the subject of a row. */
  isExempt(row: Pick<SubjectRow, 'kind' | 'hash'>): boolean
}

/** Whom the rows of a snapshot mark as never touched, or spared. */
export function exemptionOf(rows: Pick<SnapshotRows, 'subjects'>): Exemption {
  const exempt = new Map<string, Set<bigint>>()
  for (const { kind, hash } of rows.subjects.filter(isMark)) {
    const marked = exempt.get(kind) ?? new Set()
    exempt.set(kind, marked.add(hash))
  }
  const has = (kind: string, hash: bigint) => exempt.get(kind)?.has(hash) === true
  return {
    isMark,
    isExempt: ({ kind, hash }) => has(`never_${kind}`, hash) || has(`spared_${kind}`, hash),
  }
}

const isMark = ({ kind }: SubjectRow): boolean =>
  kind.startsWith('never_') || kind.startsWith('spared_')
