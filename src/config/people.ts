/** `serve.people` and `serve.oidc` of the settings. */
import { z } from 'zod'
import { nameFolded, ROLES } from '../domain/people.js'

/** In whatever letters; the trail names who acted by it. */
export const personName = z
  .string()
  .normalize('NFC')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{0,63}$/u,
    'it is no name of letters, digits and `._@-`',
  )

/** As OpenID Connect has `sub`: so it has one spelling, and whoever is shut out by it stays so. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/

const person = z
  .strictObject({
    name: personName,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'it is not 64 hexadecimal digits in lower case')
      .optional(),
    oidc: z
      .string()
      .regex(SUBJECT, 'it is no `sub`: 1 to 255 letters, digits and signs of ASCII')
      .optional(),
    roles: z.array(z.enum(ROLES)).min(1),
  })
  .refine(({ sha256, oidc }) => (sha256 === undefined) !== (oidc === undefined), {
    message: 'it needs either `sha256`, of a token, or `oidc`, what the issuer calls the person',
  })
export type PersonSettings = z.infer<typeof person>

const isUnique = (given: readonly (string | undefined)[]): boolean => {
  const all = given.filter((one) => one !== undefined)
  return new Set(all).size === all.length
}

/** Whoever has one token under two names would be two people. */
export const peopleSchema = z
  .array(person)
  .max(1000)
  .refine((all) => isUnique(all.map(({ sha256 }) => sha256)), {
    message: 'a token stands there twice',
  })
  .refine((all) => isUnique(all.map(({ oidc }) => oidc)), {
    message: 'what the issuer calls a person stands there twice',
  })
  .refine((all) => isUnique([...new Set(all.map(({ name }) => name))].map(nameFolded)), {
    message: 'one name stands there in two spellings: they would be two people',
  })

/** Keys that came over an open line could be anybody's. */
export const isTrusted = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

export const oidcSchema = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine(isTrusted, { message: 'it must be https, or on this machine' })
    .describe(
      'The issuer, to the letter: what tokens name as `iss`, and where its description lies.',
    ),
  audience: z
    .string()
    .min(1)
    .describe('What tokens for this service name as `aud`: those for another count for nothing.'),
})
