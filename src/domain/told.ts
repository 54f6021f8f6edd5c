import { z } from 'zod'
import { indicatorReceived, marking } from './indicator.js'
import type { SharedAttribution } from './sharing.js'

/** An indicator as a bundle tells it: who the partner is and when it came is known to whoever takes it in. */
export const indicatorTold = indicatorReceived.omit({ partner_id: true, received_at: true })
export type IndicatorTold = z.infer<typeof indicatorTold>

/** An object of a bundle that is not taken in. The reason is of a fixed list and quotes nothing. */
export interface ToldRefused {
  /** Empty where the bundle as a whole was refused. */
  readonly object_id: string
  readonly reason: string
}

/** What a bundle of a partner says, whatever its form. */
export interface Told {
  readonly indicators: readonly IndicatorTold[]
  /** Objects, by the partner's names, that it takes back. */
  readonly withdrawn: readonly string[]
  readonly refused: readonly ToldRefused[]
  /** What the partner's people judged, for ours to read: it is kept nowhere, and nothing weighs it. */
  readonly judgements?: readonly SharedAttribution[]
}

/** How an installation calls a partner: in settings, evidence and the trail. */
export const PARTNER_ID = /^[a-z0-9][a-z0-9-]{0,31}$/
export const partnerId = z
  .string()
  .regex(PARTNER_ID, 'it is one to 32 of a to z, 0 to 9 and -, and begins with no -')

/** What a partner is told back: how many operators of campaigns found here carry what it told. */
export const sighting = z.object({
  partner_id: z.string(),
  object_id: z.string().describe('As the partner names it.'),
  indicator_id: z.string(),
  marking: marking.describe('As the partner marked what it told.'),
  accounts: z.int(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
})
export type Sighting = z.infer<typeof sighting>
