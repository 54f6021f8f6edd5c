/** `serve.sharing` of the settings: who shares what with whom, collections of TAXII, and servers of others. */
import { z } from 'zod'
import { marking } from '../domain/indicator.js'
import { partnerId } from '../domain/told.js'
import { MISP, outboundKeys, type PartnerSettings } from './outbound.js'
import { isTrusted } from './people.js'
import { fileSecret, hasOneSecret, ONE_SECRET } from './webhook.js'

const alias = z.string().regex(/^[a-z0-9-]{1,64}$/, 'it is not 1 to 64 of `a-z`, digits and `-`')
const title = z.string().min(1).max(200)

const collection = z.strictObject({
  id: z.uuid().toLowerCase().describe('A UUID, by which others know it for good.'),
  alias,
  title,
  description: z.string().max(2000).optional(),
  objects_max: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(100_000)
    .describe('Most objects that it holds, each version counted.'),
  bytes_max: z
    .int()
    .min(1024 ** 2)
    .max(1024 ** 4)
    .default(256 * 1024 ** 2)
    .describe('Most bytes of objects that it holds.'),
  strictest: marking.default('amber'),
  group: alias.optional(),
  relay: z.boolean().default(false).describe('Whether others are told what others put there.'),
})
export type CollectionSettings = z.infer<typeof collection>

const aliases = z.array(alias).max(100).default([])
const client = z.strictObject({
  name: alias,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'it is not 64 hexadecimal digits in lower case'),
  read: aliases,
  write: aliases,
  strictest: marking.optional(),
  partner: partnerId.optional(),
})
export type TaxiiClientSettings = z.infer<typeof client>

const server = z
  .strictObject({
    name: alias,
    url: z
      .url({ protocol: /^https?$/ })
      .refine((url) => URL.canParse(url) && isPlain(url), {
        message: 'it must hold neither a password nor a query nor a fragment',
      })
      .describe('Its API root.'),
    allow_http: z.boolean().default(false),
    collection: z.string().regex(/^\w[\w.-]{0,127}$/, 'it is no id and no alias of a collection'),
    user: z
      .string()
      .regex(/^[^:\p{Cc}]{1,128}$/u)
      .optional(),
    secret: z.string().min(1).optional(),
    secret_file: z.string().min(1).optional(),
    pull_into: alias.optional(),
    push_from: alias.optional(),
    strictest: marking.optional(),
    partner: partnerId.optional(),
    minutes: z.number().min(0.05).max(1440).default(15),
    timeout_seconds: z.number().positive().max(300).default(30),
  })
  .refine(hasOneSecret, ONE_SECRET)
  .refine(({ url, allow_http }) => allow_http || (URL.canParse(url) && isTrusted(url)), {
    message: 'it must be https, or on this machine, unless `allow_http` is set',
  })
  .refine(
    ({ pull_into, push_from }) => (pull_into ?? push_from) !== undefined && pull_into !== push_from,
    {
      message: 'it needs `pull_into` or `push_from`, and not the same collection for both',
    },
  )
export type TaxiiServerSettings = z.infer<typeof server>

const isPlain = (url: string): boolean => {
  const { username, password, hash, search } = new URL(url)
  return username === '' && password === '' && hash === '' && search === ''
}

const isUnique = (given: readonly string[]): boolean => new Set(given).size === given.length

