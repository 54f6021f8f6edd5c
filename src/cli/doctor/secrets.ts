/** What can be said of the hash secrets without telling one, and of the store that they are for. */
import { chainsOf, type HashSecrets, hashKeyOf } from '../../config/key.js'
import type { RunSettings } from '../../config/settings.js'
import { ERRORS } from '../../domain/error-table.js'
import { counted } from '../../feeds/format.js'
import { keyCheckOf } from '../../service/decisions/key-check.js'
import { keysOf } from '../../store/epoch-key.js'
import { type Chain, type Epoch, type Standing, standingOf } from '../../store/epoch-standing.js'
import { type Check, fail, ok, warn } from './check.js'

/** A secret that can be guessed is none. */
const SECRET_LENGTH_MIN = 16

export function checkSecrets({
  hash_secret,
  hash_secrets_before: before,
}: Pick<RunSettings, 'hash_secret' | 'hash_secrets_before'>): readonly Check[] {
  const newest = checkNewest(hash_secret, before.length)
  return before.length === 0 ? [newest] : [newest, checkBefore(before, hash_secret)]
}

function checkNewest(secret: string, before: number): Check {
  const name = 'Hash secret'
  if (secret === '') {
    return warn(
      name,
      before === 0
        ? 'not set: hashes are made with a key that everybody knows'
        : 'not set, and there are secrets before it: the newest is one that everybody knows',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what the settings file says.
      'Set `hash_secret: ${NAME}` in stillwatch.yaml, with a long random text in the environment.',
    )
  }
  return secret.length < SECRET_LENGTH_MIN
    ? warn(name, `set, of ${secret.length} characters`, 'Make it 32 random ones or more.')
    : ok(name, 'set')
}

/** That two are the same the settings refuse. What is left are those that a person cannot tell apart, and those that are short. */
function checkBefore(before: readonly string[], newest: string): Check {
  const name = 'Secrets before'
  const all = [...before, newest]
  const twin = all.findIndex((one, at) => all.slice(0, at).some((other) => isSame(one, other)))
  if (twin >= 0) {
    return warn(
      name,
      `${placeOf(twin, before)} differs from one before it by white space alone`,
      'Look for a line break at the end of one of them: each is taken as it is, and the store was under one of the two.',
    )
  }
  // A store that never had one was under the empty one.
  const short = before.findIndex((one, at) => isShort(one) && !(at === 0 && one === ''))
  if (short >= 0) {
    return warn(
      name,
      `${placeOf(short, before)} has ${before[short]?.length} characters`,
      'What is stored is safe under `hash_secret`. Backups from before it can be tested with guesses: delete them, and look whether this is what it was.',
    )
  }
  return ok(name, `${before.length}, oldest first`)
}

const isSame = (one: string, other: string) => one.trim() === other.trim()
const isShort = (secret: string) => secret.length < SECRET_LENGTH_MIN

const placeOf = (at: number, before: readonly string[]): string =>
  at === before.length ? '`hash_secret`' : `number ${at + 1} of \`hash_secrets_before\``

/** Of a store that was read: where it stands in the chain of the settings, and what the next start does. */
export function checkChain(secrets: HashSecrets, epoch: Epoch): Check {
  const name = 'Store secrets'
  const chain = chainOf(secrets)
  const standing = standingOf(epoch, chain)
  if ('secrets' in standing) return checkStanding(standing, chain.keys.length)
  if (standing.state === 'new') return ok(name, 'nothing is hashed yet')
  if (standing.state === 'foreign') {
    return fail(
      name,
      'the store was made under secrets that the settings do not continue',
      ERRORS.SECRET_CHAIN.hint,
    )
  }
  return warn(
    name,
    'the store was made under another secret: the next start makes all that it can anew, and the rest cannot be compared any more',
    'If `hash_secret` took the place of another, list that in `hash_secrets_before` before anything opens the store: docs/how-to/rotate-the-secret.md.',
  )
}

function checkStanding({ state, secrets }: Standing & { secrets: number }, of: number): Check {
  const name = 'Store secrets'
  if (state === 'half_way') {
    return warn(
      name,
      `the store is half way from ${secrets} of ${of} secrets to the next`,
      'Start the service, or make a backup: it goes on where it was ended. Until then nothing else opens it.',
    )
  }
  if (secrets === of) {
    return ok(name, of === 1 ? 'the store is under it' : `the store is under all ${of}`)
  }
  return warn(
    name,
    `the store is under ${secrets} of ${counted(of, 'secret')}`,
    'The next start takes it along, which takes a while: make a backup first, with the settings of before.',
  )
}

/** By the checks that gate, snapshots and backups go by, which are the store's. */
const chainOf = (secrets: HashSecrets): Chain => {
  const chains = [...chainsOf(secrets)].reverse()
  return {
    keys: keysOf(hashKeyOf(secrets)),
    checks: chains.map(keyCheckOf),
    newest: chains.map((chain) => keyCheckOf(chain.slice(-1))),
  }
}
