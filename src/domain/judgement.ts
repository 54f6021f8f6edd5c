/** A judgement on whose a campaign is, or whom a slice of it serves: signed by people, never changed afterwards. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import { RATINGS } from './competing.js'
import { CONFIDENCES, LIKELIHOOD_WORDS } from './estimate.js'
import { instant } from './exchange.js'
import type { Json } from './sharing.js'

export const JUDGEMENT_SCHEMA = 'stillwatch.judgement/1'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const slice = z.strictObject({
  kind: z.enum(['capability', 'channel', 'template']),
  name: z.string(),
})
export type SliceNamed = z.infer<typeof slice>

const item = z.strictObject({
  item: z.string(),
  standing: z.enum(['fact', 'inference']),
  text: z.string(),
  source: z
    .union([
      z.strictObject({ evidence_id: z.string() }),
      z.strictObject({ file_sha256: sha256 }),
      z.null(),
    ])
    .describe('Of a fact: evidence of the store, or a file by its hash. An inference has none.'),
  rests_on: z.array(z.string()).describe('Of an inference: the facts without which it falls.'),
  ratings: z.record(z.string(), z.enum(RATINGS)),
  diagnosticity: z.int(),
  is_sensitive: z.boolean(),
  by: z.string(),
})

/** What people agree on, before anybody signs. */
const content = {
  assessment_id: z.string(),
  campaign_id: z.string(),
  slice: slice.nullable(),
  question: z.enum(['operator', 'beneficiary']),
  author: z.string(),
  claim: z.string(),
  hypothesis: z.string().describe('Which of the hypotheses the claim is.'),
  likelihood: z.enum(LIKELIHOOD_WORDS),
  confidence: z.enum(CONFIDENCES),
  confidence_grounds: z.string(),
  would_change: z.string(),
  review_at: instant,
  expires_at: instant,
  hypotheses: z.array(
    z.strictObject({
      hypothesis: z.string(),
      text: z.string(),
      inconsistency: z.int(),
      place: z.int(),
    }),
  ),
  items: z.array(item),
  dissents: z.array(z.strictObject({ by: z.string(), at: instant, text: z.string() })),
}

export const judgementContent = z.strictObject(content)
export type JudgementContent = z.infer<typeof judgementContent>

export const judgement = z.strictObject({
  schema: z.literal(JUDGEMENT_SCHEMA),
  ...content,
  version: z.int(),
  supersedes: sha256.nullable().describe('The digest of the version before.'),
  signed_by: z.array(z.string()),
  signed_at: instant,
  key_id: sha256.describe('SHA-256 of the public key of the installation, in DER.'),
})
export type Judgement = z.infer<typeof judgement>

/** As it is handed on: the judgement, and the signature over its canonical JSON, in base64. */
export const signedJudgement = z.strictObject({
  judgement,
  digest: sha256,
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})
export type SignedJudgement = z.infer<typeof signedJudgement>

/** SHA-256 of the canonical JSON. */
export const digestOf = (value: Json): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex')

export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(publicOf(key).export({ type: 'spki', format: 'der' }))
    .digest('hex')

const publicOf = (key: KeyObject): KeyObject =>
  key.type === 'private' ? createPublicKey(key) : key

/** Of what was signed: all of the judgement, and nothing besides. */
export const signedBytes = (one: Judgement): Buffer => Buffer.from(canonicalJson(one), 'utf8')

export type Verification = 'VALID' | 'CHANGED' | 'OTHER_KEY' | 'NOT_SIGNED'

/** Whether a key of ours signed just this. `OTHER_KEY`: it says itself that another one did. */
export function verifySigned(signed: SignedJudgement, key: KeyObject): Verification {
  if (signed.judgement.key_id !== keyIdOf(key)) return 'OTHER_KEY'
  if (signed.digest !== digestOf(signed.judgement)) return 'CHANGED'
  const signature = Buffer.from(signed.signature, 'base64')
  return verify(null, signedBytes(signed.judgement), key, signature) ? 'VALID' : 'NOT_SIGNED'
}
