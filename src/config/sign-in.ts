/** `serve.verification.sign_in`: by whom those who apply may be signed in, so that it is known where they belong. */
import { parse } from 'tldts'
import { z } from 'zod'
import { isTrusted } from './people.js'
import { fileSecret } from './webhook.js'

const TRUSTED = { message: 'it must be https, or on this machine' }
const isPlain = (url: string): boolean => {
  const { username, password, search, hash } = new URL(url)
  return `${username}${password}${search}${hash}` === ''
}
const PLAIN = { message: 'it must hold no password, question mark or fragment' }

const place = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((url) => URL.canParse(url) && isTrusted(url), TRUSTED)
  .refine((url) => URL.canParse(url) && isPlain(url), PLAIN)

/** Below a suffix that is nobody's everybody would be of the institution. */
const isSomebodys = (domain: string): boolean =>
  /^[a-z0-9.-]{1,253}$/.test(domain) &&
  parse(domain, { allowPrivateDomains: true }).domain !== null &&
  parse(domain).isIp !== true

const signInIssuer = z
  .strictObject({
    issuer: place,
    client_id: z.string().min(1).max(255),
    client_secret: z.string().min(1).optional(),
    client_secret_file: z.string().min(1).optional(),
    client_auth: z.enum(['basic', 'post']).default('basic'),
    domains: z
      .array(
        z.string().refine(isSomebodys, {
          message: 'it is no domain that somebody registered, in lower case and Punycode',
        }),
      )
      .min(1)
      .max(1000),
    redirect_uri: place.refine((url) => URL.canParse(url) && new URL(url).href === url, {
      message: 'it is not as a browser writes it, in lower case and with a path',
    }),
    scope: z
      .string()
      .regex(/^[\x21\x23-\x5b\x5d-\x7e ]{1,500}$/, 'it is no list of words')
      .refine((scope) => scope.split(' ').includes('openid'), { message: 'it lacks `openid`' })
      .default('openid email'),
  })
  .refine(
    ({ client_secret, client_secret_file }) =>
      client_secret === undefined || client_secret_file === undefined,
    { message: 'it has both `client_secret` and `client_secret_file`' },
  )
export type SignInIssuer = z.infer<typeof signInIssuer>

const isUnique = (all: readonly string[]): boolean => new Set(all).size === all.length

/** What an answer came back to says of whom it is: two issuers with one place could be taken for each other. */
export const signInIssuers = z
  .array(signInIssuer)
  .max(100)
  .refine((all) => isUnique(all.map(({ redirect_uri }) => redirect_uri)), {
    message: 'a `redirect_uri` stands there twice: each issuer needs its own',
  })
  .refine((all) => isUnique(all.flatMap(({ domains }) => domains)), {
    message: 'a domain stands there twice',
  })
  .default([])
  .describe(
    'Institutions that sign their people in, by OpenID Connect: `issuer`, to the letter, `client_id`, `client_secret` or `client_secret_file` (neither for a public client), `client_auth`, how the secret is shown (`basic` or `post`), `domains` that its people may be of, `redirect_uri`, a page of yours for this issuer alone, and `scope` (`openid email`).',
  )

/** What we show the issuer, from its file where it stands in one; `undefined` for a public client. Throws where it cannot be read. */
export const clientSecret = ({
  client_secret,
  client_secret_file: file,
}: SignInIssuer): string | undefined =>
  file === undefined ? client_secret : fileSecret(file, 'client_secret_file')
