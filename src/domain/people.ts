/** Who may do what. People are named in the settings, each with the hash of a token; a token says who acts, and no request may. */

export const ROLES = [
  'viewer',
  'analyst',
  'reviewer',
  'detection_engineer',
  'sharing_officer',
  'auditor',
  'admin',
] as const
export type Role = (typeof ROLES)[number]

export interface Person {
  readonly name: string
  readonly roles: readonly Role[]
  /** Hexadecimal SHA-256 of the token that was shown. Another token of the same person is another of these. */
  readonly sha256: string
}

/** What two spellings of one name have in common. One human must not be two for having been written in capitals once. */
export const nameFolded = (name: string): string =>
  name.normalize('NFKC').toLowerCase().normalize('NFKC')

export const isSameName = (one: string, other: string): boolean =>
  nameFolded(one) === nameFolded(other)

export const holds = ({ roles }: Pick<Person, 'roles'>, who: readonly Role[]): boolean =>
  roles.some((role) => who.includes(role))
