/**
 * Erasures that two people wanted. Pure: what became of each is in the trail. Each waits for a while, in which one person can
 * take it back; then the engine does it.
 */

export const DATA_SUBJECT_KINDS = ['account', 'organization', 'end_user'] as const
export type DataSubjectKind = (typeof DATA_SUBJECT_KINDS)[number]

/** `all`: everything. `texts`: what they wrote and were answered; what is known of it stays as evidence. */
export const ERASURE_SCOPES = ['texts', 'all'] as const
export type ErasureScope = (typeof ERASURE_SCOPES)[number]

export interface Erasure {
  readonly erasure_id: string
  readonly kind: DataSubjectKind
  /** Empty once everything of them was erased. */
  readonly subject_id: string
  /** Of an end user; else empty. */
  readonly account_id: string
  /** What becomes of an account that is in a campaign. */
  readonly evidence: 'keep' | 'erase'
  readonly people: readonly string[]
  readonly opened_ms: number
  cancelled_ms: number | null
  /** From when on it cannot be taken back. */
  begun_ms: number | null
  done_ms: number | null
  /** Of what was done. */
  scope: ErasureScope | null
  /** How many rows and records were found: none tells that nobody of this name was there. */
  found: number | null
}

/** By id of the deed. */
export interface Erasures {
  readonly erasures: ReadonlyMap<string, Erasure>
}

export const ERASURE_BEGUN = 'erasure_begun'
/** By the service: a store that came back from a backup knows nothing of what was taken back later. */
export const ERASURE_CANCELLED = 'erasure_cancelled'
/** Noted once one was done, by whomever. */
export const SUBJECT_ERASED = 'subject_erased'
const STEPS: readonly string[] = [ERASURE_BEGUN, ERASURE_CANCELLED, SUBJECT_ERASED]
export const isOfErasure = (action: string): boolean => STEPS.includes(action)

interface Step {
  readonly action: string
  readonly at_ms: number
  readonly facts: Readonly<Record<string, unknown>>
}

/** Takes in what became of one. One that nobody asked for through the service changes nothing here. */
export function takeErasure({ erasures }: Erasures, { action, at_ms, facts }: Step): void {
  const one = erasures.get(`${facts.id ?? ''}`)
  if (one === undefined) return
  if (action === ERASURE_CANCELLED) {
    one.cancelled_ms ??= at_ms
    return
  }
  one.begun_ms ??= at_ms
  if (action === ERASURE_BEGUN) return
  one.done_ms = at_ms
  one.scope = facts.scope === 'texts' ? 'texts' : 'all'
  one.found = typeof facts.found === 'number' ? facts.found : null
}

/** Those that are still to be done. */
export const erasuresWaiting = ({ erasures }: Erasures): readonly Erasure[] =>
  [...erasures.values()].filter(
    ({ done_ms, cancelled_ms }) => done_ms === null && cancelled_ms === null,
  )

/** The name of an end user in the trail's list of pseudonyms: two names in one, which cannot be read in two ways. */
export const endUserName = (account_id: string, end_user_id: string): string =>
  `${account_id.length} ${account_id} ${end_user_id}`
