import { createHash, randomUUID } from 'node:crypto'
import type { MailServer } from '../../config/mail.js'
import {
  canonicalDomain,
  type Institutions,
  loadInstitutions,
} from '../../enrichers/institutions.js'
import { challengeKey, type Shown } from '../../verification/challenge.js'
import { isFormer } from '../../verification/former.js'
import { canonicalAddress, codeShown, letterCode } from '../../verification/letter-code.js'
import { type Letter, sendLetter } from '../letter.js'
import type { ChallengeFault } from './challenges.js'

export interface LetterSettings {
  readonly mail?: MailServer | undefined
  /** Who writes, in words. */
  readonly name: string
  readonly letter_hours: number
}

export interface LettersOptions {
  /** The first secret of the installation. */
  readonly secret: string
  readonly settings: () => LetterSettings
  readonly now: () => number
  /** Called when a letter did not go: never with whom it was to. */
  readonly unsent: (problem: string) => void
}

/** What an address proves: that somebody reads there, or is of an institution today. */
export type LetterProof = 'mail' | 'institution_mail'

export interface Letters {
  /** Sends a code to an address. What the server says of the address is told to nobody. */
  send(
    subject: string,
    address: string,
  ): Promise<{ proof: LetterProof; expires_at: string } | LetterFault>
  check(
    subject: string,
    address: string,
    code: string,
  ): { proof: LetterProof; state: Shown } | LetterFault
  /** Sends no more, and gives up what is on its way. */
  close(): void
}

export type LetterFault =
  | Extract<ChallengeFault, 'NO_SECRET' | 'BUSY'>
  | 'NO_ADDRESS'
  | 'NO_SERVER'
  | 'UNSENT'
  | 'ENOUGH'

const HOUR_MS = 3_600_000
/** Nobody is to be flooded by whoever knows their address, nor one applicant to have the world written to. */
const TO_ONE_MAX = 3
const FOR_ONE_MAX = 6
const OUT_MAX = 32
/** So many are counted; with more the oldest are forgotten, which lets a few have more. */
const COUNTED_MAX = 100_000

export function makeLetters({ secret, settings, now, unsent }: LettersOptions): Letters {
  const key = challengeKey(secret)
  const ended = new AbortController()
  const sentTo = makeCounts(now)
  const sentFor = makeCounts(now)
  let out = 0
  let institutions: Institutions | undefined
  const proofOf = (address: string): LetterProof => {
    const domain = address.slice(address.lastIndexOf('@') + 1)
    institutions ??= loadInstitutions()
    const isToday = institutions.of(domain) !== undefined && !isFormer(domain)
    return isToday ? 'institution_mail' : 'mail'
  }
  return {
    send: async (subject, given) => {
      const { mail, name, letter_hours } = settings()
      const address = canonicalAddress(given, canonicalDomain)
      if (secret === '') return 'NO_SECRET'
      if (mail === undefined) return 'NO_SERVER'
      if (address === '') return 'NO_ADDRESS'
      if (!sentTo.has(address, TO_ONE_MAX) || !sentFor.has(subject, FOR_ONE_MAX)) return 'ENOUGH'
      if (out >= OUT_MAX) return 'BUSY'
      sentTo.count(address)
      sentFor.count(subject)
      const expiresMs = now() + letter_hours * HOUR_MS
      out += 1
      try {
        const code = letterCode(key, { subject, address }, expiresMs)
        await sendLetter(mail, letterOf(name, address, code), ended.signal)
      } catch (error) {
        // A server that refuses this one address has answered; whether there is such an address is not for whoever asks.
        const { responseCode = 0, message } = error as { responseCode?: number; message: string }
        const isAddress = responseCode >= 550 && responseCode <= 559
        if (!isAddress) {
          unsent(responseCode === 0 ? message.replaceAll(address, '…') : String(responseCode))
          return 'UNSENT'
        }
      } finally {
        out -= 1
      }
      return {
        proof: proofOf(address),
        expires_at: new Date(Math.floor(expiresMs / 1000) * 1000).toISOString(),
      }
    },
    check: (subject, given, code) => {
      const address = canonicalAddress(given, canonicalDomain)
      if (secret === '') return 'NO_SECRET'
      if (address === '') return 'NO_ADDRESS'
      return { proof: proofOf(address), state: codeShown(key, { subject, address }, code, now()) }
    },
    close: () => ended.abort(new Error('the service ends')),
  }
}

const letterOf = (name: string, address: string, code: string): Letter => ({
  id: randomUUID(),
  to: [address],
  subject: `${name}: is this address yours?`,
  text: `Somebody who applies at ${name} says that this address is theirs.

If that is you, enter this code where you were asked for it:

    ${code}

If it is not, do nothing: nobody is told that you had this letter, and nothing comes of it.
`,
})

/** How often something was done within the last hour, by whom: as digests, so that no address is held. */
function makeCounts(now: () => number) {
  const times = new Map<string, number[]>()
  const nameOf = (whom: string) => createHash('sha256').update(whom.toLowerCase()).digest('base64')
  const lately = (name: string) => (times.get(name) ?? []).filter((atMs) => atMs > now() - HOUR_MS)
  return {
    has: (whom: string, most: number) => lately(nameOf(whom)).length < most,
    count: (whom: string) => {
      const name = nameOf(whom)
      const counted = [...lately(name), now()]
      times.delete(name)
      times.set(name, counted)
      const [oldest] = times.keys()
      if (times.size > COUNTED_MAX && oldest !== undefined) times.delete(oldest)
    },
  }
}
