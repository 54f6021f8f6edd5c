import type { Shown } from '../../verification/challenge.js'
import { challengeKey, surest } from '../../verification/challenge.js'
import { invitationCode, invitationShown } from '../../verification/invitation.js'
import { canonicalAddress } from '../../verification/letter-code.js'
import { makeCounts } from './counts.js'
import { registrable } from './registrable.js'

export type InvitationFault =
  /** There is no secret to make codes with. */
  | 'NO_SECRET'
  | 'NO_ADDRESS'
  /** The organisation invited as many as it may within the hour. */
  | 'ENOUGH'

export interface Invitations {
  invite(
    organization_id: string,
    address: string,
  ): InvitationFault | { readonly code: string; readonly expires_at: string }
  check(
    organization_id: string,
    address: string,
    code: string,
  ): InvitationFault | { readonly address: string; readonly state: Shown }
}

const DAY_MS = 86_400_000
/** A class or a firm is invited in an afternoon; one organisation that brings thousands is asked about by people first. */
const INVITED_PER_HOUR_MAX = 100

/** Invitations by organisations that the provider verified: whether it did, the provider knows. */
export function makeInvitations({
  secrets,
  days,
  now,
}: {
  readonly secrets: readonly string[]
  readonly days: () => number
  readonly now: () => number
}): Invitations {
  const keys = secrets.map(challengeKey)
  const invited = makeCounts(now)
  return {
    invite: (organization_id, given) => {
      const address = canonicalAddress(given, registrable)
      const [key] = keys
      if (key === undefined) return 'NO_SECRET'
      if (address === '') return 'NO_ADDRESS'
      if (!invited.has(organization_id, INVITED_PER_HOUR_MAX)) return 'ENOUGH'
      invited.count(organization_id)
      const expiresMs = Math.floor((now() + days() * DAY_MS) / 1000) * 1000
      const code = invitationCode(key, { organization_id, address }, expiresMs)
      return { code, expires_at: new Date(expiresMs).toISOString() }
    },
    check: (organization_id, given, code) => {
      const address = canonicalAddress(given, registrable)
      if (keys.length === 0) return 'NO_SECRET'
      if (address === '') return 'NO_ADDRESS'
      const shown = keys.map((key) =>
        invitationShown(key, { organization_id, address }, code, now()),
      )
      return { address, state: surest(shown) }
    },
  }
}
