/**
 * The policy file: which conclusions become which decisions. It is the operator's word and the only place
 * where a level above `observe` can come from; without one, nobody is touched.
 */
import { z } from 'zod'
import type { Countermeasure, Limits } from '../../countermeasures/define.js'
import { COUNTERMEASURES, MEASURE_IDS } from '../../countermeasures/index.js'
import { addressCanonical, addressNetwork } from './identifier.js'
import { type DecisionLevel, LEVELS } from './subject.js'

const DAYS_MAX = 90
const BATCH_HOURS_MAX = 14 * 24
const NEW_MODEL_DAYS_MAX = 365

/** What of an account a policy may be in force for. */
export const SCOPES = ['account', 'api_key', 'payment', 'template', 'system'] as const
export type Scope = (typeof SCOPES)[number]

const list = (what: string) => z.array(z.string().min(1).max(256)).max(10_000).describe(what)

const when = z
  .strictObject({
    verdict: z
      .enum(['review', 'act'])
      .optional()
      .describe('Operators of campaigns with this verdict or a graver one.'),
    confidence_min: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('Of these, campaigns of this confidence or more.'),
    ruling: z
      .literal('campaign')
      .optional()
      .describe('What a person ruled to be a campaign: its operators, or the account itself.'),
    needs: z
      .enum(['one person', 'two people'])
      .optional()
      .describe('Of these, campaigns for which so many must agree; both, if left out.'),
  })
  .describe('A conclusion of the last finished run, or of a person.')

const levelOf = (id: string): DecisionLevel =>
  COUNTERMEASURES.find((one) => one.id === id)?.level ?? 'deny'

const isNetwork = (text: string): boolean => {
  const [, address = '', size] = /^([^/]*)(?:\/(\d+))?$/.exec(text) ?? []
  const isFit = size === undefined || size === (address.includes(':') ? '48' : '24')
  return isFit && addressNetwork(address) !== ''
}

const named = z
  .strictObject({
    accounts: list('Account ids.').optional(),
    organizations: list('Organisation ids.').optional(),
    api_keys: list('API key ids, as they are asked about.').optional(),
    ips: list('Addresses; of IPv6 the /64 counts.')
      .refine((ips) => ips.every((ip) => addressCanonical(ip) !== ''), 'one is no address')
      .optional(),
    networks: list('Any address of a /24 or /48, with `/24` or `/48` after it or without.')
      .refine((all) => all.every(isNetwork), 'one is no /24 or /48')
      .optional(),
    ja4: list('TLS fingerprints.').optional(),
    user_agents: list('User agents; versions do not count.').optional(),
  })
  .describe('Subjects that a person named.')

const limits = z
  .strictObject({
    requests_per_minute: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe('Of all accounts of one campaign together; a minute of it may come at once.'),
    parallel: z
      .int()
      .positive()
      .max(100_000)
      .optional()
      .describe('Requests in hand at once, of all accounts of one campaign together.'),
    models: list('Models that are refused; a `*` at the end stands for any ending.').optional(),
    new_model_days: z
      .int()
      .positive()
      .max(NEW_MODEL_DAYS_MAX)
      .optional()
      .describe(
        'For so many days from its release a model is refused; releases are told as `stillwatch.model_release/1`.',
      ),
    repeated_share_max: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'So great a part of an answer may be the reasoning that it shows, said again; one half, if left out.',
      ),
    shows_reasoning: z
      .boolean()
      .optional()
      .describe('Your API shows reasoning in full to whoever does not say how it is to be shown.'),
    verify_at: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Public: where a proof can be given; an address or a sentence.'),
  })
  .describe('The numbers and names of its measures. A measure whose key is missing does nothing.')

const timing = z
  .union([
    z.literal('immediate'),
    z.strictObject({
      batch_hours: z
        .number()
        .min(1)
        .max(BATCH_HOURS_MAX)
        .describe('A batch gathers for so many hours, and comes in force within as many more.'),
    }),
  ])
  .describe(
    'Immediate, if left out. In batches, whoever newly comes under the policy is touched together with others, at an instant that tells nobody which request was noticed. For accounts and API keys alone.',
  )

/** What many share meets a newcomer at his first request, whatever the batch. */
function batchProblem(one: {
  readonly timing?: z.infer<typeof timing> | undefined
  readonly scope: readonly string[]
  readonly named?: object | undefined
  readonly starts_at?: string | undefined
}): string | undefined {
  if (typeof one.timing !== 'object') return undefined
  if (one.starts_at !== undefined) return '`starts_at` says when, so it cannot be in batches'
  const shared = [...one.scope, ...Object.keys(one.named ?? {})].find(
    (what) => !['account', 'api_key', 'accounts', 'api_keys'].includes(what),
  )
  if (shared === undefined) return undefined
  return `\`${shared}\` meets whoever comes at once: only accounts and API keys can be in batches`
}

