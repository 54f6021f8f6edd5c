import type { AccountRequest } from './account-request.js'
import type { Assessment } from './assessment.js'
import type { EnrolmentStep, Enrolments } from './enrolment.js'
import type { Erasure } from './erasures.js'
import type { Restriction } from './restrictions.js'
import { nameOf } from './restrictions.js'
import type { DeliverySteps, Share } from './share.js'

/** What somebody proposed that a second person must want as well before it is done. */
export interface Proposal {
  readonly proposal_id: string
  readonly deed: string
  /** What both must want, to the letter. */
  readonly key: string
  readonly object: string
  readonly by: string
  readonly sha256: string
  readonly at_ms: number
  readonly reason: string
  /** What the second person must ask for. */
  readonly input: unknown
}

export interface Approval {
  readonly policy_id: string
  readonly people: readonly string[]
  readonly at_ms: number
}

export type SubjectKind = 'account' | 'cluster' | 'campaign'
export type ProtectedKind = 'account' | 'organization' | 'api_key'

/** A conclusion of people about somebody. One against somebody has two. */
export interface SignedRuling {
  readonly ruling_id: string
  readonly ruled_ms: number
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly conclusion: 'benign' | 'campaign' | 'undecided'
  readonly people: readonly string[]
  readonly reason: string
  readonly expires_ms: number | null
  /** Of one that lets a campaign go: those that it went on from, and those that went on from it, as it was known then. */
  readonly line?: readonly string[] | undefined
  /** Why these are not all: `cut` or `unread`. */
  readonly line_lacks?: string | undefined
  /** Of one that lets an account go: shares in force of its campaigns, which may tell what it carries. */
  readonly shares_standing?: readonly string[] | undefined
}

export interface Note {
  readonly by: string
  readonly at_ms: number
  readonly text: string
}

export interface Case {
  readonly case_id: string
  readonly campaign_id: string
  readonly opened_ms: number
  claimed_by: string | null
  closed: string | null
  readonly notes: Note[]
}

export interface Appeal {
  readonly appeal_id: string
  readonly account_id: string
  /** The policy that the account was told of. */
  readonly policy_id: string
  /** The campaign that it is said to be of, where that is known. */
  readonly campaign_id?: string | undefined
  readonly statement: string
  readonly opened_ms: number
  claimed_by: string | null
  outcome: 'upheld' | 'overturned' | null
  decided_by: string | null
  decided_ms: number | null
  answer: string
  restitution: string
}

/** What people did, as the audit trail has it. One hand changes it, the ledger's. */
export interface State extends Enrolments {
  /** Hashes of tokens that act no more. */
  readonly revoked: Set<string>
  readonly proposals: Map<string, Proposal>
  /** By digest of the policy. */
  readonly approvals: Map<string, Approval>
  /** Whoever approved a policy of this id at any time, whatever became of it. */
  readonly approvers: Map<string, Set<string>>
  killSwitch: boolean
  readonly protected: Map<string, { readonly kind: ProtectedKind; readonly id: string }>
  /** Names of restrictions that somebody lifted. */
  readonly lifted: Set<string>
  /** Whoever took somebody off the never-touch list, by whom. */
  readonly unprotectors: Map<string, Set<string>>
  readonly rulings: Map<string, SignedRuling>
  /** Partners whose word counts for nothing at present. */
  readonly paused: Set<string>
  /** Ids of those that runs and decisions know. */
  readonly written: Set<string>
  readonly cases: Map<string, Case>
  readonly appeals: Map<string, Appeal>
  readonly assessments: Map<string, Assessment>
  /** What the account system is asked, in the order in which people wanted it. */
  readonly requests: Map<string, AccountRequest>
  /** Of the last of these; 0 where there is none. */
  sequence: number
  /** Who is to be erased, or was. */
  readonly erasures: Map<string, Erasure>
  /** Who read which preview, by its hash. */
  readonly previewed: Map<string, Set<string>>
  /** What two people released, whatever became of it. */
  readonly shares: Map<string, Share>
  /** What became of telling partners, by the id of what they are told. */
  readonly deliveries: Map<string, DeliverySteps>
  /** The last steps of enrolments of which two people said that they are over: whatever becomes of one later, it is not confirmed. */
  readonly endsConfirmed: WeakSet<EnrolmentStep>
}

