/** `serve.people` and `serve.oidc` of the settings. */
import { z } from 'zod'
import { ROLES } from '../domain/people.js'

/** In whatever letters; the trail names who acted by it. */
export const personName = z
  .string()
  .normalize('NFC')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{0,63}$/u,
    'it is no name of letters, digits and `._@-`',
  )

const person = z
  .strictObject({
    name: personName,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'it is not 64 hexadecimal digits in lower case')
      .optional(),
    oidc: z.string().min(1).max(256).optional(),
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
  claim: z
    .string()
    .min(1)
    .default('sub')
    .describe(
      'What a person is called by in `serve.people`. Another than `sub` only where nobody can change it themselves.',
    ),
})
