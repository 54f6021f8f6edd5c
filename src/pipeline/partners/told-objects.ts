import type { Told } from '../../domain/told.js'
import { readObjects } from '../../feeds/stix/read-bundle.js'
import { toldOf } from '../../feeds/told.js'

export { BUNDLE_LIMITS, readTold } from '../../feeds/told.js'

/**
 * What objects of STIX tell that came one by one, in whatever order; those that are `fresh` are refused by name, others were
 * refused before. It never throws: what cannot be read is refused.
 */
export function toldByObjects(
  objects: readonly unknown[],
  { fresh, nowMs }: { readonly fresh: ReadonlySet<string>; readonly nowMs: number },
): Told {
  try {
    const told = toldOf(readObjects(objects, { now: new Date(nowMs).toISOString() }))
    const refused = told.refused.filter(({ object_id }) => object_id === '' || fresh.has(object_id))
    return { ...told, refused }
  } catch {
    const refused = [{ object_id: '', reason: 'It could not be read.' }]
    return { indicators: [], withdrawn: [], refused }
  }
}