export const newState = (): State => ({
  revoked: new Set(),
  proposals: new Map(),
  approvals: new Map(),
  approvers: new Map(),
  killSwitch: false,
  protected: new Map(),
  lifted: new Set(),
  unprotectors: new Map(),
  rulings: new Map(),
  paused: new Set(),
  written: new Set(),
  cases: new Map(),
  appeals: new Map(),
  assessments: new Map(),
  requests: new Map(),
  sequence: 0,
  erasures: new Map(),
  previewed: new Map(),
  shares: new Map(),
  deliveries: new Map(),
  endsConfirmed: new WeakSet(),
  enrolments: new Map(),
  enrolmentOf: new Map(),
})

/** A policy as its file has it. */
export interface PolicyKnown {
  readonly policy_id: string
  readonly digest: string
  readonly level: string
  readonly mode: string
  readonly reason_code: string
  readonly appeal: string
  /** Ids of those of its measures that need not look into a request, each with its numbers. */
  readonly measures: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export const isLifted = (
  { lifted }: Pick<State, 'lifted'>,
  one: Pick<Restriction, 'policy_id' | 'group'>,
): boolean => lifted.has(nameOf(one as Restriction))

/** Deeds by which the account system is asked to touch somebody. */
export const ASKS: readonly string[] = ['suspend_account', 'verify_account', 'restrict_account']

/** What was proposed against somebody before they were let go counts no more: whoever agreed would not know of that. */
export function voidProposals(
  { proposals }: Pick<State, 'proposals'>,
  { subject_kind, subject_id }: Pick<SignedRuling, 'subject_kind' | 'subject_id'>,
): void {
  for (const key of proposals.keys()) {
    if (key.startsWith(`rule_against\n${subject_kind}\n${subject_id}\n`)) proposals.delete(key)
  }
  if (subject_kind === 'account') voidAsking({ proposals }, subject_id, ASKS)
}

/** The same, of what the account system was to be asked by some deeds. */
export function voidAsking(
  { proposals }: Pick<State, 'proposals'>,
  account_id: string,
  deeds: readonly string[],
): void {
  for (const [key, { deed }] of proposals) {
    if (deeds.includes(deed) && key.startsWith(`${deed}\n${account_id}\n`)) proposals.delete(key)
  }
}

/** The ruling on a subject that counts: the last that was written down and has not run out. A clock may go back, the trail not. */
export function rulingOn(
  { rulings }: Pick<State, 'rulings'>,
  subject: Pick<SignedRuling, 'subject_kind' | 'subject_id'>,
  nowMs: number,
): SignedRuling | undefined {
  let newest: SignedRuling | undefined
  for (const one of rulings.values()) {
    const isOn = one.subject_kind === subject.subject_kind && one.subject_id === subject.subject_id
    if (!isOn || (one.expires_ms !== null && one.expires_ms <= nowMs)) continue
    newest = one
  }
  return newest
}

/** Whether people let a campaign go: by its own name, else with one that it goes on from or that goes on from it. */
export function isLetGo(
  state: Pick<State, 'rulings'>,
  campaign_id: string,
  nowMs: number,
): boolean {
  const own = rulingOn(state, { subject_kind: 'campaign', subject_id: campaign_id }, nowMs)
  if (own !== undefined) return own.conclusion === 'benign'
  return [...state.rulings.values()].some(
    (one) => one.line?.includes(campaign_id) === true && rulingOn(state, one, nowMs) === one,
  )
}
