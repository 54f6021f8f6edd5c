import { z } from 'zod'
import { instant } from './exchange.js'

export const CAPABILITIES = [
  'reasoning',
  'reward_model',
  'code',
  'tool_use',
  'computer_use',
  'vision',
  'data_analysis',
  'mathematics',
  'safety_rewriting',
  'instruction_generation',
  'translation',
  'chat',
  'other',
] as const
export const capability = z.enum(CAPABILITIES)
export type Capability = z.infer<typeof capability>

/** The families of evidence. Within a family only the strongest channel counts. */
export const FAMILIES = [
  'operations',
  'money',
  'identity',
  'time',
  'network',
  'client',
  'content',
  'extraction',
  'history',
  'partner',
] as const
export const family = z.enum(FAMILIES)
export type Family = z.infer<typeof family>

/** A fact that a person can check, in bits for (positive) or against (negative). */
export const evidence = z.object({
  evidence_id: z.string(),
  family,
  kind: z.string(),
  weight_bits: z.number(),
  statement: z.string(),
})
export type Evidence = z.infer<typeof evidence>

export const memberRole = z.enum(['operator', 'customer', 'victim'])
export type MemberRole = z.infer<typeof memberRole>

export const campaignMember = z.object({
  account_id: z.string(),
  role: memberRole,
  membership: z.number().min(0).max(1),
  exchanges: z.int(),
  exchanges_extracting: z
    .int()
    .describe('What was taken through it; the own life of a victim or customer is not in it.'),
  first_seen_at: instant,
  last_seen_at: instant,
})
export type CampaignMember = z.infer<typeof campaignMember>

/** A fact or an inference under a hypothesis. Of slices of traffic nothing is weighed. */
export const attributionItem = evidence.extend({
  speaks: z.enum(['for', 'against']),
})

/** What is proposed of whose a campaign is, or of whom a slice of its traffic serves. It names nobody. */
export const hypothesis = z.object({
  hypothesis_id: z.string(),
  question: z.enum(['operator', 'beneficiary']),
  about_kind: z
    .string()
    .describe(
      'One hand with a `campaign` of this run, a `former` one, or whoever was `banned` on a day; or a slice by `capability`, `channel` or `template`.',
    ),
  about_name: z.string(),
  weight_bits: z
    .number()
    .describe('Of its inferences: the strongest facts of each family, less what choice explains.'),
  facts: z.array(attributionItem),
  inferences: z.array(attributionItem),
})
export type Hypothesis = z.infer<typeof hypothesis>

export const campaign = z.object({
  campaign_id: z.string(),
  verdict: z.enum(['review', 'act']),
  confidence: z.int().min(0).max(100),
  linkage: z.number().min(0).max(1),
  extraction: z.number().min(0).max(1),
  rests_on: z
    .string()
    .describe(
      'The one cause without which its accounts do not hang together: `a few accounts`, `few links`, `sittings`, `tables`, `work handed on`, or families of circumstance; `likeness` where no link holds any of them; empty where it rests on several. But for likeness and work handed on, which bar `act` instead, it is counted in `counter_evidence` as `one_cause`.',
    ),
  first_seen_at: instant,
  last_seen_at: instant,
  accounts: z
    .int()
    .describe('Accounts in `members`, in every role. Whom to act on says the role alone.'),
  exchanges: z.int().describe('All exchanges of all members: the sum over `members`.'),
  tokens_out: z.int().describe('Output of all exchanges of all members.'),
  exchanges_extracting: z
    .int()
    .describe(
      'What was taken, through whichever member; without cover traffic, and without what customers or owners of keys asked for themselves.',
    ),
  capabilities: z.array(z.object({ capability, exchanges: z.int() })),
  members: z.array(campaignMember),
  succeeds: z.array(z.string()),
  evidence: z.array(evidence),
  counter_evidence: z.array(evidence),
  attribution: z.object({
    operator: z.string().nullable().describe('Naming one is a person’s signed act: no run does.'),
    hypotheses: z.array(hypothesis),
  }),
  countermeasure: z.object({ level: z.string(), needs: z.string() }),
})
export type Campaign = z.infer<typeof campaign>

export const accountFinding = z.object({
  account_id: z.string(),
  verdict: z.enum(['watch', 'review', 'act']),
  confidence: z.int().min(0).max(100),
  campaign_id: z.string().nullable(),
  reasons: z
    .array(z.string())
    .describe(
      'Of a member the first is its role. Each other is the id of a detector, or a word, a colon and a sentence: `linked`, `circumstance` or `alike` say how it is tied; `own-texts`, `known-texts`, `mission`, `loop` and `habit` what it sends; `links-alone` that it sends nothing of the kind; `two-lives`, `proven-customer`, `verified-organisation`, `old-account` and `took-nothing` what spares it; `group` that it is of a cluster which is no campaign.',
    ),
})
export type AccountFinding = z.infer<typeof accountFinding>

/** What a scan concludes: `stillwatch.findings/1`. */
export const findings = z.object({
  schema: z.literal('stillwatch.findings/1'),
  stillwatch_version: z.string(),
  run_id: z.string(),
  window_start: instant,
  window_end: instant,
  input: z.object({
    exchanges: z.int(),
    accounts: z.int(),
    rejected: z.int(),
    duplicates: z.int(),
    detectors_off: z.array(z.object({ id: z.string(), missing: z.array(z.string()) })),
  }),
  campaigns: z.array(campaign),
  accounts: z.array(accountFinding),
  calibration: z.object({
    reference_accounts: z.int(),
    null_runs: z.int(),
    // Says nothing where `null_runs` is 0.
    campaigns_on_null: z.int(),
    false_links_under_independence: z.number(),
    // Of these, links that one channel makes alone: a second foreign answer, one card under two names.
    links_on_one_channel: z.int().optional(),
    // What the numbers called confidence were fitted to: clusters of made traffic, and rulings once there are enough.
    confidence: z
      .object({
        clusters: z.int(),
        campaigns: z.int(),
        rulings: z.int(),
        brier: z.number(),
      })
      .optional(),
  }),
})
export type Findings = z.infer<typeof findings>
