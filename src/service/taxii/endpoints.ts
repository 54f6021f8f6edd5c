/** What is asked where, below the prefix of TAXII. */
import type { CollectionSettings, TaxiiClientSettings } from '../../config/sharing.js'
import { type Asked, collectionOf } from './asked.js'
import { rightsOf, visibleTo } from './clients.js'
import { answered, refusal, type TaxiiAnswer } from './faults.js'
import { API_ROOT, REQUEST_BYTES_MAX, STIX_TYPE, TAXII_TYPE } from './media.js'
import { addObjects, manifest, object, objects, removeObject, versions } from './objects.js'

export type Endpoint = (asked: Asked) => Promise<TaxiiAnswer>

export const ENDPOINTS: readonly {
  readonly path: string
  /** By the method. */
  readonly does: Readonly<Record<string, Endpoint>>
}[] = Object.freeze([
  { path: '', does: { GET: discovery } },
  { path: '/api', does: { GET: apiRoot } },
  { path: '/api/status/:status', does: { GET: status } },
  { path: '/api/collections', does: { GET: collections } },
  { path: '/api/collections/:collection', does: { GET: collection } },
  { path: '/api/collections/:collection/manifest', does: { GET: manifest } },
  { path: '/api/collections/:collection/objects', does: { GET: objects, POST: addObjects } },
  {
    path: '/api/collections/:collection/objects/:object',
    does: { GET: object, DELETE: removeObject },
  },
  { path: '/api/collections/:collection/objects/:object/versions', does: { GET: versions } },
])

async function discovery({ sharing: { title, description, contact } }: Asked) {
  return answered({ title, description, contact, default: API_ROOT, api_roots: [API_ROOT] })
}

async function apiRoot({ sharing: { title, description } }: Asked) {
  const versions = [TAXII_TYPE]
  return answered({ title, description, versions, max_content_length: REQUEST_BYTES_MAX })
}

async function status({ statuses, client, parts: { status = '' } }: Asked) {
  const found = await statuses.find(status, client.name)
  return found === undefined ? refusal('STATUS_GONE') : answered(JSON.parse(found))
}

async function collections({ sharing, client }: Asked) {
  const told = visibleTo(client, sharing).map((one) => tellCollection(client, one))
  return answered(told.length === 0 ? {} : { collections: told })
}

async function collection(asked: Asked) {
  const found = collectionOf(asked)
  return found === undefined ? refusal('NOT_THERE') : answered(tellCollection(asked.client, found))
}

function tellCollection(client: TaxiiClientSettings, given: CollectionSettings) {
  const { id, title, description, alias } = given
  return { id, title, description, alias, ...rightsOf(client, given), media_types: [STIX_TYPE] }
}
