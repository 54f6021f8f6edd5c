import { z } from 'zod'
import { type HashKey, sipHash } from '../decisions/siphash.js'

export const SUBJECT_KINDS = ['account', 'organization', 'end_user'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** Whom an erasure is about. An end user is one of an account. */
export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
  /** Of an end user; else empty. */
  readonly account: string
}

/** `all`: everything. `texts`: what they wrote and were answered; what is known of it stays as evidence. */
export const SCOPES = ['texts', 'all'] as const
export type Scope = (typeof SCOPES)[number]

/** An erasure as it is kept: it tells whom it was about only to who has the secret and the name. */
export const markForm = z.strictObject({
  kind: z.enum(SUBJECT_KINDS),
  subject_hash: z.string().regex(/^[0-9a-f]{16}$/),
  scope: z.enum(SCOPES),
  asked_at: z.iso.datetime(),
  /** Null until it was done to the end. */
  done_at: z.iso.datetime().nullable(),
})
export type Mark = z.infer<typeof markForm>

/** The keyed hash of a subject, in hexadecimal. The statement `subject_known` computes the same. */
export function subjectHash(key: HashKey, { kind, account, id }: Subject): string {
  const bytes = Buffer.from(`erasure\n${kind}\n${account}\n${id}`)
  const out = new Uint32Array(2)
  sipHash(key, bytes, bytes.length, out)
  const [low = 0, high = 0] = out
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}

/** Whom marks are about, with the strongest scope of each. */
export function hashesOf(marks: readonly Mark[]): ReadonlyMap<string, Scope> {
  const found = new Map<string, Scope>()
  for (const { subject_hash, scope } of marks) {
    if (scope === 'all' || !found.has(subject_hash)) found.set(subject_hash, scope)
  }
  return found
}
