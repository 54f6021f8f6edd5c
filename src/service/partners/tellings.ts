import { createHash } from 'node:crypto'
import type { SharingSettings } from '../../config/sharing.js'
import type { Telling } from './collected.js'

type Settings = Pick<SharingSettings, 'collections' | 'clients' | 'servers'>

/** Whose word what lies in the collections is: a partner's servers that are pulled into one, and its clients that write there. */
export function tellingsOf({ collections, clients, servers }: Settings): readonly Telling[] {
  return collections.flatMap(({ id, alias }) => {
    const given = [
      ...servers
        .filter(({ pull_into }) => pull_into === alias)
        .map(({ name, partner }) => ({ partner, client: `server ${name}` })),
      ...clients
        .filter(({ write }) => write.includes(alias))
        .map(({ name, partner }) => ({ partner, client: name })),
    ]
    const partners = new Set(given.flatMap(({ partner = '' }) => (partner === '' ? [] : [partner])))
    return [...partners].sort().map((partner_id) => ({
      collection_id: id,
      partner_id,
      clients: given
        .filter(({ partner }) => partner === partner_id)
        .map(({ client }) => client)
        .sort(),
    }))
  })
}

/** Partners that tell by a channel of their own. */
export const partnersTelling = (settings: Settings | undefined): ReadonlySet<string> =>
  new Set(settings === undefined ? [] : tellingsOf(settings).map(({ partner_id }) => partner_id))

/** What a place is of. Whoever tells by another name as well is read from the beginning: the same again changes nothing. */
export const wayTold = ({ collection_id, partner_id, clients }: Telling): string =>
  createHash('sha256')
    .update(JSON.stringify(['told', collection_id, partner_id, clients]))
    .digest('hex')
