import { z } from 'zod'
import { instant } from './exchange.js'
import { family } from './findings.js'
import { uuidOf } from './identifier.js'

/** TLP 2.0, the freest first: how far whoever is told may tell it. */
export const MARKINGS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export const marking = z.enum(MARKINGS)
export type Marking = z.infer<typeof marking>

/** Whether the first may be told under the second: no marking is loosened. */
export const isAsStrict = (least: Marking, given: Marking): boolean =>
  MARKINGS.indexOf(given) >= MARKINGS.indexOf(least)

/** What of a pattern another provider can match, in canonical form; which keys it has says its kind. */
export const pattern = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.array(z.string()).readonly()]),
)
export type Pattern = Readonly<z.infer<typeof pattern>>

/**
 * A pattern that another party could match in its own traffic, and what it is worth by our own history. It names no
 * account, and holds a raw value only where its kind says that it may.
 */
export const indicator = z.object({
  indicator_id: z
    .string()
    .describe('The kind and the pattern, hashed without a key: the same with every provider.'),
  campaign_id: z.string(),
  kind: z.string().describe('A file of `src/indicators`.'),
  family,
  pattern,
  statement: z.string().describe('For a person, with the figures and without the value.'),
  first_seen_at: instant,
  last_seen_at: instant,
  expires_at: instant.describe('Whoever matches it later matches somebody else.'),
  operators: z.int().describe('Operators of the campaign who carry it.'),
  carriers: z.int().describe('All accounts here that carry it, those included.'),
  reference_carriers: z.int().describe('Proven ordinary customers among them.'),
  precision: z
    .number()
    .min(0)
    .max(1)
    .describe('The share of its carriers here who are operators, (k + 1) / (n + 2).'),
  marking: marking.describe('The freest marking that its kind allows.'),
})
export type Indicator = z.infer<typeof indicator>

/** A pattern that a partner told, as it is kept: what a match says is worth what the partner has been right. */
export const indicatorReceived = z.object({
  partner_id: z.string(),
  object_id: z.string().describe('As the partner names it: in sightings it is named so.'),
  indicator_id: z.string(),
  kind: z.string(),
  pattern,
  valid_from: instant,
  valid_until: instant,
  marking,
  confidence: z.int().min(0).max(100).describe('What the partner says, not what is believed.'),
  campaign_name: z
    .string()
    .describe('The campaign by the name that the partner gave it, or empty.'),
  received_at: instant,
})
export type IndicatorReceived = z.infer<typeof indicatorReceived>

/** The same pattern has the same id with every provider: a UUIDv5 of its kind and its canonical form. */
export const indicatorId = (kind: string, of: Pattern): string =>
  uuidOf(`indicator\n${kind}\n${JSON.stringify(Object.entries(of).sort(byKey))}`)

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)
