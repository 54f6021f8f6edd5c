import { createHash, timingSafeEqual } from 'node:crypto'
import type { PersonSettings } from '../../config/people.js'
import type { Person } from '../../domain/people.js'
import { type Oidc, type OidcSettings, openOidc } from './oidc.js'

/** Whom the settings name, and whose tokens they trust besides. */
export interface Named {
  readonly people: readonly PersonSettings[]
  readonly oidc?: OidcSettings | undefined
}

export interface Who {
  /** Everybody who may act. */
  people(): readonly Person[]
  /** Of whom the header is. `DOWN`: whoever could tell cannot be reached. */
  personOf(header: string | undefined): Promise<Person | 'NOBODY' | 'DOWN'>
}

/** Goes by the settings as they are whenever it is asked. */
export function makeWho(
  named: () => Named,
  clocks: { readonly now: () => number; readonly clock: () => number },
): Who {
  let opened: { readonly settings: OidcSettings; readonly oidc: Oidc } | undefined
  const oidcOf = (settings: OidcSettings): Oidc => {
    if (opened === undefined || !isSame(opened.settings, settings)) {
      opened = { settings, oidc: openOidc(settings, clocks) }
    }
    return opened.oidc
  }
  return Object.freeze({
    people: () => peopleOf(named()),
    async personOf(header: string | undefined) {
      const given = tokenIn(header)
      if (given === undefined) return 'NOBODY'
      const now = named()
      const people = peopleOf(now)
      if (now.oidc === undefined || !isJwt(given)) return holder(sha256(given), people)
      const subject = await oidcOf(now.oidc).subjectOf(given)
      if (subject === 'DOWN') return 'DOWN'
      return subject === 'INVALID' ? 'NOBODY' : holder(digestOf(now.oidc, subject.subject), people)
    },
  })
}

const TOKEN_CHARACTERS_MAX = 16_384
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/
export const isJwt = (token: string): boolean => JWT.test(token)

/** What a header shows, if that can be a token. */
export function tokenIn(header: string | undefined): string | undefined {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
  return given === undefined || given.length > TOKEN_CHARACTERS_MAX ? undefined : given
}

const isSame = (a: OidcSettings, b: OidcSettings): boolean =>
  a.issuer === b.issuer && a.audience === b.audience

/** Who comes through an issuer has no token of ours: what the issuer calls them stands for it, and can be revoked as well. */
function peopleOf({ people, oidc }: Named): readonly Person[] {
  return people.flatMap(({ name, roles, sha256: token, oidc: subject }) => {
    if (token !== undefined) return [{ name, roles, sha256: token }]
    if (subject === undefined || oidc === undefined) return []
    return [{ name, roles, sha256: digestOf(oidc, subject).toString('hex') }]
  })
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const digestOf = ({ issuer }: OidcSettings, subject: string): Buffer =>
  sha256(JSON.stringify(['oidc', issuer, 'sub', subject]))

/** Every entry is compared, so that the time taken tells nothing of which one fits. */
const holder = (digest: Buffer, people: readonly Person[]): Person | 'NOBODY' =>
  people.filter(({ sha256: known }) => timingSafeEqual(Buffer.from(known, 'hex'), digest))[0] ??
  'NOBODY'
