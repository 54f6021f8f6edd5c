import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Carried } from './carried.js'

const ALL = statement(
  'countermeasure_carried',
  `SELECT campaign_id, account_id, policy_id, level, restricted_id
   FROM countermeasure_carried
   ORDER BY campaign_id, account_id, policy_id`,
)
const CLEAR = statement('clear_countermeasure_carried', 'TRUNCATE TABLE countermeasure_carried')

export interface CarriedTable {
  /** Makes the table hold these and no others; it is written where it does not already. */
  keep(rows: readonly Carried[]): Promise<void>
}

/** What is proposed at present. */
export const carriedNow = (store: Store): Promise<readonly Carried[]> => store.rows<Carried>(ALL)

export function openCarried(store: Store): CarriedTable {
  let kept: string | undefined
  return Object.freeze({
    async keep(rows: readonly Carried[]) {
      kept ??= namesOf(await carriedNow(store))
      const names = namesOf(rows)
      if (names === kept) return
      // Of a write that fails half way nobody knows what is there: it is read again.
      kept = undefined
      await store.run(CLEAR)
      if (rows.length > 0) await store.insert('countermeasure_carried', rows)
      kept = names
    },
  })
}

const namesOf = (rows: readonly Carried[]): string =>
  rows
    .map((one) =>
      [one.campaign_id, one.account_id, one.policy_id, one.level, one.restricted_id].join('\t'),
    )
    .join('\n')
