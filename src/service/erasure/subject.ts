import { z } from 'zod'
import { chainsOf, type HashSecrets, hashKeyOf } from '../../config/key.js'
import {
  DATA_SUBJECT_KINDS,
  type DataSubjectKind,
  ERASURE_SCOPES,
  type ErasureScope,
} from '../../records/erasures.js'
import { keyCheckOf } from '../decisions/key-check.js'
import { type HashKey, hashKeyWords, sipHash } from '../decisions/siphash.js'

/** Whom an erasure is about. An end user is one of an account. */
export interface Subject {
  readonly kind: DataSubjectKind
  readonly id: string
  /** Of an end user; else empty. */
  readonly account: string
}

/** An erasure as it is kept: it tells whom it was about only to who has the secret and the name. */
export const markForm = z.strictObject({
  kind: z.enum(DATA_SUBJECT_KINDS),
  subject_hash: z.string().regex(/^[0-9a-f]{16}$/),
  scope: z.enum(ERASURE_SCOPES),
  asked_at: z.iso.datetime(),
  /** Null until it was done to the end. */
  done_at: z.iso.datetime().nullable(),
  /** Of the chain of secrets that it was hashed under; left out under the first. */
  key_check: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  /** Of the deed by which two people wanted it; left out where the command was told to. */
  erasure_id: z.string().max(64).optional(),
})
export type Mark = z.infer<typeof markForm>

/**
 * The keyed hash of a subject, in hexadecimal. The statement `subject_known` computes the same. Names hold any character: of an
 * account with a line break the length is told as well, or two end users would be one.
 */
export function subjectHash(key: HashKey, { kind, account, id }: Subject): string {
  const length = account.includes('\n') ? ` of ${Buffer.byteLength(account)}` : ''
  return hexOf(key, Buffer.from(`erasure\n${kind}${length}\n${account}\n${id}`))
}

function hexOf(key: HashKey, bytes: Uint8Array): string {
  const out = new Uint32Array(2)
  sipHash(key, bytes, bytes.length, out)
  const [low = 0, high = 0] = out
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}

/** A mark of a subject under a chain of secrets, as it is now. */
export const checkOfMark = (secrets: HashSecrets): Pick<Mark, 'key_check'> =>
  chainsOf(secrets).length > 1 ? { key_check: keyCheckOf(secrets) } : {}

/** Marks under the newest secret of a chain that theirs continue to; those of another chain as they are. */
export function marksUnder(marks: readonly Mark[], secrets: HashSecrets): readonly Mark[] {
  const chains = chainsOf(secrets)
  const checks = chains.map((chain) => checkOfMark(chain).key_check)
  const [newest = []] = chains
  return marks.map((mark) => {
    const behind = checks.indexOf(mark.key_check)
    if (behind < 1) return mark
    const later = hashKeyWords(hashKeyOf(newest.slice(-behind)))
    const bytes = Buffer.from(mark.subject_hash, 'hex').reverse()
    return { ...mark, subject_hash: hexOf(later, bytes), ...checkOfMark(secrets) }
  })
}

/** Whom marks are about, with the strongest scope of each. */
export function hashesOf(marks: readonly Mark[]): ReadonlyMap<string, ErasureScope> {
  const found = new Map<string, ErasureScope>()
  for (const { subject_hash, scope } of marks) {
    if (scope === 'all' || !found.has(subject_hash)) found.set(subject_hash, scope)
  }
  return found
}
