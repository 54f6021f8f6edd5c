import { randomUUID } from 'node:crypto'
import type { MailServer } from '../../config/mail.js'
import {
  type Institutions,
  loadInstitutions,
  registeredDomain,
} from '../../enrichers/institutions.js'
import { mailOrigins } from '../../enrichers/mail-domains.js'
import { challengeKey, type Shown, surest } from '../../verification/challenge.js'
import { isFormer } from '../../verification/former.js'
import { canonicalAddress, codeShown, letterCode } from '../../verification/letter-code.js'
import { type Letter, sendLetter } from '../letter.js'
import type { ChallengeFault } from './challenges.js'
import { makeCounts } from './counts.js'
import { registrable } from './registrable.js'

export interface LetterSettings {
  readonly mail?: MailServer | undefined
  /** Who writes, in words. */
  readonly name: string
  readonly letter_hours: number
  readonly letters_per_hour_max: number
  /** Where a code is entered, and nowhere else. */
  readonly letter_page?: string | undefined
}

export interface LettersOptions {
  /** The newest of the installation first: made with it, known again with all. */
  readonly secrets: readonly string[]
  readonly settings: () => LetterSettings
  readonly now: () => number
  /** Called when a letter did not go: never with whom it was to. */
  readonly unsent: (problem: string) => void
  readonly lists?: () => Lists
}

/** What says of a domain whose it is. */
interface Lists {
  readonly institutions: Institutions
  readonly mail: ReadonlyMap<string, string>
}
const readLists = (): Lists => ({ institutions: loadInstitutions(), mail: mailOrigins() })

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
export function makeLetters({
  secrets,
  settings,
  now,
  unsent,
  lists = readLists,
}: LettersOptions): Letters {
  const keys = secrets.map(challengeKey)
  const ended = new AbortController()
  const sentTo = makeCounts(now)
  const sentFor = makeCounts(now)
  const sentInAll = makeCounts(now)
  let out = 0
  // A few hundredths of a second, once: at the start, since later decisions would wait for it.
  let known = settings().mail === undefined ? undefined : lists()
  const proofOf = (address: string): LetterProof => {
    const domain = address.slice(address.lastIndexOf('@') + 1)
    known ??= lists()
    const isAnybodys = known.mail.has(domain) || known.mail.has(registeredDomain(domain))
    // Under some suffixes of learning anybody can register: only what is listed by its name is an institution here.
    const isListed = (known.institutions.of(domain)?.name ?? '') !== ''
    return isListed && !isAnybodys && !isFormer(domain) ? 'institution_mail' : 'mail'
  }
  return {
    send: async (subject, given) => {
      const { mail, letter_hours, letters_per_hour_max } = settings()
      const address = canonicalAddress(given, registrable)
      const [key] = keys
      if (key === undefined) return 'NO_SECRET'
      if (mail === undefined) return 'NO_SERVER'
      if (address === '') return 'NO_ADDRESS'
      if (!sentTo.has(box(address), TO_ONE_MAX) || !sentFor.has(subject, FOR_ONE_MAX))
        return 'ENOUGH'
      if (!sentInAll.has(ALL, letters_per_hour_max)) return 'ENOUGH'
      if (out >= OUT_MAX) return 'BUSY'
      sentTo.count(box(address))
      sentFor.count(subject)
      sentInAll.count(ALL)
      const expiresMs = now() + letter_hours * HOUR_MS
      out += 1
      try {
        const code = letterCode(key, { subject, address }, expiresMs)
        await sendLetter(mail, letterOf(settings(), address, code), ended.signal)
      } catch (error) {
        // A server that refuses this one address has answered; whether there is such an address is not for whoever asks.
        if (!isOfAddress(error)) {
          // Nobody has a letter, so nobody had enough.
          sentTo.undo(box(address))
          sentFor.undo(subject)
          sentInAll.undo(ALL)
          unsent(problemOf(error, address))
          return 'UNSENT'
        }
        unsent('an address was refused')
      } finally {
        out -= 1
      }
      return {
        proof: proofOf(address),
        expires_at: new Date(Math.floor(expiresMs / 1000) * 1000).toISOString(),
      }
    },
    check: (subject, given, code) => {
      const address = canonicalAddress(given, registrable)
      if (keys.length === 0) return 'NO_SECRET'
      if (address === '') return 'NO_ADDRESS'
      const shown = keys.map((key) => codeShown(key, { subject, address }, code, now()))
      const state = surest(shown)
      return { address, proof: proofOf(address), state }
    },
    close: () => ended.abort(new Error('the service ends')),
  }
}

const ALL = ''

/** Spellings of what is one box with most providers: for counting alone, a few too many are counted as one. */
const box = (address: string): string => {
  const at = address.lastIndexOf('@')
  const local = address
    .slice(0, at)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\+.*$/s, '')
    .replaceAll('.', '')
  return `${local}@${address.slice(at + 1)}`
}

interface SmtpError {
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
  readonly message?: string
}

/**
 * Whether a server refused whom the letter is to, and not who sends it, whence or how much (RFC 3463: 5.1 and 5.2 are of the
 * address and its box, 5.7 is of policy).
 */
function isOfAddress(error: unknown): boolean {
  const { command, responseCode = 0, response = '' } = error as SmtpError
  if (command !== 'RCPT TO' || ![550, 551, 553].includes(responseCode)) return false
  const [, subject] = /\b5\.(\d{1,3})\.\d{1,3}\b/.exec(response) ?? []
  return subject === undefined || subject === '1' || subject === '2'
}

/** What a server did, without whom it was about: what it says may name them. */
function problemOf(error: unknown, address: string): string {
  const { command = '', responseCode, message = '' } = error as SmtpError
  return responseCode === undefined
    ? message.replaceAll(address, '…')
    : `${command}: ${responseCode}`
}

function letterOf({ name, letter_page }: LetterSettings, address: string, code: string): Letter {
  const where =
    letter_page === undefined
      ? `at ${name}, and nowhere else`
      : `at ${letter_page} and nowhere else`
  return {
    id: randomUUID(),
    to: [address],
    subject: `${name}: is this address yours?`,
    text: `Somebody who applies at ${name} says that this address is theirs.

If that is you, enter this code ${where}:

    ${code}

If another page or person asks you for it, that is a fraud: they want to apply in your name. If you did not apply, do
nothing: nobody is told that you had this letter, and nothing comes of it.
`,
  }
}
