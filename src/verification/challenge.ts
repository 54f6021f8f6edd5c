/**
 * A challenge that keeps nothing: the value that is to be shown is a keyed digest of what it proves, so that whoever made it
 * knows it again. It is bound to one subject and one domain until an instant: copied, it proves nothing of anybody else.
 *
 * HMAC-SHA-256 (RFC 2104) of which 160 bits are told, in lower-case hexadecimal, which no zone file changes. Where it is shown is
 * after RFC 8552: a name of its own below the domain, so that nothing of the domain is touched.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Challenged {
  /** Whoever is to be proved to have the domain: an application, an account or an organisation. */
  readonly subject: string
  /** In lower case, Punycode. */
  readonly domain: string
}

export interface Challenge extends Challenged {
  readonly record: string
  readonly value: string
  readonly expires_at: string
}

export type Shown =
  /** It is there. */
  | 'proved'
  /** One is there that was made for this, and its time is over. */
  | 'expired'
  /** None is there that was made for this. */
  | 'absent'

/** What several secrets say of one thing that is shown: each may have made it. */
export const surest = (shown: readonly Shown[]): Shown =>
  (['proved', 'expired'] as const).find((one) => shown.includes(one)) ?? 'absent'

/** The key of challenges, of the first secret of the installation: a rotation voids none. */
export const challengeKey = (secret: string): Buffer =>
  createHmac('sha256', secret).update('stillwatch challenge').digest()

export const recordOf = (domain: string): string => `_stillwatch-challenge.${domain}`

/** @param expiresMs instant in milliseconds; told in whole seconds */
export function challengeOf(key: Buffer, challenged: Challenged, expiresMs: number): Challenge {
  const seconds = Math.floor(expiresMs / 1000)
  const { subject, domain } = challenged
  return {
    subject,
    domain,
    record: recordOf(domain),
    value: `${PREFIX}${seconds}.${macOf(key, challenged, seconds).toString('hex')}`,
    expires_at: new Date(seconds * 1000).toISOString(),
  }
}

/** Whether one of the values that are shown was made for this subject and domain. */
export function shownBy(
  key: Buffer,
  challenged: Challenged,
  values: readonly string[],
  nowMs: number,
): Shown {
  let shown: Shown = 'absent'
  for (const value of values.slice(0, VALUES_MAX)) {
    const [, told = '', mac = ''] = FORM.exec(value.trim()) ?? []
    if (mac === '') continue
    const seconds = Number(told)
    if (!timingSafeEqual(Buffer.from(mac, 'hex'), macOf(key, challenged, seconds))) continue
    if (seconds * 1000 > nowMs) return 'proved'
    shown = 'expired'
  }
  return shown
}

const PREFIX = 'stillwatch='
const MAC_BYTES = 20
const FORM = /^stillwatch=(\d{1,12})\.([0-9a-f]{40})$/
/** A domain has a few for others beside; a hostile one could have thousands. */
const VALUES_MAX = 100

/** What is signed is parted by lengths, so that no two challenges are one text. */
const macOf = (key: Buffer, { subject, domain }: Challenged, seconds: number): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify(['domain_dns', subject, domain, seconds]))
    .digest()
    .subarray(0, MAC_BYTES)
