/** What the engine has of TAXII: the collections, by doors of their own, and the socket where they are asked for. */
import type { SharingSettings } from '../../config/sharing.js'
import { openReader } from '../../store/reader.js'
import { openRecorder } from '../../store/recorder.js'
import type { Log } from '../log.js'
import { makePositions, type Positions } from './client/positions.js'
import { type Collections, openCollections } from './collections.js'
import { serveTaxii } from './door.js'
import { taxiiSocket } from './socket.js'
import { openStatuses, type Statuses } from './statuses.js'

export interface Taxii {
  readonly collections: Collections
  readonly statuses: Statuses
  readonly positions: Positions
  /** Why nobody can ask, where nobody can. */
  readonly unheard: unknown
  close(): Promise<void>
}

export interface TaxiiOptions {
  readonly path: string
  readonly url: string | undefined
  readonly state: string
  readonly sharing: () => SharingSettings | undefined
  readonly now: () => number
  readonly log: Log
}

// Of one statement. A page holds 2 MiB of objects, or one of 1 MiB, and of versions a million at most are asked for at once.
const BOUNDS = { secondsMax: 30, rowsMax: 1_000_001, bytesMax: 512 * 1024 ** 2 }

/** Others wait for nothing of it: neither what is published nor what people do goes by these doors. */
export async function openTaxii(options: TaxiiOptions): Promise<Taxii> {
  const { path, url, state, sharing, now, log } = options
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closeOne of closers.reverse()) await closeOne()
  }
  try {
    const reader = await openReader({ path, url }, BOUNDS)
    closers.push(reader.close)
    const writer = await openRecorder({ path, url })
    closers.push(writer.close)
    const collections = await openCollections({ reader, writer, now })
    const statuses = await openStatuses(reader, writer, now)
    const door = { sharing, collections, statuses, now, log }
    const unheard = await serveTaxii(taxiiSocket(state), door).then(
      (closeDoor) => {
        closers.push(closeDoor)
        return undefined
      },
      (error: unknown) => error,
    )
    return { collections, statuses, positions: makePositions(reader, writer), unheard, close }
  } catch (error) {
    await close()
    throw error
  }
}
