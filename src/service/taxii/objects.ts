/** The objects of a collection: told a page at a time, added, and deleted. */
import type { CollectionSettings } from '../../config/sharing.js'
import type { Added } from './adding.js'
import { type Asked, collectionOf } from './asked.js'
import { rightsOf } from './clients.js'
import type { Page } from './collections.js'
import { jsonOf, keptOf, objectsIn } from './envelope.js'
import { answered, refusal, type TaxiiAnswer, type TaxiiFault } from './faults.js'
import { instantOf } from './instant.js'
import { isTaxii, STIX_TYPE } from './media.js'
import { type Allowed, cursorAfter, type Query, queryOf } from './query.js'
import { putBy, readBy } from './sight.js'

const SEVERAL: Allowed = {
  filters: ['id', 'type', 'version', 'spec_version'],
  versions: 'last',
  isPaged: true,
}
const ONE: Allowed = { filters: ['version', 'spec_version'], versions: 'last', isPaged: true }
const VERSIONS: Allowed = { filters: ['spec_version'], versions: 'all', isPaged: true }
/** Without a version named all of them go: whoever deletes an object does not leave older words of it there. */
const REMOVED: Allowed = {
  filters: ['version', 'spec_version'],
  versions: 'all',
  isPaged: false,
}

export const manifest = (asked: Asked): Promise<TaxiiAnswer> =>
  reading(asked, SEVERAL, async (_, page) =>
    page.places.map(({ object_id, version, addedMicros }) => ({
      id: object_id,
      date_added: instantOf(addedMicros),
      version,
      media_type: STIX_TYPE,
    })),
  )

export const objects = (asked: Asked): Promise<TaxiiAnswer> => reading(asked, SEVERAL, documents)

export const object = (asked: Asked): Promise<TaxiiAnswer> => reading(asked, ONE, documents)

export const versions = (asked: Asked): Promise<TaxiiAnswer> =>
  reading(asked, VERSIONS, async (_, page) => page.places.map(({ version }) => version), 'versions')

const documents = async ({ collections, id }: Asked & { readonly id: string }, page: Page) =>
  (await collections.documents(id, page.places)).map((json): unknown => JSON.parse(json))

/** A page of what a collection has, told as `tell` has it. */
async function reading(
  asked: Asked,
  allowed: Allowed,
  tell: (asked: Asked & { readonly id: string }, page: Page) => Promise<readonly unknown[]>,
  key: 'objects' | 'versions' = 'objects',
): Promise<TaxiiAnswer> {
  const granted = grant(asked, ['can_read'])
  if (typeof granted === 'string') return refusal(granted)
  const { id } = granted
  const query = queryOf(asked.query, allowed)
  if (query === undefined) return refusal('QUERY_INVALID')
  const { object: object_id } = asked.parts
  const sight = readBy(asked.client, granted)
  if (object_id !== undefined && !(await asked.collections.has(id, object_id, sight))) {
    return refusal('NOT_THERE')
  }
  const page = await asked.collections.page(id, ofObject(query, object_id), sight)
  const told = await tell({ ...asked, id }, page)
  const { isMore, places } = page
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return answered({})
  return answered(
    {
      more: isMore,
      ...(isMore ? { next: cursorAfter(last.addedMicros) } : {}),
      ...(told.length === 0 ? {} : { [key]: told }),
    },
    {
      'x-taxii-date-added-first': instantOf(first.addedMicros),
      'x-taxii-date-added-last': instantOf(last.addedMicros),
    },
  )
}

const ofObject = (query: Query, object_id: string | undefined): Query =>
  object_id === undefined ? query : { ...query, ids: [object_id] }

/** The collection, where whoever asks has these rights to it. */
function grant(
  asked: Asked,
  needed: readonly ('can_read' | 'can_write')[],
): CollectionSettings | TaxiiFault {
  const found = collectionOf(asked)
  if (found === undefined) return 'NOT_THERE'
  const rights = rightsOf(asked.client, found)
  return needed.every((right) => rights[right]) ? found : 'RIGHT_MISSING'
}

/** Answers once all of them are on the disk. */
export async function addObjects(asked: Asked): Promise<TaxiiAnswer> {
  const { client, collections, statuses, log } = asked
  const granted = grant(asked, ['can_write'])
  if (typeof granted === 'string') return refusal(granted)
  if (!isTaxii(asked.contentType ?? '')) return refusal('MEDIA_TYPE_UNKNOWN')
  const text = await asked.body()
  if (text === undefined) return refusal('REQUEST_TOO_LARGE')
  const envelope = jsonOf(text)
  if (envelope === undefined) return refusal('BODY_INVALID')
  const given = objectsIn(envelope)
  if (given === undefined) return refusal('ENVELOPE_INVALID')
  const looked = given.map((one) => keptOf(one, asked.now()))
  const fit = looked.flatMap((one) => ('problem' in one ? [] : [one]))
  const added = fit.length === 0 ? [] : await collections.add(granted, fit, client.name)
  const unfit = looked.flatMap((one): readonly Added[] =>
    'problem' in one ? [{ ...one, version: '', isNew: false }] : [],
  )
  const all = [...added, ...unfit]
  const refused = all.filter(({ problem }) => problem !== '').length
  const collection = granted.alias
  log.info(
    { client: client.name, collection, objects: all.length, refused },
    'objects added by TAXII',
  )
  return answered(await statuses.save(client.name, all), {}, 202)
}

/** What is told to be deleted is gone: from what is asked for, and from the disk. */
export async function removeObject(asked: Asked): Promise<TaxiiAnswer> {
  const { client, collections, log } = asked
  const granted = grant(asked, ['can_read', 'can_write'])
  if (typeof granted === 'string') return refusal(granted)
  const query = queryOf(asked.query, REMOVED)
  if (query === undefined) return refusal('QUERY_INVALID')
  const { object: object_id = '' } = asked.parts
  const removed = query.isOfStix
    ? await collections.remove({
        ...{ collection_id: granted.id, ids: [object_id], versions: query.versions },
        sight: putBy(client.name),
      })
    : 0
  if (removed === 0) return refusal('NOT_THERE')
  log.info(
    { client: client.name, collection: granted.alias, versions: removed },
    'object deleted by TAXII',
  )
  return answered({})
}
