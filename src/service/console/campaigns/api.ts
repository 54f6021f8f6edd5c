/**
 * What the console is told, reading by reading. Types alone: the console, which compiles for browsers, imports them and nothing
 * else of the service.
 */
import type { Campaign, CampaignMember, Capability, MemberRole } from '../../../domain/findings.js'
import type { EvidenceTotal } from '../../../feeds/evidence-total.js'
import type { CampaignPicture } from '../../../feeds/picture.js'
import type { InputTold } from '../input.js'
import type { RunTold } from '../told.js'

/** A campaign in a list. */
export interface CampaignRow {
  readonly campaign_id: string
  readonly verdict: 'review' | 'act'
  /** 0 to 100. */
  readonly confidence: number
  readonly rests_on: string
  readonly first_seen_at: string
  readonly last_seen_at: string
  /** Accounts that are said to be run by it, and those beside them that are not to be acted on. */
  readonly operators: number
  readonly beside: number
  readonly exchanges: number
  readonly exchanges_extracting: number
  readonly tokens_out: number
  readonly capabilities: readonly { readonly capability: Capability; readonly exchanges: number }[]
  readonly succeeds: readonly string[]
  readonly level: string
  readonly needs: string
}

export interface CampaignsAnswer {
  /** Null where no run has finished yet. */
  readonly run: RunTold | null
  readonly campaigns: readonly CampaignRow[]
}

/** What of a campaign was taken on a day (UTC), by capability. */
export interface TakenDay {
  readonly day: string
  readonly campaign_id: string
  readonly capability: Capability
  readonly exchanges: number
}

export interface OverviewAnswer extends CampaignsAnswer {
  /** What the run looked at. */
  readonly input: InputTold | null
  readonly days: readonly TakenDay[]
  readonly releases: readonly { readonly model: string; readonly released_at: string }[]
  /** What waits for a person. */
  readonly waiting: {
    readonly proposals: number
    readonly appeals: number
    readonly cases_open: number
    readonly campaigns_without_case: number
  }
}

/** A member that is not the operator's, and what is known of it. */
export interface BesideRow {
  readonly account_id: string
  readonly role: MemberRole
  /** Why it is not to be acted on, and what a person can find out; null where the run does not say. */
  readonly why: { readonly known: string; readonly check: string } | null
  readonly also: readonly string[]
}

/** Of the same cluster, and of no campaign: who looks alike and is not involved. */
export interface SparedRow {
  readonly account_id: string
  readonly verdict: string
  readonly reasons: readonly string[]
}

export interface CampaignAnswer {
  readonly run: RunTold | null
  /** Null where the last run has none of that name. */
  readonly campaign: Campaign | null
  readonly linkage?: EvidenceTotal
  readonly extraction?: EvidenceTotal
  readonly would_change?: readonly string[]
  /** Campaigns of the last run that say that they go on from this one. */
  readonly succeeded_by?: readonly string[]
  /** At most 200 of either kind. */
  readonly beside?: readonly BesideRow[]
  readonly beside_all?: number
  readonly spared?: readonly SparedRow[]
  readonly spared_all?: number
}

export type { Campaign, CampaignMember, Capability, MemberRole }

/** What takes longer to tell of a campaign. */
export interface DetailsAnswer {
  readonly run: RunTold | null
  readonly details: Omit<CampaignPicture, 'raster'> | null
}

export type Details = NonNullable<DetailsAnswer['details']>

/** A row of the raster: what is known of the life of an account. */
export interface RasterAccount {
  readonly account_id: string
  readonly role: MemberRole
  /** When it was made; null where the account file does not say. */
  readonly born_at: string | null
  /** When it was suspended or closed, and stayed so. */
  readonly ended_at: string | null
  /** How strongly it is tied to the others, in bits. */
  readonly tie_bits: number
  readonly taken: number
}

export interface RasterAnswer {
  readonly run: RunTold | null
  readonly start: string
  readonly bucket_seconds: number
  readonly buckets: number
  /** Template families that have a colour, the most used first. */
  readonly families: readonly string[]
  /** In the order in which they were first seen. */
  readonly accounts: readonly RasterAccount[]
  readonly accounts_left_out: number
  /**
   * The cells in which something happened, base64 of unsigned 16-bit integers, little end first, three a cell: the place of its account,
   * its bucket, and 16 times the exchanges (up to 4,095) plus the family: its place, 14 another one, 15 none.
   */
  readonly cells: string
  readonly releases: readonly { readonly model: string; readonly released_at: string }[]
}

/** Where the texts of a campaign's templates were read. */
export interface TemplatesRead {
  readonly state: 'done' | 'proposed'
  readonly id: string
  readonly entry: number
  readonly templates: CampaignPicture['templates']
  readonly [more: string]: unknown
}
