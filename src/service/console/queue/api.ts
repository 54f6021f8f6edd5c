/** What the console is told of what people do about campaigns. Types alone. */
import type { CampaignRow } from '../campaigns/api.js'
import type { RunTold } from '../told.js'

/** A campaign that waits for a person, or that somebody has. */
export interface QueueItem {
  readonly campaign_id: string
  /** Null where the last run has no campaign of that name, but its case is still open. */
  readonly campaign: CampaignRow | null
  /** Null where nobody opened a case yet. */
  readonly case_id: string | null
  readonly claimed_by: string | null
  readonly opened_at: string | null
  readonly notes: number
}

export interface QueueAnswer {
  readonly run: RunTold | null
  /** `act` before `review`, then what was taken; at most 500. */
  readonly items: readonly QueueItem[]
  readonly all: number
  /** Those of all that nobody has. */
  readonly free: number
}

export interface CaseTold {
  readonly case_id: string
  readonly opened_at: string
  readonly claimed_by: string | null
  /** What became of it; null while it is open. */
  readonly closed: string | null
  /** The last 100. */
  readonly notes: readonly { readonly by: string; readonly at: string; readonly text: string }[]
  readonly notes_all: number
}

export interface RulingTold {
  readonly ruling_id: string
  readonly conclusion: 'benign' | 'campaign' | 'undecided'
  readonly people: readonly string[]
  readonly reason: string
  readonly ruled_at: string
}

export interface ProposalTold {
  readonly proposal_id: string
  readonly deed: string
  readonly by: string
  readonly at: string
  readonly reason: string
  /** What the second person asks for. */
  readonly input: Readonly<Record<string, unknown>>
}

export interface RestrictionTold {
  readonly policy_id: string
  readonly group: string
  readonly level: string
  readonly subjects: number
  readonly from: string
  readonly until: string
}

/** What people did about one campaign, and what of it is in force. */
export interface DeedsAnswer {
  readonly campaign_id: string
  /** The one that is open, else none. */
  readonly case: CaseTold | null
  /** Closed ones, the last first; at most 20. */
  readonly cases_before: readonly CaseTold[]
  readonly ruling: RulingTold | null
  readonly proposals: readonly ProposalTold[]
  readonly restrictions: readonly RestrictionTold[]
  /** Policies of which what they do to this campaign was lifted. */
  readonly lifted: readonly string[]
}

export interface RadiusAccount {
  readonly account_id: string
  readonly standing: string
  readonly is_verified: boolean
}

export interface PolicyRadius {
  readonly policy_id: string
  readonly level: string
  readonly accounts: number
  readonly exchanges: number
  readonly by_standing: readonly {
    readonly standing: string
    readonly accounts: number
    readonly exchanges: number
  }[]
  /** Those with the most exchanges, at most 100 of each standing. */
  readonly named: readonly RadiusAccount[]
}

/** Whom a deed would let be touched, by the traffic of so many days before the end of what the last run looked at. */
export interface RadiusAnswer {
  /** Null where there is no run yet, or nothing was published yet that could be measured by. */
  readonly policies: readonly PolicyRadius[] | null
  readonly days: number
  readonly is_partial: boolean
  /** Operators whom a never-touch list keeps from being touched; at most 100. */
  readonly protected: readonly string[]
}
