import { z } from 'zod'
import { identifier, instant } from './exchange.js'

/** Whom the provider bills and can suspend: `stillwatch.account/1`. */
export const account = z.object({
  account_id: identifier,
  created_at: instant,
  organization_id: identifier.nullish(),
  is_organization_verified: z.boolean().nullish(),
  plan: z.string().nullish(),
  /** List price of the plan, US dollars a month. */
  price_month: z.number().nonnegative().nullish(),
  program: z.enum(['none', 'education', 'research', 'startup']).nullish(),
  verification: z.enum(['none', 'email', 'phone', 'payment', 'identity', 'institution']).nullish(),
  email_domain: z.string().nullish(),
  email_hash: z.string().nullish(),
  email_shape: z.string().nullish(),
  phone_hash: z.string().nullish(),
  document_hash: z.string().nullish(),
  billing_address_hash: z.string().nullish(),
  payment_hash: z.string().nullish(),
  payment_kind: z.enum(['card', 'prepaid', 'virtual', 'invoice', 'voucher', 'crypto']).nullish(),
  signup_ip: z.string().nullish(),
  signup_user_agent: z.string().nullish(),
  signup_ja4: z.string().nullish(),
  referrer: z
    .string()
    .nullish()
    .describe(
      'The page that led to the sign-up. Query and fragment are left out of all comparisons and of what is shared; put no name of a customer into the rest.',
    ),
  status: z.enum(['active', 'suspended', 'closed']).nullish(),
})
export type Account = z.infer<typeof account>

/** Something that happened to an account: `stillwatch.account_event/1`. */
export const accountEvent = z.object({
  account_id: identifier,
  occurred_at: instant,
  /** `restricted` and `unrestricted` name in `detail` the `restriction_id` that they are about. */
  kind: z.enum([
    'suspended',
    'reinstated',
    'closed',
    'plan_changed',
    'verified',
    'payment_failed',
    'restricted',
    'unrestricted',
  ]),
  detail: z.string().nullish(),
})
export type AccountEvent = z.infer<typeof accountEvent>

/** When a model became available: `stillwatch.model_release/1`. */
export const modelRelease = z.object({ model: z.string().min(1), released_at: instant })
export type ModelRelease = z.infer<typeof modelRelease>

/** A person's conclusion, which later runs read: `stillwatch.ruling/1`. */
export const ruling = z.object({
  ruling_id: identifier,
  ruled_at: instant,
  subject_kind: z.enum(['account', 'cluster', 'campaign']),
  subject_id: identifier,
  conclusion: z.enum(['benign', 'campaign', 'undecided']),
  author: z.string(),
  reason: z.string(),
  expires_at: instant.nullish(),
})
export type Ruling = z.infer<typeof ruling>
