import { z } from 'zod'
import { capability, family } from '../../domain/findings.js'
import { pattern } from '../../domain/indicator.js'
import type { Json, SharedObject } from '../../domain/sharing.js'
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

/** On a sighting: how well the producer's own history says that the pattern tells. */
export const figuresExtension = z.object({
  extension_type: extensionType,
  operators: z.int().min(0).describe('Accounts of the campaign that carry it.'),
  carriers: z.int().min(0).describe('All accounts of the producer that carry it, those included.'),
  reference_carriers: z.int().min(0).describe('Proven ordinary customers among them.'),
  precision: z.number().min(0).max(1).describe('(operators + 1) / (carriers + 2).'),
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
export const stixExtension = z.union([indicatorExtension, figuresExtension, countsExtension])

/** `extensions` of an object that has ours. */
export const extended = (held: { readonly [key: string]: Json }): SharedObject => ({
  [EXTENSION_ID]: { extension_type: 'property-extension', ...held },
})

const ABOUT =
  'What STIX has no word for where language-model APIs are harvested: sketches of fixed prompts, the grammar of sign-ups, the order of headers, hashes of payment instruments under a key that partners share, vectors of behaviour, and how often a pattern was right.'

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
