import { INDICATOR_KINDS, isOfWork } from '../../indicators/index.js'
import { sqlFile } from '../../store/sql.js'
import { TRUST_VOUCHED } from '../partners/trust.js'

export const vouchedClusters = sqlFile(import.meta.url, './cluster_vouched.sql', {
  run_id: 'UUID',
  kinds: 'Array(String)',
  families: 'Array(String)',
  weight_millibits_min: 'Int32',
  trust_millis_min: 'UInt16',
  strangers_min: 'UInt32',
  common_share: 'Float64',
})

const OF_HAND = INDICATOR_KINDS.filter((kind) => !isOfWork(kind))

/** What a partner's word needs to speak against an innocent explanation. */
export const VOUCHED = {
  // What a vendor's customers and the readers of a tutorial have in common speaks against no such explanation.
  kinds: OF_HAND.map(({ id }) => id),
  families: OF_HAND.map(({ family }) => family),
  // By our own history, as a family must be worth to speak for a pair.
  weight_millibits_min: 3000,
  // Two people vouched for it and it was not found wrong since; or the settings do for all.
  trust_millis_min: 1000 * TRUST_VOUCHED,
  // Fewer are a family or a team, whatever is told of them.
  strangers_min: 4,
  // As of a pattern: what more of the proven customers carry says nothing.
  common_share: 0.02,
} as const
