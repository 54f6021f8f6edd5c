import { z } from 'zod'
import { account } from './account.js'
import { identifier, instant } from './exchange.js'

export const PROGRAMS = ['none', 'education', 'research', 'startup'] as const
export type Program = (typeof PROGRAMS)[number]

/** How much of a programme is asked for; the lowest first. What each takes stands with the rules of the programmes. */
export const TIERS = ['starting', 'full'] as const
export type Tier = (typeof TIERS)[number]

/** What somebody says that they will do. That it is not so is a reason to look, and never more. */
export const PURPOSES = [
  'coursework',
  'teaching',
  'research',
  'evaluation',
  'data_generation',
  'product',
  'internal_tools',
] as const
export type Purpose = (typeof PURPOSES)[number]

/** What somebody can prove. `institution_mail` and `domain_dns` are challenges; `documents` a person looks at. */
export const PROOFS = [
  'mail',
  'phone',
  'payment',
  'institution_mail',
  'institution_sign_in',
  'domain_dns',
  'invitation',
  'documents',
  'identity',
] as const
export type Proof = (typeof PROOFS)[number]

/**
 * Somebody who signs up, or asks for a programme: `stillwatch.application/1`. What is known of the account is as in
 * `stillwatch.account/1`. Name, country and language are no part of it, and are ignored where they come.
 */
export const application = account
  .omit({ account_id: true, created_at: true, program: true, status: true })
  .extend({
    application_id: identifier,
    applied_at: instant,
    account_id: identifier.nullish(),
    created_at: instant.nullish().describe('When the account signed up, where it applies later.'),
    program: z.enum(PROGRAMS).nullish().describe('Left out or `none`: ordinary sign-up.'),
    tier: z
      .enum(TIERS)
      .nullish()
      .describe(
        'Of the programme; left out: the lowest. A higher one is an application of its own.',
      ),
    purpose: z
      .enum(PURPOSES)
      .nullish()
      .describe('What they say it is for. What is done with a grant is held against it.'),
    institution_domain: z
      .string()
      .max(253)
      .nullish()
      .describe('Of the institution or company that is named, where the address is at another.'),
    domain_registered_at: instant
      .nullish()
      .describe('When that domain was registered, where the provider knows it.'),
    proofs: z.array(z.enum(PROOFS)).max(PROOFS.length).nullish().describe('Proofs that are held.'),
    invited_by: identifier
      .nullish()
      .describe('Who invited them. That it did is proved by `invitation` among the proofs.'),
  })
export type Application = z.infer<typeof application>

export const STEPS = ['grant', 'one_proof', 'more_proofs', 'person'] as const
/** What is asked beyond the proofs of the programme: nothing, one proof, more, or that a person looks. */
export type Step = (typeof STEPS)[number]

export interface GivenReason {
  readonly id: string
  readonly family: string
  /** Positive speaks for fraud, negative against it. */
  readonly weight_bits: number
  readonly statement: string
}

/** What an application looks like, and what to ask: `stillwatch.assessment/1`. */
export interface Assessment {
  readonly application_id: string
  /** Probability in percent, 0 to 100, that the application is one of a fraudulent set. */
  readonly risk: number
  /** What speaks for and against it as log-odds in bits, before they were calibrated on outcomes: by it applications are ordered. */
  readonly odds_bits: number
  readonly step: Step
  /** Proofs that the programme asks for and that are not held. */
  readonly required: readonly Proof[]
  /** Proofs to ask beyond those, the easiest to give first. */
  readonly extra: readonly Proof[]
  readonly reasons: readonly GivenReason[]
  readonly counter_reasons: readonly GivenReason[]
  /** Applications that look alike in what a maker of accounts decides; at most twenty. */
  readonly similar: readonly string[]
}
