/**
 * An invitation by a verified organisation: a code as of a letter, bound to the organisation and to the address that it invites.
 * Nothing is kept. It proves that the organisation wants whoever has that address, and nothing of who shows it.
 */
import { createHmac } from 'node:crypto'
import type { Shown } from './challenge.js'
import { codeShown, letterCode } from './letter-code.js'

export interface Invited {
  readonly organization_id: string
  /** As `canonicalAddress` gives it. */
  readonly address: string
}

/** A key of its own: whoever may have a letter sent chooses its subject, which must be no invitation. */
const invitationKey = (key: Buffer): Buffer =>
  createHmac('sha256', key).update('stillwatch invitation').digest()

/** @param expiresMs instant in milliseconds; told in whole seconds */
export const invitationCode = (
  key: Buffer,
  { organization_id: subject, address }: Invited,
  expiresMs: number,
): string => letterCode(invitationKey(key), { subject, address }, expiresMs)

export const invitationShown = (
  key: Buffer,
  { organization_id: subject, address }: Invited,
  code: string,
  nowMs: number,
): Shown => codeShown(invitationKey(key), { subject, address }, code, nowMs)
