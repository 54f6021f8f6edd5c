/**
 * Where TAXII is answered: on a socket of the engine, which keeps the collections. An object is on the disk before anybody is told that it
 * was taken. Nobody is told that there is a collection which they may neither read nor write.
 */
import type { IncomingMessage } from 'node:http'
import type { SharingSettings } from '../../config/sharing.js'
import { type Answer, bodyOf, listenInside } from '../inside.js'
import { type Log, problemTold } from '../log.js'
import { partsOf } from '../people/routes.js'
import { makeRoom, type Room } from '../room.js'
import type { Asked } from './asked.js'
import { clientOf } from './clients.js'
import type { Collections } from './collections.js'
import { ENDPOINTS } from './endpoints.js'
import { refusal } from './faults.js'
import { acceptsTaxii, REQUEST_BYTES_MAX, TAXII_PREFIX } from './media.js'
import type { Statuses } from './statuses.js'

export interface TaxiiDoor {
  /** As they are whenever it is asked; undefined where nothing is shared. */
  readonly sharing: () => SharingSettings | undefined
  readonly collections: Collections
  readonly statuses: Statuses
  readonly now: () => number
  readonly log: Log
}

// More than the gate passes on at once.
const CONNECTIONS_MAX = 48
/** What is being done, whether or not anybody still waits for it: the gate gives up after a minute. */
const IN_HAND_MAX = 32
const ASKED_SECONDS_MAX = 30

/** Resolves, once it listens, to what closes it. */
export function serveTaxii(socket: string, door: TaxiiDoor): Promise<() => Promise<void>> {
  const room = makeRoom(IN_HAND_MAX)
  return listenInside(socket, {
    connectionsMax: CONNECTIONS_MAX,
    askedSecondsMax: ASKED_SECONDS_MAX,
    answer: async (request) => {
      try {
        return await answer(request, door, room)
      } catch (error) {
        door.log.error(problemTold(error), 'TAXII not answered')
        return refusal('SERVICE_FAULT')
      }
    },
  })
}

async function answer(request: IncomingMessage, door: TaxiiDoor, room: Room): Promise<Answer> {
  const sharing = door.sharing()
  const client =
    sharing === undefined ? undefined : clientOf(request.headers.authorization, sharing)
  if (sharing === undefined || client === undefined) return refusal('TOKEN_REQUIRED')
  if (!room.enter(client.name)) return refusal('BUSY')
  try {
    return await answerKnown(request, { ...door, sharing, client })
  } finally {
    room.leave(client.name)
  }
}

type Known = Omit<TaxiiDoor, 'sharing'> & Pick<Asked, 'sharing' | 'client'>

async function answerKnown(request: IncomingMessage, known: Known): Promise<Answer> {
  const { accept, 'content-type': contentType } = request.headers
  if (!acceptsTaxii(accept)) return refusal('NOT_ACCEPTABLE')
  const url = urlOf(request.url)
  if (url === undefined) return refusal('NOT_THERE')
  for (const endpoint of ENDPOINTS) {
    const parts = partsOf(endpoint.path, url.path)
    if (parts === undefined) continue
    const does = endpoint.does[request.method ?? '']
    if (does === undefined) {
      return refusal('METHOD_UNKNOWN', { allow: Object.keys(endpoint.does).join(', ') })
    }
    const body = () => bodyOf(request, REQUEST_BYTES_MAX)
    return does({ ...known, parts, query: url.query, contentType, body })
  }
  return refusal('NOT_THERE')
}

/** What stands behind the prefix, with the slash at its end or without; undefined where it is no address. */
function urlOf(given = '') {
  const [path = '', query = ''] = given.split(/\?(.*)/s)
  if (!path.startsWith(TAXII_PREFIX)) return undefined
  const rest = path.slice(TAXII_PREFIX.length)
  return { path: rest.replace(/\/$/, ''), query: new URLSearchParams(query) }
}
