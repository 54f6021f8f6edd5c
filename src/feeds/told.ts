import type { Told } from '../domain/told.js'
import { readPlain } from './plain.js'
import { readBundle } from './stix/read-bundle.js'
import { BUNDLE_FAULTS, type BundleRead, OBJECT_FAULTS } from './stix/received.js'

export { BUNDLE_LIMITS } from './stix/read-json.js'

/** What a partner's file says, whatever its form: a bundle of STIX 2.1, or campaigns in plain JSON. */
export function readTold(bytes: Uint8Array, now: string): Told {
  const read = readBundle(bytes, { now })
  return 'refusal' in read && read.refusal === 'not_a_bundle' ? readPlain(bytes) : toldOf(read)
}

/** What a bundle says, or a page of TAXII, with the reasons in words. */
export function toldOf(read: BundleRead): Told {
  if ('refusal' in read) {
    const refused = [{ object_id: '', reason: BUNDLE_FAULTS[read.refusal] }]
    return { indicators: [], withdrawn: [], refused }
  }
  const { indicators, withdrawn, refused, judgements } = read
  return {
    indicators,
    withdrawn,
    judgements: judgements.map(({ attribution }) => attribution),
    refused: refused.map(({ object_id, reason }) => ({ object_id, reason: OBJECT_FAULTS[reason] })),
  }
}
