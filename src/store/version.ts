import { StillwatchError } from '../domain/errors.js'
import { packageVersion } from '../domain/version.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

/**
 * Of the schema, as its files have it. Whoever changes one raises it, and a test that compares them with what they
 * were says so. Stores from before there were numbers have none, which counts as zero.
 */
export const SCHEMA_NUMBER = 10

interface Written {
  readonly number: number
  readonly release: string
}

const known = statement(
  'store_version_known',
  `SELECT name FROM system.tables WHERE database = currentDatabase() AND name = 'store_version'`,
)
const written = statement(
  'store_version_last',
  'SELECT max(number) AS highest, argMax(release, (number, opened_at)) AS last FROM store_version',
)

/**
 * What wrote a store last; number 0 where nobody said so. Throws STORE_NEWER where it knows more than this release, before
 * anything in it is changed.
 */
export async function writtenBy(store: Store, place: string): Promise<Written> {
  const isKnown = (await store.rows(known)).length > 0
  const [found] = isKnown ? await store.rows<{ highest: number; last: string }>(written) : []
  const { highest: number = 0, last: release = '' } = found ?? {}
  if (number > SCHEMA_NUMBER) {
    throw new StillwatchError('STORE_NEWER', {
      ...{ path: place, release, version: packageVersion() },
      ...{ number: String(number), known: String(SCHEMA_NUMBER) },
    })
  }
  return { number, release }
}

/** Says that this release writes it now, once its schema is in place. */
export async function writeVersion(store: Store, last: Written): Promise<void> {
  const now = { number: SCHEMA_NUMBER, release: packageVersion() }
  if (last.number === now.number && last.release === now.release) return
  await store.insert('store_version', [now])
}