const policy = z
  .strictObject({
    policy_id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
      .describe('Told to whoever is touched, with the reason code and the appeal.'),
    level: z.enum(LEVELS).exclude(['pass']).describe('What is done.'),
    measures: z
      .array(z.enum(MEASURE_IDS))
      .min(1)
      .optional()
      .describe(
        'Which countermeasures, of its level or a milder one. Left out: the ordinary ones of its level; `shape` has those of `limit` besides, `hold` those of both.',
      ),
    limits: limits.default({}),
    mode: z
      .enum(['dry_run', 'live'])
      .default('dry_run')
      .describe('A dry run only observes, and says in the reasons what it would have done.'),
    reason_code: z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/)
      .describe('Public. It must not say which signal led to it.'),
    appeal: z
      .string()
      .min(1)
      .max(500)
      .describe('Public: where whoever is touched can object; an address or a sentence.'),
    when: when.optional(),
    named: named.optional(),
    scope: z
      .array(z.enum(SCOPES))
      .min(1)
      .default(['account'])
      .describe(
        'By what operators are known again. All but `account` may meet others too, who then are touched.',
      ),
    models: list('Only exchanges with these models.').default([]),
    tenants: list('Only exchanges of these tenants.').default([]),
    expires_hours: z
      .number()
      .positive()
      .max(DAYS_MAX * 24)
      .default(72)
      .describe('Counted from the end of the run, the ruling, or `starts_at`.'),
    starts_at: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('For `named`: from when; with `expires_hours` until when. Else always.'),
    // Without a default: it would be in the digest of policies that were approved before there was one.
    timing: timing.optional(),
  })
  .refine((one) => one.when !== undefined || one.named !== undefined, {
    message: 'it needs `when` or `named`',
  })
  .superRefine(({ level, measures = [] }, context) => {
    if (level === 'deny' && measures.some((id) => id !== 'refuse-all')) {
      const message = '`deny` refuses everything: it has no measure but `refuse-all`'
      context.addIssue({ code: 'custom', path: ['measures'], message })
    }
    const graver = measures.find((id) => LEVELS.indexOf(levelOf(id)) > LEVELS.indexOf(level))
    if (graver === undefined) return
    const message = `\`${graver}\` is a measure of the level ${levelOf(graver)}`
    context.addIssue({ code: 'custom', path: ['measures'], message })
  })
  .superRefine((one, context) => {
    const message = batchProblem(one)
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['timing'], message })
  })
  .refine((one) => one.when?.verdict !== undefined || one.when?.ruling !== undefined || !one.when, {
    message: '`when` needs a verdict or a ruling',
  })

export const policyFile = z
  .strictObject({
    schema: z.literal('stillwatch.policy/1'),
    kill_switch: z.boolean().default(false).describe('Everything passes, whatever is in force.'),
    never_touch: z
      .strictObject({
        accounts: list('Account ids.').default([]),
        organizations: list('Organisation ids.').default([]),
        api_keys: list('API key ids.').default([]),
      })
      .prefault({})
      .describe('Whom no policy reaches, nor a refusal for want of a snapshot.'),
    template_shingles_min: z
      .int()
      .min(3)
      .max(12)
      // Three, by which a run sorts texts into families, met 4 of 3,500 exchanges of innocent customers.
      .default(4)
      .describe('How many of the dozen shingles of a known template a request must carry.'),
    template_weight_bits_min: z
      .number()
      .min(1)
      .default(6)
      .describe(
        'How much more often members send a template than everybody else, in bits, to be known by it: what a popular harness writes is nobody’s mark.',
      ),
    policies: z
      .array(policy)
      .max(256)
      .refine((all) => new Set(all.map((one) => one.policy_id)).size === all.length, {
        message: 'two of them have one `policy_id`',
      })
      .describe('The strongest that is in force wins.'),
  })
  .describe('stillwatch.policy/1')

/**
 * The measures of a policy: those that it names, else the ordinary ones of its level. Only one policy counts for an
 * exchange, so `shape` and `hold` have those of the milder levels too, or a graver policy would be a relief.
 * One that lacks its limit does nothing, and is none of them.
 */
export const measuresOf = ({
  level,
  measures,
  limits,
}: Pick<Policy, 'level' | 'measures'> & { readonly limits: Limits }): readonly string[] =>
  COUNTERMEASURES.filter((one) =>
    measures === undefined
      ? ORDINARY[level].includes(one.level) && one.is_default
      : measures.includes(one.id),
  )
    .filter(({ needs }) => needs === undefined || limits[needs] !== undefined)
    .map(({ id }) => id)

const ORDINARY: Readonly<Record<Policy['level'], readonly Countermeasure['level'][]>> = {
  observe: [],
  verify: ['verify'],
  limit: ['limit'],
  shape: ['limit', 'shape'],
  hold: ['limit', 'shape', 'hold'],
  deny: ['deny'],
}

export type PolicyFile = z.infer<typeof policyFile>
export type Policy = PolicyFile['policies'][number]

/** Without a file, operators of campaigns are observed: written down, and not touched. */
export const DEFAULT_POLICY: PolicyFile = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    {
      policy_id: 'observe-campaigns',
      level: 'observe',
      mode: 'live',
      reason_code: 'usage_review',
      appeal: 'Nothing is done. Contact support with any question.',
      when: { verdict: 'review' },
      scope: ['account', 'api_key', 'payment', 'template'],
    },
  ],
})