export const sharingSchema = z
  .strictObject({
    ...outboundKeys,
    title: title.default('Stillwatch').describe('What the server is called.'),
    description: z.string().max(2000).optional().describe('What it is for.'),
    contact: z.string().max(500).optional().describe('Whom to write to.'),
    collections: z
      .array(collection)
      .max(100)
      .default([])
      .describe(
        'Collections of objects: `id`, `alias`, `title`, `description`, `objects_max` (100,000), most objects that one holds, each version counted, and `bytes_max` (256 MiB), most bytes of them. Shared with by the alias: `strictest` marking (`amber`), and `group`. With `relay` others are told what clients write there and what is pulled into it, no further than `strictest` and TLP:AMBER, and however freely it is marked only whoever may be told what is marked so strictly.',
      ),
    clients: z
      .array(client)
      .max(200)
      .default([])
      .describe(
        'Who may ask, by the SHA-256 of a token: `name`, `sha256`, and the aliases of collections that they may `read` and `write`. To delete takes both. `strictest` is the strictest marking that one is told. Whatever one writes that is a `partner` is taken in as told by them.',
      ),
    servers: z
      .array(server)
      .max(50)
      .default([])
      .describe(
        'TAXII servers of others: `name`, `url` of the API root, `collection` there, `secret` or `secret_file` (a Bearer token, or with `user` the password of HTTP Basic), `pull_into` and `push_from`, a collection here each, the `strictest` marking that is sent there, the `partner` whose word counts that is pulled, every so many `minutes` (15), `timeout_seconds` of an answer (30), and `allow_http`.',
      ),
  })
  .refine(({ collections }) => isUnique(collections.flatMap(({ id, alias }) => [id, alias])), {
    message: 'a collection stands there twice',
  })
  .refine(
    ({ clients }) =>
      isUnique(clients.map(({ name }) => name)) && isUnique(clients.map(({ sha256 }) => sha256)),
    { message: 'a client stands there twice' },
  )
  .refine(({ servers }) => isUnique(servers.map(({ name }) => name)), {
    message: 'a server stands there twice',
  })
  .refine(
    ({ partners, collections }) =>
      isUnique([MISP, ...partners.map(({ id }) => id), ...collections.map(({ alias }) => alias)]),
    {
      message: 'whom something is shared with has the name of another, or `misp`',
    },
  )
  .refine(
    ({ groups, partners, collections, misp }) =>
      [...partners, ...collections, ...(misp === undefined ? [] : [misp])].every(
        ({ group }) => group === undefined || groups.some(({ id }) => id === group),
      ),
    {
      message: 'it names a group that stands nowhere',
    },
  )
  .refine((sharing) => namedIn(sharing).every((one) => isThere(sharing, one)), {
    message: 'it names a collection that stands nowhere',
  })
  .refine((sharing) => sharing.collections.every((one) => one.relay || !isPassedOn(sharing, one)), {
    message:
      'what a client writes into a collection, or is pulled into it, others read there or it is sent on: say `relay: true` for the collection if that is meant',
  })
  .refine(({ partners, collections }) => partners.every((one) => isTold(one, collections)), {
    message: '`sightings_into` names a collection that stands nowhere',
  })
  .refine(isForThemAlone, {
    message:
      'others read the collection of `sightings_into`, or sightings are told and nobody says who shares: `producer`',
  })
  .refine(isOfPartners, { message: 'it names a partner that stands nowhere' })
  .describe('What is shared with others. Without collections there is no server of TAXII 2.1.')

export type SharingSettings = z.infer<typeof sharingSchema>

interface Naming {
  readonly collections: readonly CollectionSettings[]
  readonly clients: readonly TaxiiClientSettings[]
  readonly servers: readonly TaxiiServerSettings[]
}

interface Telling extends Pick<Naming, 'clients' | 'servers'> {
  readonly partners: readonly { readonly id: string }[]
}

interface Alone extends Pick<Naming, 'clients' | 'servers'> {
  readonly partners: readonly PartnerSettings[]
  readonly producer?: object | undefined
}

const namedIn = ({ clients, servers }: Naming): readonly string[] => [
  ...clients.flatMap(({ read, write }) => [...read, ...write]),
  ...servers.flatMap(({ pull_into, push_from }) =>
    [pull_into, push_from].filter((one) => one !== undefined),
  ),
]

const isThere = ({ collections }: Naming, named: string): boolean =>
  collections.some(({ alias }) => alias === named)

/** Whether somebody would be told what another put there, without two people who let it leave. */
function isPassedOn({ clients, servers }: Naming, { alias }: CollectionSettings): boolean {
  const client = ({ name }: TaxiiClientSettings) => `client ${name}`
  const server = ({ name }: TaxiiServerSettings) => `server ${name}`
  const tellers = [
    ...clients.filter(({ write }) => write.includes(alias)).map(client),
    ...servers.filter(({ pull_into }) => pull_into === alias).map(server),
  ]
  const told = [
    ...clients.filter(({ read }) => read.includes(alias)).map(client),
    ...servers.filter(({ push_from }) => push_from === alias).map(server),
  ]
  return tellers.some((teller) => told.some((one) => one !== teller))
}

const isTold = (
  { sightings_into: into }: PartnerSettings,
  collections: readonly CollectionSettings[],
): boolean => into === undefined || collections.some(({ alias }) => alias === into)

/** What was met of a partner's indicators nobody else reads, and nothing sends it on. */
function isForThemAlone({ partners, clients, servers, producer }: Alone): boolean {
  return partners.every(({ id, sightings_into: into, sightings_file, sightings_posted }) => {
    const isTold = into !== undefined || sightings_file !== undefined || sightings_posted === true
    if (isTold && producer === undefined) return false
    if (into === undefined) return true
    const readers = clients.filter(({ read }) => read.includes(into))
    const sent = servers.filter(({ push_from }) => push_from === into)
    return [...readers, ...sent].every(({ partner }) => partner === id)
  })
}

function isOfPartners({ clients, servers, partners }: Telling): boolean {
  const known = new Set(partners.map(({ id }) => id))
  return [...clients, ...servers].every(
    ({ partner }) => partner === undefined || known.has(partner),
  )
}

/** What to show a server: its secret is read each time, so that a new one counts at once. Throws where it cannot be read. */
export function authorizationFor({ user, secret, secret_file }: TaxiiServerSettings): string {
  const given = secret_file === undefined ? (secret ?? '') : fileSecret(secret_file, 'secret_file')
  return user === undefined
    ? `Bearer ${given}`
    : `Basic ${Buffer.from(`${user}:${given}`).toString('base64')}`
}
