/** Who asks by TAXII, and what they may. Both processes ask this: the gate, so that nobody else takes room, and the engine, which answers. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type {
  CollectionSettings,
  SharingSettings,
  TaxiiClientSettings,
} from '../../config/sharing.js'

interface Shown {
  /** By HTTP Basic. */
  readonly user: string | undefined
  readonly token: string
}

/** The client whose token a header shows, as Bearer or as the password of its name. */
export function clientOf(
  header: string | undefined,
  { clients }: Pick<SharingSettings, 'clients'>,
): TaxiiClientSettings | undefined {
  const shown = shownIn(header)
  if (shown === undefined) return undefined
  const digest = createHash('sha256').update(shown.token).digest()
  // Every entry is compared, so that the time taken tells nothing of which one fits.
  const fitting = clients.filter(({ sha256 }) =>
    timingSafeEqual(Buffer.from(sha256, 'hex'), digest),
  )
  return fitting.find(({ name }) => shown.user === undefined || shown.user === name)
}

function shownIn(header: string | undefined): Shown | undefined {
  const [, scheme = '', given = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? []
  if (given === '') return undefined
  if (scheme.toLowerCase() === 'bearer') return { user: undefined, token: given }
  const text = Buffer.from(given, 'base64').toString('utf8')
  const end = text.indexOf(':')
  return end < 0 ? undefined : { user: text.slice(0, end), token: text.slice(end + 1) }
}

export interface Rights {
  readonly can_read: boolean
  readonly can_write: boolean
}

export const rightsOf = (
  { read, write }: TaxiiClientSettings,
  { alias }: CollectionSettings,
): Rights => ({ can_read: read.includes(alias), can_write: write.includes(alias) })

/** What a client may know to be there: a collection that it may neither read nor write is none. */
export const visibleTo = (
  client: TaxiiClientSettings,
  { collections }: SharingSettings,
): readonly CollectionSettings[] =>
  collections.filter((one) => Object.values(rightsOf(client, one)).includes(true))
