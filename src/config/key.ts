import { createHash } from 'node:crypto'

/** The operator's secrets, oldest first; where there was never another, the one as it is. */
export type HashSecrets = string | readonly string[]

/**
 * The operator's secrets as the engine takes them: an array of tuples of two 64-bit integers. Without a secret the
 * hashes are those of everybody who set none: good for trying, and `doctor` says so.
 */
export function hashKeyOf(secrets: HashSecrets): string {
  return `[${listOf(secrets).map(tupleOf).join(',')}]`
}

/** What names are made with that are kept as they are: a rotation renames nobody. */
export const firstSecret = (secrets: HashSecrets): string => listOf(secrets)[0] ?? ''

/** The same of names that nobody may be able to make: where none was set at first, the first that was. */
export const firstSetSecret = (secrets: HashSecrets): string =>
  listOf(secrets).find((secret) => secret !== '') ?? ''

/** What challenges are made and known again with: the newest, and the one before, for what was made before a rotation. */
export const challengeSecrets = (secrets: HashSecrets): readonly string[] =>
  [...listOf(secrets)]
    .reverse()
    .filter((secret) => secret !== '')
    .slice(0, 2)

/** The chains that this one continues, the newest first and itself with them. */
export const chainsOf = (secrets: HashSecrets): readonly (readonly string[])[] =>
  listOf(secrets)
    .map((_, at, all) => all.slice(0, at + 1))
    .reverse()

const listOf = (secrets: HashSecrets): readonly string[] =>
  typeof secrets === 'string' ? [secrets] : secrets

function tupleOf(secret: string): string {
  const digest = createHash('sha256').update('stillwatch hash key\n').update(secret).digest()
  return `(${digest.readBigUInt64LE(0)},${digest.readBigUInt64LE(8)})`
}
