import { z } from 'zod'
import { CONFIDENCES } from '../../domain/estimate.js'
import { capability, family } from '../../domain/findings.js'
import { pattern } from '../../domain/indicator.js'
import { type Json, likelihood, type SharedObject, sharedHypothesis } from '../../domain/sharing.js'
import { NOBODYS_AT, SPEC_VERSION, type StixObject } from './object.js'

/** Both ids are random UUIDs, fixed for good. */
export const EXTENSION_ID = 'extension-definition--b30cd60c-5233-47f7-8f51-839b42e7146a'
const AUTHOR_ID = 'identity--17aa391e-205a-40cf-ba9a-3ebc8399c4ff'

const extensionType = z.literal('property-extension')

/** An indicator's canonical pattern, whole: also where STIX has words for it, which must then say the same. */
export const indicatorExtension = z.object({
  extension_type: extensionType,
  kind: z.string().describe('What carries the pattern and how it is matched.'),
  family: family.describe('The kind of evidence that it is.'),
  pattern: pattern.describe(
    'In canonical form: the id of the indicator follows from kind and pattern.',
  ),
})

/** On a sighting: of whom it was seen. How many others carry it is about customers, and is told nobody. */
export const figuresExtension = z.object({
  extension_type: extensionType,
  operators: z
    .int()
    .min(0)
    .describe(
      'Accounts of the campaign that carry it: nine of ten who do with the producer and are known, and no proven ordinary customer does.',
    ),
})

const STATED_CHARACTERS_MAX = 20_000
const STATED_MAX = 100
const stated = z.array(z.string().min(1).max(STATED_CHARACTERS_MAX)).min(1).max(STATED_MAX)
const assessmentId = z.string().min(1).max(256)

/** On a note: a judgement that people signed. Lists are left out where they are empty: STIX has none. */
export const judgementExtension = z.object({
  extension_type: extensionType,
  assessment_id: assessmentId,
  facts: stated.optional(),
  inferences: stated.optional(),
  would_change: stated.optional(),
  dissents: z.int().min(0).describe('How often somebody wrote that they see it otherwise.'),
  judged_at: z.string(),
  expires_at: z.string(),
  judgement_sha256: z.string().describe('Of the canonical JSON that was signed.'),
})

/** On a note: one of the rivals of a judgement. Its words are the content of the note. */
export const hypothesisExtension = z.object({
  extension_type: extensionType,
  assessment_id: assessmentId,
  ...sharedHypothesis.pick({ hypothesis_id: true, about: true, against: true, place: true }).shape,
  likelihood: likelihood.optional().describe('Of the one that was judged.'),
  confidence: z.enum(CONFIDENCES).optional().describe('Of the one that was judged.'),
})

/** On an opinion: that somebody sees a judgement otherwise. Their words are its explanation. */
export const dissentExtension = z.object({
  extension_type: extensionType,
  assessment_id: assessmentId,
  dissent_id: z.string().min(1).max(300),
})

/** On observed data: how much was counted. It names no account. */
export const countsExtension = z.object({
  extension_type: extensionType,
  accounts: z.int().min(0),
  exchanges: z.int().min(0),
  capabilities: z
    .array(z.object({ capability, exchanges: z.int().min(0) }))
    .min(1)
    .optional()
    .describe('Left out where none is known: STIX has no empty lists.'),
})

/** What stands under our id in `extensions` of an object, by what object it is. */
export const stixExtension = z.union([
  indicatorExtension,
  figuresExtension,
  countsExtension,
  judgementExtension,
  hypothesisExtension,
  dissentExtension,
])

/** `extensions` of an object that has ours. */
export const extended = (held: { readonly [key: string]: Json }): SharedObject => ({
  [EXTENSION_ID]: { extension_type: 'property-extension', ...held },
})

const ABOUT =
  'What STIX has no word for where language-model APIs are harvested: sketches of fixed prompts, the grammar of sign-ups, the order of headers, hashes of payment instruments under a key that partners share, vectors of behaviour, how often a pattern was right, and what people judged, with its rivals.'

/** The definition of the extension and who wrote it: both travel with whatever uses it. */
export const EXTENSION_OBJECTS: readonly StixObject[] = [
  {
    type: 'identity',
    spec_version: SPEC_VERSION,
    id: AUTHOR_ID,
    created: NOBODYS_AT,
    modified: NOBODYS_AT,
    name: 'Stillwatch',
    identity_class: 'group',
  },
  {
    type: 'extension-definition',
    spec_version: SPEC_VERSION,
    id: EXTENSION_ID,
    created_by_ref: AUTHOR_ID,
    created: NOBODYS_AT,
    modified: NOBODYS_AT,
    name: 'Stillwatch: indicators of distillation',
    description: ABOUT,
    schema:
      'docs/reference/stix_extension.schema.json of Stillwatch, titled stillwatch.stix_extension/1',
    version: '1.0.0',
    extension_types: ['property-extension'],
  },
]
