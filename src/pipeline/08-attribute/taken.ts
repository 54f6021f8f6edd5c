import { type Params, sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const RUN = { run_id: 'UUID' }
const marks = sqlFile(import.meta.url, './campaign_mark.sql', {
  ...RUN,
  sent_max: 'UInt32',
})
const taken = sqlFile(import.meta.url, './campaign_taken.sql', {
  ...RUN,
  worded_millibits_min: 'Int32',
  accounts_min: 'UInt32',
  own_millibits_min: 'Int32',
  ordinary_millibits_max: 'Int32',
  ordinary_carriers_min: 'Float64',
  ordinary_share_min: 'Float64',
  setting_share_min: 'Float64',
  single_share_min: 'Float64',
})

/** Less than three times as often inside as outside: a text that everybody sends. */
export const ORDINARY_MILLIBITS_MAX = 1585

/** What the counting of taken answers holds to. */
const TAKEN = {
  // The wording that one ordinary text in a hundred crosses, as the profile counts it.
  worded_millibits_min: 4220,
  // What two accounts share may be two people's.
  accounts_min: 3,
  // Ten times as often inside. Spares the texts of a reseller's customers, who share a trade: up to eight.
  own_millibits_min: 3322,
  ordinary_millibits_max: ORDINARY_MILLIBITS_MAX,
  // A text that one in ten sends is everybody's; where they are hardly any of the traffic, nothing can be
  // told from their absence.
  ordinary_carriers_min: 0.1,
  ordinary_share_min: 0.05,
  // Where fewer of a setting's exchanges are recognised, they are one use of it among others.
  setting_share_min: 0.3,
  single_share_min: 0.8,
}
const MARKS = { sent_max: 200 }

/** Tells what the run's campaigns took from what their members sent besides, into `campaign_taken`. */
export async function countTaken(store: Store, { run_id = '' }: Params): Promise<void> {
  await store.run(marks, { run_id, ...MARKS })
  await store.run(taken, { run_id, ...TAKEN })
}
