import { z } from 'zod'

/** Why somebody does something: for whoever reads the trail later. */
export const reason = z.string().trim().min(3).max(2000)
export const longText = z.string().trim().min(1).max(20_000)
export const identifier = z.string().min(1).max(256)
export const policyId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
export const expiresAt = z.iso.datetime({ offset: true }).optional()
export const expiresMs = (text: string | undefined): number | null =>
  text === undefined ? null : Date.parse(text)
