import type { Marking } from '../../domain/indicator.js'
import type { Producer, SharedCampaign } from '../../domain/sharing.js'
import { markingObject, markingRef } from './marking.js'
import { type Bundle, bundleOf, owned, producerObject, type StixObject, utc } from './object.js'
import { writeBundle } from './write-bundle.js'
import { bounded } from './write-indicator.js'

/**
 * That a share is no longer told: all in it that its producer owns, revoked. Indicators belong to nobody, and another
 * provider may hold to one; a reader knows by the revoked relationship that this producer does not.
 */
export function writeWithdrawal(shared: SharedCampaign, withdrawnAt: string): Bundle {
  const { objects } = writeBundle(shared)
  const revoked = revokedOf(objects, withdrawnAt)
  const kept = objects.filter(({ type, id }) =>
    type === 'identity' ? id === shared.producer.identity_id : type === 'marking-definition',
  )
  return bundleOf([...revoked, ...kept])
}

/**
 * Of a share as it was told, what says something of its campaign: what its producer owns, and its indicators. The rest stands in
 * every share.
 */
export function tellingOf(objects: readonly StixObject[]): readonly StixObject[] {
  const isOwned = ownedIn(objects)
  return objects.filter((object) => object.type === 'indicator' || isOwned(object))
}

/** What its producer owns of it, revoked: a version that is later than the one that was told. */
export function revokedOf(
  objects: readonly StixObject[],
  withdrawnAt: string,
): readonly StixObject[] {
  return objects.filter(ownedIn(objects)).map((object) => {
    const laterMs = Date.parse(`${object.modified}`) + 1
    const modified = new Date(Math.max(Date.parse(withdrawnAt), laterMs)).toISOString()
    return { ...object, revoked: true, modified }
  })
}

/** Its report is its producer's. */
function ownedIn(objects: readonly StixObject[]): (object: StixObject) => boolean {
  const producer = objects.find(({ type }) => type === 'report')?.created_by_ref
  return ({ created_by_ref: by }) => by !== undefined && by === producer
}

/** How often a partner's indicator was met here: counts, and never whom. */
export interface SightingTold {
  /** As the partner names the indicator: in STIX, or by the id that its object has there. */
  readonly object_id: string
  readonly accounts: number
  readonly first_seen_at: string
  readonly last_seen_at: string
}

/** Sightings for whoever told the indicators. A later one of the same indicator is a later version of its object. */
export function writeSightings(
  sightings: readonly SightingTold[],
  {
    producer,
    marking,
    toldAt,
  }: {
    readonly producer: Producer
    readonly marking: Marking
    /** When it is told; left out: when it was met last. */
    readonly toldAt?: string
  },
): Bundle {
  const objects = sightings.map((one): StixObject => {
    const isStix = one.object_id.startsWith('indicator--')
    const about = isStix ? one.object_id : `indicator--${one.object_id}`
    const ownership = {
      producer,
      created: utc(one.first_seen_at),
      modified: utc(toldAt ?? one.last_seen_at),
      markingRef: markingRef(marking),
    }
    return owned(
      'sighting',
      ownership,
      { sighting_of: about },
      {
        first_seen: ownership.created,
        last_seen: utc(one.last_seen_at),
        count: bounded(one.accounts),
        sighting_of_ref: about,
        where_sighted_refs: [producer.identity_id],
      },
    )
  })
  return bundleOf([...objects, producerObject(producer), markingObject(marking)])
}
