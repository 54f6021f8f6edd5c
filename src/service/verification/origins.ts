import { loadInstitutions } from '../../enrichers/institutions.js'
import { mailOrigins } from '../../enrichers/mail-domains.js'
import type { Origins } from '../../verification/facts.js'
import { addressNetwork, clientOf, identityGiven } from '../decisions/identifier.js'
import { hashKeyWords, sipHash } from '../decisions/siphash.js'

/**
 * What facts are made with: the lists of domains, and hashes as the store has them, so that a value can be looked for among
 * those of its accounts.
 * @param hashKey as `hashKeyOf` gives it
 */
export function makeOrigins(hashKey: string): Origins {
  const key = hashKeyWords(hashKey)
  const out = new Uint32Array(2)
  const half = (place: number) => (out[place] ?? 0).toString(16).padStart(8, '0')
  return Object.freeze({
    institutions: loadInstitutions(),
    mail: mailOrigins(),
    hash: (value: string) => {
      if (value === '') return ''
      const bytes = Buffer.from(value)
      sipHash(key, bytes, bytes.length, out)
      return `${half(1)}${half(0)}`
    },
    network: addressNetwork,
    client: clientOf,
    given: identityGiven,
  })
}
