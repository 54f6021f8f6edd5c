/** A collection as what is to be sent: all that may leave it and came after the place up to which it was sent. */
import { type Collections, EVERYTHING, type Place } from '../collections.js'
import { isStixObject, jsonOf, type StixObject } from '../envelope.js'
import type { Sight } from '../sight.js'
import type { Positions } from './positions.js'
import type { PushQueue } from './push.js'

export interface QueueParts {
  readonly collections: Collections
  readonly positions: Positions
  readonly way: string
  readonly collection_id: string
  readonly sight: Sight
}

export async function queueOf(parts: QueueParts): Promise<PushQueue> {
  const { collections, positions, way, collection_id, sight } = parts
  let sentMicros = await positions.reached(way)
  let batch: readonly Place[] = []
  return Object.freeze({
    async next(objectsMax: number, bytesMax: number): Promise<readonly StixObject[]> {
      for (;;) {
        const query = { ...EVERYTHING, limit: objectsMax, afterMicros: sentMicros }
        batch = fitting((await collections.page(collection_id, query, sight)).places, bytesMax)
        const last = batch.at(-1)
        if (last === undefined) return []
        const found = await collections.documents(collection_id, batch)
        if (found.length > 0) return found.map(jsonOf).filter(isStixObject)
        // All of them were deleted since.
        sentMicros = last.addedMicros
      }
    },
    async settled() {
      const last = batch.at(-1)
      if (last === undefined) return
      await positions.reach(way, last.addedMicros)
      sentMicros = last.addedMicros
    },
  })
}

function fitting(places: readonly Place[], bytesMax: number): readonly Place[] {
  let bytes = 0
  return places.filter((place, index) => {
    // With a comma, and the envelope around all of them.
    bytes += place.bytes + (index === 0 ? 16 : 1)
    return index === 0 || bytes <= bytesMax
  })
}
