import { isIP } from 'node:net'
import { z } from 'zod'
import { textPolicy } from '../domain/exchange.js'
import { alertsSchema } from './alerts.js'
import { connectorSchema } from './connector.js'
import { engineSchema } from './engine.js'
import { intakeSchema } from './intake.js'
import { oidcSchema, peopleSchema } from './people.js'
import { proxySchema } from './proxy.js'
import { retentionSchema } from './retention.js'
import { sharingSchema } from './sharing.js'
import { verificationSchema } from './verification.js'

const header = (name: string, what: string) =>
  z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .default(name)
    .describe(what)
const ids = (what: string) => z.array(z.string().min(1).max(128)).default([]).describe(what)
const fail = z.enum(['open', 'closed'])
export const apiKeyIds = z.enum(['keyed', 'sha256'])

/** What a token may be used for. */
export const TOKEN_USES = ['decide', 'intake', 'metrics', 'verify'] as const

const token = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,64}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'it is not 64 hexadecimal digits in lower case'),
  uses: z.array(z.enum(TOKEN_USES)).min(1),
})

const LITELLM_NAMES = [
  'user_api_key_hash',
  'user_api_key_alias',
  'user_api_key_user_id',
  'user_api_key_team_id',
  'user_api_key_end_user_id',
  'user_api_key_org_id',
] as const
const litellmNames = z.array(z.enum(LITELLM_NAMES))

const limits = z.strictObject({
  body_bytes_max: z
    .int()
    .min(1024)
    .max(134_217_728)
    .default(33_554_432)
    .describe('Longest body, as long as the longest line of a log.'),
  header_bytes_max: z
    .int()
    .min(1024)
    .max(65_536)
    .default(16_384)
    .describe('Longest header section.'),
  connections_max: z
    .int()
    .min(1)
    .default(16_384)
    .describe(
      'Connections at a time; at the bound whoever has waited longest without a request makes room. Fewer where the process may open fewer files.',
    ),
  header_seconds_max: z.number().positive().default(10).describe('For a header to arrive.'),
  request_seconds_max: z.number().positive().default(60).describe('For a request to arrive.'),
  idle_seconds_max: z.number().positive().default(75).describe('Between two requests.'),
  drain_seconds_max: z
    .number()
    .positive()
    .default(30)
    .describe('After SIGTERM, for requests that run to end.'),
})

const forwardAuth = z.strictObject({
  account: header('x-account-id', 'Header with the account.'),
  organization: header('x-organization-id', 'Header with the organisation.'),
  api_key_id: header('x-api-key-id', 'Header with the id of the API key.'),
  tenant: header('x-tenant', 'Header with the tenant.'),
  ip: header('x-real-ip', 'Header with the address of the client; of a list the last counts.'),
  ja4: header('x-ja4', 'Header with the TLS fingerprint of the client.'),
  credential: header(
    'x-client-authorization',
    'Header with the API key itself; its name by `serve.api_key_ids` stands for it where no id is told.',
  ),
})

