import type { MemberRole } from '../domain/findings.js'
import type { CarriedPicture } from './carried.js'

/** An exchange of a raster's cell that carries no template family. */
export const NO_FAMILY = -1
/** One that carries a family which is not among those that have a colour. */
export const OTHER_FAMILY = -2

/** What one account did in one bucket of time. */
export type RasterCell = readonly [bucket: number, exchanges: number, familyIndex: number]

export interface RasterRow {
  readonly account_id: string
  readonly role: MemberRole
  /** When the account was made; null where the account file does not say. */
  readonly born_at: string | null
  /** When it was suspended or closed, and stayed so; null while it lives. */
  readonly ended_at: string | null
  /** In order of time. A cell is of the commonest family in it, if any exchange carries one. */
  readonly cells: readonly RasterCell[]
}

/** Accounts over time. Rows are in the order in which the accounts were first seen. */
export interface Raster {
  readonly start: string
  readonly bucket_seconds: number
  readonly buckets: number
  /** Families that have a colour, the most used first. */
  readonly families: readonly string[]
  readonly rows: readonly RasterRow[]
  readonly rows_left_out: number
}

/** A stretch of a template: text that stays, or one sample of what changes. */
export interface TemplatePiece {
  readonly kind: 'fixed' | 'slot'
  readonly text: string
}

export interface TemplatePicture {
  readonly family_id: string
  /** Where the fixed text lies. */
  readonly part: 'system' | 'opening' | 'closing'
  /** Of this campaign. */
  readonly exchanges: number
  readonly accounts: number
  readonly slots: number
  /** Slots that two or more accounts of the campaign sent: a loader shares work out, a class repeats it. */
  readonly slots_shared: number
  /** Empty where texts were not kept, or where there is too little to tell the fixed text by. */
  readonly pieces: readonly TemplatePiece[]
  readonly samples: readonly string[]
}

/** Values of one kind that a campaign's accounts use, as keyed hashes. */
export interface SharedValues {
  readonly distinct: number
  /** The most widely used, by accounts. */
  readonly top: readonly { readonly hash: string; readonly accounts: number }[]
}

export interface NamedUse {
  readonly name: string
  readonly exchanges: number
}

export interface InfrastructurePicture {
  readonly networks: SharedValues
  readonly addresses: SharedValues
  readonly clients: SharedValues
  readonly payment_instruments: SharedValues
  /** Sign-ups of one ten minutes, plan and referrer: those of two accounts or more. */
  readonly signup_batches: SharedValues
  readonly models: readonly NamedUse[]
  readonly channels: readonly NamedUse[]
}

/** What ties the members to each other, by family of evidence. */
export interface LinkPicture {
  readonly family: string
  readonly pairs: number
  readonly accounts: number
}

/** What a report shows of a campaign beside its findings. */
export interface CampaignPicture {
  /** What is done to it and proposed for accounts that came after it. */
  readonly carried: readonly CarriedPicture[]
  /** What was done to it, and where its traffic went, in sentences. */
  readonly displacement: readonly string[]
  readonly campaign_id: string
  readonly raster: Raster
  readonly templates: readonly TemplatePicture[]
  readonly infrastructure: InfrastructurePicture
  readonly links: readonly LinkPicture[]
  readonly would_change: readonly string[]
}

/** What a report says of the run itself. */
export interface RunSummary {
  /** Empty where the same input must give the same bytes: times differ from run to run. */
  readonly stages: readonly { readonly name: string; readonly seconds: number }[]
  /** Reasons for which lines were rejected, the commonest first. */
  readonly rejected?: readonly { readonly reason: string; readonly lines: number }[]
  /** Where the rejected lines are listed: what to type, or which file to open. */
  readonly rejected_where?: string
}
