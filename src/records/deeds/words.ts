import { z } from 'zod'

/** Why somebody does something: for whoever reads the trail later. */
export const reason = z.string().trim().min(3).max(2000)
export const longText = z.string().trim().min(1).max(20_000)
export const identifier = z.string().min(1).max(256)
export const policyId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** The store knows no instant much later; one that it cannot hold would stop all that is written after it. */
export const LATEST_MS = Date.UTC(2200, 0, 1)
export const instant = z.iso.datetime({ offset: true }).refine(
  (text) => {
    const ms = Date.parse(text)
    return ms >= 0 && ms < LATEST_MS
  },
  { message: 'it is not between 1970 and 2200' },
)
export const expiresAt = instant.optional()
export const expiresMs = (text: string | undefined): number | null =>
  text === undefined ? null : Date.parse(text)
/** What people write for others to read, at most so long. Half a character cannot be signed, for no other program has it. */
export const plainText = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(3)
    .max(charactersMax)
    .refine((text) => !/\p{Surrogate}/u.test(text), { message: 'it holds half a character' })
