import { z } from 'zod'
import type { Told } from '../domain/told.js'
import { readPlain, refusedWhole } from './plain.js'
import { bundleOf, readObjects } from './stix/read-bundle.js'
import { BUNDLE_LIMITS, readJson } from './stix/read-json.js'
import { BUNDLE_FAULTS, type BundleRead, OBJECT_FAULTS } from './stix/received.js'

export { BUNDLE_LIMITS } from './stix/read-json.js'

/** A share as it is posted, and the document in it. */
const posted = z.object({ type: z.literal('share.released'), data: z.unknown() })
const document = z.object({ form: z.enum(['plain', 'stix']), objects: z.array(z.unknown()) })

/**
 * What a partner's file says, whatever its form: a bundle of STIX 2.1, campaigns in plain JSON, or what an installation like this one
 * releases, as it posts it or its document alone.
 */
export function readTold(bytes: Uint8Array, now: string): Told {
  const read = readJson(bytes, BUNDLE_LIMITS)
  if ('fault' in read) return refusedWhole(BUNDLE_FAULTS[read.fault])
  const message = posted.safeParse(read.value)
  const value = message.success ? message.data.data : read.value
  const released = document.safeParse(value)
  if (released.success) {
    const { form, objects } = released.data
    return form === 'stix' ? toldOf(readObjects(objects, { now })) : readPlain(objects)
  }
  const bundle = bundleOf(value, { now })
  return 'refusal' in bundle && bundle.refusal === 'not_a_bundle'
    ? readPlain(value)
    : toldOf(bundle)
}

/** What a bundle says, or a page of TAXII, with the reasons in words. */
export function toldOf(read: BundleRead): Told {
  if ('refusal' in read) return refusedWhole(BUNDLE_FAULTS[read.refusal])
  const { indicators, withdrawn, refused, judgements } = read
  return {
    indicators,
    withdrawn,
    judgements: judgements.map(({ attribution }) => attribution),
    refused: refused.map(({ object_id, reason }) => ({ object_id, reason: OBJECT_FAULTS[reason] })),
  }
}
