/** What of `serve.sharing` is about what leaves: who shares, under which keys, and who is told. */
import { z } from 'zod'
import { StillwatchError } from '../domain/errors.js'
import { MARKINGS, marking } from '../domain/indicator.js'
import { partnerId } from '../domain/told.js'
import { fileSecret, hasOneSecret, ONE_SECRET, webhookSecret, webhookUrl } from './webhook.js'

const groupId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'it is not 1 to 64 of `a-z`, digits and `-`')

const producer = z
  .strictObject({
    name: z.string().trim().min(1).max(200).describe('What others call you.'),
    identity_id: z
      .string()
      .regex(
        /^identity--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        'it is not `identity--` and a UUID in lower case',
      )
      .describe(
        '`identity--` and a UUID that is yours for good. Without a producer nothing leaves.',
      ),
  })
  .describe('Who shares.')

const KEY_BYTES_MIN = 32
const KEY_BYTES_MAX = 64
const NO_KEY = 'it is not 32 to 64 random bytes in base64'

const isKey = (text: string): boolean => {
  const bytes = Buffer.from(text, 'base64')
  const isWhole = bytes.toString('base64') === text
  return isWhole && bytes.length >= KEY_BYTES_MIN && bytes.length <= KEY_BYTES_MAX
}

const group = z
  .strictObject({
    id: groupId,
    secret: z.string().refine(isKey, { message: NO_KEY }).optional(),
    secret_file: z.string().min(1).optional(),
  })
  .refine(hasOneSecret, ONE_SECRET)
export type GroupSettings = z.infer<typeof group>

const partner = z
  .strictObject({
    id: partnerId,
    url: webhookUrl.optional(),
    secret: webhookSecret.secret,
    secret_file: webhookSecret.secret_file,
    strictest: marking.default('amber'),
    group: groupId.optional(),
    sightings_into: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
    sightings_file: z.string().min(1).optional(),
    sightings_posted: z.boolean().optional(),
  })
  .refine(({ url, sightings_posted }) => url !== undefined || sightings_posted !== true, {
    message: '`sightings_posted` needs a `url`',
  })
  .refine(({ url, ...secrets }) => (url !== undefined) === hasOneSecret(secrets), {
    message: '`url` and either `secret` or `secret_file` go together',
  })
export type PartnerSettings = z.infer<typeof partner>

/** By this name the feed of MISP is shared with. */
export const MISP = 'misp'

const misp = z
  .strictObject({
    folder: z.string().min(1),
    strictest: marking.default('amber'),
    group: groupId.optional(),
  })
  .describe(
    'A feed folder that MISP reads, shared with as `misp`: `folder`, the service’s own, the `strictest` marking in it (`amber`), and its `group`.',
  )
export type MispSettings = z.infer<typeof misp>

const isUnique = (all: readonly { readonly id: string }[]): boolean =>
  new Set(all.map(({ id }) => id)).size === all.length

/** Keys of `serve.sharing`. */
export const outboundKeys = {
  producer: producer.optional(),
  groups: z
    .array(group)
    .max(32)
    .default([])
    .refine(isUnique, { message: 'a group stands there twice' })
    .describe(
      'Groups that share hashes under a key of theirs: `id`, and `secret` or `secret_file`, 32 to 64 random bytes in base64.',
    ),
  marking: z
    .enum(MARKINGS)
    .default('amber')
    .describe('How a share is marked where nobody says: TLP 2.0.'),
  share_days: z
    .number()
    .positive()
    .max(366)
    .default(90)
    .describe('How long a share is given out where nobody says.'),
  partners: z
    .array(partner)
    .max(100)
    .default([])
    .refine(isUnique, { message: 'a partner stands there twice' })
    .describe(
      'Who may be told: `id`, the `strictest` marking that they are trusted with (`amber`), where they are told by signed POST, `url` with `secret` or `secret_file`, the `group` whose key they have, and where they find what of theirs was met here: `sightings_into`, a collection that nobody else reads, `sightings_file`, a file that is replaced whole, and `sightings_posted` (`false`), by signed POST to `url`.',
    ),
  misp: misp.optional(),
  deliver_hours: z
    .number()
    .positive()
    .max(720)
    .default(72)
    .describe('How long a partner is told again who does not answer.'),
}

/** The key of a group, from its file where it stands in one. Throws where there is none. */
export function groupKey({ id, secret, secret_file: file }: GroupSettings): Buffer {
  const text = file === undefined ? (secret ?? '') : fileSecret(file, 'secret_file')
  if (isKey(text)) return Buffer.from(text, 'base64')
  const key = `serve.sharing.groups.${id}`
  throw new StillwatchError('SETTING_INVALID', { key, file: file ?? '', problem: NO_KEY })
}
