import type {
  CollectionSettings,
  SharingSettings,
  TaxiiClientSettings,
} from '../../config/sharing.js'
import type { Log } from '../log.js'
import { visibleTo } from './clients.js'
import type { Collections } from './collections.js'
import type { Statuses } from './statuses.js'

/** What somebody who is known asks by TAXII. */
export interface Asked {
  readonly sharing: SharingSettings
  readonly client: TaxiiClientSettings
  readonly collections: Collections
  readonly statuses: Statuses
  /** What the path names. */
  readonly parts: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly contentType: string | undefined
  /** Undefined where it is too long. */
  readonly body: () => Promise<string | undefined>
  readonly now: () => number
  readonly log: Log
}

/** The collection that a path names, by id or alias, where whoever asks may know of it. */
export const collectionOf = ({
  sharing,
  client,
  parts: { collection = '' },
}: Asked): CollectionSettings | undefined =>
  visibleTo(client, sharing).find(
    ({ id, alias }) => alias === collection || id === collection.toLowerCase(),
  )
