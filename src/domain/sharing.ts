/** What an installation tells others of a campaign: the nouns. How a standard words them is the business of `feeds`. */
import { z } from 'zod'
import { CONFIDENCES, LIKELIHOOD_TERMS } from './estimate.js'
import { instant } from './exchange.js'
import { capability } from './findings.js'
import { indicator, marking } from './indicator.js'

/** ICD 203: how likely, in one of seven terms. How sure whoever says so is stands apart from it. */
export const likelihood = z.enum(LIKELIHOOD_TERMS)
export type Likelihood = z.infer<typeof likelihood>

/** One of the rivals. How likely it is was judged of one alone: the others were weighed by what speaks against them. */
export const sharedHypothesis = z.object({
  hypothesis_id: z.string(),
  about: z.enum(['operator', 'beneficiary']),
  statement: z.string().describe('As two people signed it.'),
  against: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'What speaks against it: one for an item that is inconsistent with it, two for very.',
    ),
  place: z.int().min(1).default(1).describe('1 for the one that least speaks against.'),
  likelihood: likelihood.nullable().describe('Of the one that was judged; null of the others.'),
  confidence: z.enum(CONFIDENCES).nullable().describe('The same.'),
})
export type SharedHypothesis = z.infer<typeof sharedHypothesis>

/** How somebody sees it otherwise. Nobody is told who. */
export const sharedDissent = z.object({ dissent_id: z.string(), text: z.string() })
export type SharedDissent = z.infer<typeof sharedDissent>

/** A signed judgement, without who signed it: whoever is told may ask the producer. */
export const sharedAttribution = z.object({
  assessment_id: z.string(),
  hypotheses: z.array(sharedHypothesis).describe('All rivals, the one that was judged first.'),
  facts: z.array(z.string()),
  inferences: z.array(z.string()),
  would_change: z.array(z.string()).describe('What would change the judgement.'),
  dissents: z
    .int()
    .min(0)
    .default(0)
    .describe('How often somebody wrote that they see it otherwise.'),
  dissent_texts: z
    .array(sharedDissent)
    .default([])
    .describe('Those of which two people released the text.'),
  judged_at: instant,
  expires_at: instant,
  judgement_sha256: z.string().describe('Of the canonical JSON that was signed.'),
})
export type SharedAttribution = z.infer<typeof sharedAttribution>

export const producer = z.object({
  name: z.string(),
  identity_id: z.string().describe('`identity--` and a UUID, the same in all that it shares.'),
})
export type Producer = z.infer<typeof producer>

/** Everything that may leave about one campaign. It names no account, no person and no text that nobody released. */
export const sharedCampaign = z.object({
  campaign: z.object({
    campaign_id: z.string(),
    confidence: z.int().min(0).max(100),
    verdict: z.enum(['review', 'act']),
    first_seen_at: instant,
    last_seen_at: instant,
    accounts: z.int().describe('Of its operators: a count, and never who.'),
    exchanges: z.int(),
    capabilities: z.array(z.object({ capability, exchanges: z.int() })),
  }),
  indicators: z.array(indicator),
  countermeasure: z.string().nullable().describe('The level that was proposed against it.'),
  succeeds: z.array(z.string()).describe('Campaigns of former runs that it goes on from.'),
  attribution: sharedAttribution.nullable(),
  marking: marking.describe('Of all of it: at least as strict as that of each indicator.'),
  expires_at: instant,
  producer,
})
export type SharedCampaign = z.infer<typeof sharedCampaign>

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** An object as it leaves. */
export type SharedObject = Readonly<Record<string, Json>>

/** Puts a campaign into a form's own words: the same campaign, the same objects in the same order. */
export interface ShareForm {
  /** `plain`, `stix`: the name by which two people agree on it. */
  readonly form: string
  /** `asOf`: of which instant the objects are a version, where the form has versions and somebody named one. */
  readonly write: (shared: SharedCampaign, asOf?: string) => readonly SharedObject[]
  /** Its own texts, which stand in what it writes whatever that is about: they repeat nobody. */
  readonly ownTexts: readonly string[]
}

const named = z.string().min(1).max(128)
const OBJECTS_NAMED_MAX = 1000
const PARTNERS_NAMED_MAX = 100

/** What somebody wants to share, and with whom. Together with what comes of it, it is what two people must want. */
export const shareTerms = z.strictObject({
  campaign_id: z.string().min(1).max(256),
  run_id: z.uuid().describe('The run that the campaign is taken from: one that is still kept.'),
  form: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  marking,
  to: z.array(named).min(1).max(PARTNERS_NAMED_MAX).describe('Partners or collections, by id.'),
  left_out: z
    .array(named)
    .max(OBJECTS_NAMED_MAX)
    .default([])
    .describe('Indicators that stay here.'),
  texts: z
    .array(named)
    .max(OBJECTS_NAMED_MAX)
    .default([])
    .describe(
      'Indicators of which the pattern is released as a text, although an exchange has it; a kind that is one stays here otherwise. And dissents, by id.',
    ),
  judgement: z
    .boolean()
    .default(false)
    .describe(
      'Whether the judgement that was signed on it leaves too, with the words of its rivals.',
    ),
  expires_at: instant.describe('From then on it is given to nobody.'),
  as_of: instant
    .optional()
    .describe(
      'Of which instant the objects are a version: whoever has earlier ones replaces them. Left out, of when the campaign was last seen or judged.',
    ),
})
export type ShareTerms = z.infer<typeof shareTerms>

/** Why something cannot be shared as it was asked. */
export type ShareFault =
  /** There is no such campaign in the newest run, no such run, or no such indicator. */
  | 'NOT_THERE'
  /** By the newest run people let it go: by its name, or half of it by another. */
  | 'RULED_BENIGN'
  /** The settings do not say who shares. */
  | 'NO_PRODUCER'
  /** There is no such form, or somebody whom it would go to does not take it. */
  | 'FORM_UNKNOWN'
  /** There is no such partner, and no such collection. */
  | 'DESTINATION_UNKNOWN'
  /** Somebody whom it would go to is not trusted with what is marked so. */
  | 'MARKING_STRICT'
  /** It ends in the past or too late, or is of an instant to come, or from before the campaign. */
  | 'ENDS_WRONG'
  /** It would be longer than what can be looked through. */
  | 'TOO_LONG'

/** What of the store a place of what would leave repeats. What it says is told nobody. */
export interface Leak {
  readonly place: string
  readonly kind:
    | 'prompt'
    | 'system'
    | 'response'
    | 'account'
    | 'organization'
    | 'api_key'
    | 'end_user'
    | 'address'
    /** It is escaped so often that nobody can say what it repeats. */
    | 'escaped'
}

/** Where a leak is, in words: objects are counted from one, as whoever looks at them counts. */
export const placeText = (place: string): string =>
  place.replace(
    /^objects\.(\d+)(\.?)/,
    (_, index: string, more: string) => `object ${Number(index) + 1}${more === '' ? '' : ', '}`,
  )

/** What two people look at before anything leaves. */
export type PreviewKnown =
  | { readonly kind: 'refused'; readonly why: ShareFault; readonly places: readonly string[] }
  | {
      readonly kind: 'ready'
      /** Of {@link text}: what two people agree on. */
      readonly sha256: string
      /** Canonical JSON of `{ document, terms }`. `document` is what leaves. */
      readonly text: string
      readonly leaks: readonly Leak[]
    }