/** `serve`: the live service. Every proxy in front must set the headers of `forward_auth`, not add to them. */
export const serveSchema = z
  .strictObject({
    host: z
      .string()
      .refine((host) => host === 'localhost' || isIP(host) !== 0, 'it is no address')
      .default('127.0.0.1')
      .describe('Address to listen on. Any but a loopback address needs tokens.'),
    port: z.int().min(0).max(65_535).default(8787).describe('Port to listen on.'),
    state: z
      .string()
      .min(1)
      .default('.stillwatch')
      .describe('Folder of spool, snapshot and store.'),
    spool_bytes_max: z
      .int()
      .min(16 * 1024 * 1024)
      .default(8 * 1024 * 1024 * 1024)
      .describe(
        'Most bytes that wait in the spool; beyond them nothing is taken in until the engine has read.',
      ),
    text_policy: textPolicy
      .default('full')
      .describe(
        'What may be kept of texts, where a record does not say: all; what they look like, of which the text cannot be made again; or nothing.',
      ),
    api_key_ids: apiKeyIds
      .default('keyed')
      .describe(
        'What proxy and forward-auth call an API key: its hash under `hash_secret`, or its plain SHA-256, as LiteLLM does. Of the start.',
      ),
    policy: z
      .string()
      .optional()
      .describe('The policy file; without one campaigns are observed and nobody is touched.'),
    tokens: z
      .array(token)
      .max(100)
      .default([])
      .describe('Who may ask, by the SHA-256 of its token: `name`, `sha256`, `uses`.'),
    people: peopleSchema
      .default([])
      .describe(
        'Who decides, by the SHA-256 of a token of their own or by what `serve.oidc` calls them: `name`, `roles`, and `sha256` or `oidc`. Once somebody stands here, nobody is touched by one person’s will.',
      ),
    oidc: oidcSchema
      .optional()
      .describe('An identity provider whose tokens name people. It says who, never what they may.'),
    two_people_from: z
      .enum(['verify', 'limit', 'shape', 'hold', 'deny'])
      .default('verify')
      .describe(
        'Level from which a policy is a dry run until two `people` approve it; without `people` the policy file alone counts.',
      ),
    proposal_hours: z
      .number()
      .min(1)
      .max(14 * 24)
      .default(72)
      .describe(
        'How long what one person proposed waits for a second. Then it must be proposed anew.',
      ),
    erasure_minutes: z
      .number()
      .min(0)
      .max(30 * 24 * 60)
      .default(60)
      .describe(
        'How long an erasure that two people want can be taken back. Then it is done: the engine begins anew and erases first.',
      ),
    signing_key: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A file with the private key that judgements are signed with, as `stillwatch attribute key` makes it. Read at each signature, by the engine alone.',
      ),
    kill_switch: z
      .boolean()
      .default(false)
      .describe('Everything passes, whatever is in force. Taken on SIGHUP.'),
    never_touch: z
      .strictObject({
        accounts: ids('Accounts that no decision touches.'),
        organizations: ids('Organisations that no decision touches.'),
        api_keys: ids('API keys that no decision touches.'),
      })
      .prefault({})
      .describe('Whom no decision touches, besides those of the policy file.'),
    fail: fail
      .default('open')
      .describe('What happens to exchanges without a snapshot, or with one that is too old.'),
    fail_by_tenant: z
      .record(z.string().min(1).max(128), fail)
      .default({})
      .describe('The same, for tenants that want it otherwise.'),
    snapshot_minutes_max: z
      .number()
      .positive()
      .default(60)
      .describe('Age from which a snapshot is too old for whoever fails closed.'),
    refuse_from: z
      .enum(['verify', 'limit', 'shape', 'hold', 'deny'])
      .default('deny')
      .describe(
        'Level from which forward-auth and the guardrail refuse; below they tell the level.',
      ),
    forward_auth: forwardAuth.prefault({}).describe('Where forward-auth finds what it asks about.'),
    litellm: z
      .strictObject({
        account: litellmNames
          .min(1)
          .default(['user_api_key_user_id', 'user_api_key_team_id', 'user_api_key_hash'])
          .describe('Whom LiteLLM bills: the first of these that it tells.'),
        organization: litellmNames
          .default(['user_api_key_org_id'])
          .describe('Its organisation: the first of these that it tells.'),
      })
      .prefault({})
      .describe('How LiteLLM names accounts; the same as in the logs that are read.'),
    connector: connectorSchema.optional(),
    alerts: alertsSchema.optional(),
    engine: engineSchema.prefault({}),
    intake: intakeSchema.prefault({}),
    proxy: proxySchema.optional(),
    retention: retentionSchema.prefault({}),
    sharing: sharingSchema.prefault({}),
    verification: verificationSchema.prefault({}),
    limits: limits.prefault({}).describe('What one client can ask for.'),
    log_level: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('How much is logged. No level logs a text, a credential or an identifier.'),
  })
  .describe('The live service.')

export type ServeSettings = z.infer<typeof serveSchema>
