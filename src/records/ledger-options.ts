import type { Person } from '../domain/people.js'
import type { PreviewKnown, ShareTerms } from '../domain/sharing.js'
import type { Store } from '../store/store.js'
import type { FileGuards } from './account-requests.js'
import type { Head } from './audit.js'
import type { Line, Signing } from './deed.js'
import type { EnrolmentTimes } from './enrolment.js'
import type { PolicyKnown } from './state.js'

/** What the ledger is given, and asks whenever it has to know. */
export interface LedgerOptions {
  /** The door for records: nobody else adds to the trail by another. */
  readonly store: Store
  readonly now: () => number
  /** Now, by the clock by which enrolments end, where that is another. */
  readonly endsMs?: (() => number) | undefined
  readonly newId: () => string
  /** Who may act, and what the policy file says, whenever it is asked. */
  readonly people: () => readonly Person[]
  readonly policies: () => readonly PolicyKnown[]
  /** For how long a proposal waits for a second person. */
  readonly proposalMs?: (() => number) | undefined
  /** For how long something is granted to whoever applied, and an answer waited for. */
  readonly enrolling?: (() => EnrolmentTimes) | undefined
  /** Whom settings and policy file protect, whenever it is asked. */
  readonly guards: () => FileGuards
  /** What an account belongs to, by `guardName`. It may take long: nobody's act waits for another's. */
  readonly company: (account_id: string) => Promise<readonly string[]>
  /** Of a campaign, a cluster or an account. */
  readonly line?: (
    subject: Readonly<Record<'subject_kind' | 'subject_id', string>>,
  ) => Promise<Line>
  /** Whether a campaign has this evidence in a run that is kept. */
  readonly isEvidence?: (
    of: Readonly<Record<'campaign_id' | 'evidence_id', string>>,
  ) => Promise<boolean>
  /** Whether this service alone uses the store. */
  readonly canErase: boolean
  /** Partners that tell by a channel of their own, by the settings whenever it is asked. */
  readonly channels?: (() => ReadonlySet<string>) | undefined
  /** The key of the installation, where it has one, whenever something is to be signed. */
  readonly signing?: (() => Signing | undefined) | undefined
  /** What somebody looked at before it leaves, where nothing changed since; else it is made for whoever wants it to leave. */
  readonly preview?:
    | ((terms: ShareTerms, by: string) => Promise<PreviewKnown | undefined>)
    | undefined
  /** What somebody had made, by its id, where it is still there. */
  readonly previewMade?: ((preview_id: string) => PreviewKnown | undefined) | undefined
  /** Told the head after each act, to be noted where the store is not. */
  readonly noted?: ((head: Head) => void) | undefined
}
