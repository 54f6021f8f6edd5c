/** Under which secrets a store says that it is, and where that is in a chain. It changes nothing. */
import { chainText, keyDigest } from './epoch-key.js'
import { KEYED } from './keyed-columns.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

/** A row of `key_epoch`. */
export interface Noted {
  readonly place: string
  readonly state: 'begun' | 'built' | 'done' | 'reached'
  readonly chain_check: string
  readonly newest_check: string
  readonly table_name: string
  readonly partition: string
}

/** What a store says of its secrets. It tells none of them. */
export interface Epoch {
  readonly rows: readonly Noted[]
  /** Of what it was derived under last, where it was before there were notes. */
  readonly digest: string | undefined
  readonly holdsHashes: boolean
}

/** A chain of keys, oldest first, and what it is known by. */
export interface Chain {
  readonly keys: readonly string[]
  /** Of the first, of the first two, and so on. */
  readonly checks: readonly string[]
  /** Of each by itself. */
  readonly newest: readonly string[]
}

/**
 * `at`: under so many of the secrets. `half_way`: being taken from so many to the next. `new`: nothing is hashed yet.
 * `begins`: under a single secret that it never had, so that nothing old can be compared. `foreign`: the chain is not its own.
 */
export type Standing =
  | { readonly state: 'at' | 'half_way'; readonly secrets: number }
  | { readonly state: 'new' | 'begins' | 'foreign' }

const known = statement(
  'tables_of_epoch',
  `SELECT name FROM system.tables
   WHERE database = currentDatabase() AND name IN ('key_epoch', 'derivation')`,
)
const noted = statement(
  'key_epoch',
  `SELECT toString(place) AS place, state, toString(chain_check) AS chain_check, toString(newest_check) AS newest_check,
          table_name, partition
   FROM key_epoch ORDER BY key_epoch.place`,
)
const derivedBy = statement(
  'derivation_key',
  `SELECT arrayElement(splitByChar(' ', version), -1) AS digest FROM derivation ORDER BY place DESC LIMIT 1`,
)
const partitioned = statement(
  'tables_with_rows',
  `SELECT DISTINCT table FROM system.parts
   WHERE database = currentDatabase() AND active AND rows > 0 AND table IN {tables:Array(String)}`,
)

/** Reads it of a store of any release. */
export async function epochOf(store: Store): Promise<Epoch> {
  const names = new Set((await store.rows<{ name: string }>(known)).map(({ name }) => name))
  const rows = names.has('key_epoch') ? await store.rows<Noted>(noted) : []
  const [derived] = names.has('derivation') ? await store.rows<{ digest: string }>(derivedBy) : []
  const tables = Object.keys(KEYED).map(store.layout.writable)
  const held = await store.rows(partitioned, { tables })
  return { rows, digest: derived?.digest, holdsHashes: held.length > 0 }
}

/** Whether a store is between two secrets: a process was ended that took it along. */
export const isHalfWay = ({ rows }: Epoch): boolean =>
  (rows.at(-1)?.state ?? 'reached') !== 'reached'

/** Where a store is in a chain. */
export function standingOf(epoch: Epoch, { keys, checks, newest }: Chain): Standing {
  const last = epoch.rows.at(-1)
  if (last === undefined) {
    if (!epoch.holdsHashes) return { state: 'new' }
    const first = keyDigest(chainText(keys.slice(0, 1)))
    if (epoch.digest === undefined || epoch.digest === first) return { state: 'at', secrets: 1 }
    return { state: keys.length === 1 ? 'begins' : 'foreign' }
  }
  const at = checks.indexOf(last.chain_check)
  if (isHalfWay(epoch)) return at < 1 ? { state: 'foreign' } : { state: 'half_way', secrets: at }
  if (at >= 0) return { state: 'at', secrets: at + 1 }
  // A secret by itself is another one, unless it is one of the store's whose others are missing.
  const wasAlone = last.chain_check === last.newest_check
  const isOneOf = epoch.rows.some((row) => row.newest_check === newest[0])
  return { state: keys.length > 1 || (isOneOf && !wasAlone) ? 'foreign' : 'begins' }
}
