import type { Sighting } from '../domain/told.js'
import { sqlFile, statement } from './sql.js'
import type { Store } from './store.js'

const ROWS_MAX = 10_000

const weights = statement(
  'partner_list',
  `SELECT toString(partner_id) AS partner_id, campaigns_right, campaigns_wrong,
       partner_number > 0 AS is_heard, is_paused, trust_millis, toUInt32(indicators) AS indicators, toUInt32(accounts) AS accounts
   FROM partner_weight WHERE run_id = {run_id:UUID} ORDER BY partner_id`,
)
const refusals = statement(
  'partner_refused',
  `SELECT toString(reason) AS reason, toUInt32(sum(objects)) AS objects, max(received_at) AS last_received
   FROM indicator_rejected WHERE partner_id = {partner_id:String}
   GROUP BY reason ORDER BY objects DESC, reason LIMIT {rows_max:UInt32}`,
)
const seen = statement(
  'sighting_list',
  `SELECT toString(partner_id) AS partner_id, object_id, indicator_id, marking, toUInt32(accounts) AS accounts,
       formatDateTime(first_seen_at, '%FT%TZ') AS first_seen_at, formatDateTime(last_seen_at, '%FT%TZ') AS last_seen_at
   FROM sighting
   INNER JOIN (
       SELECT object_id, indicator_id, argMax(toString(marking), place) AS marking
       FROM indicator_received WHERE partner_id = {partner_id:String} GROUP BY object_id, indicator_id
   ) AS told USING (object_id, indicator_id)
   WHERE run_id = {run_id:UUID} AND partner_id = {partner_id:String}
   ORDER BY object_id LIMIT {rows_max:UInt32}`,
)

const met = sqlFile(import.meta.url, './partner_met.sql', {
  run_id: 'UUID',
  partner_id: 'String',
  rows_max: 'UInt32',
})

/** A partner as a run weighed it. */
export interface PartnerWeighed {
  readonly partner_id: string
  /** Campaigns of ours whose operators carry anything of what it told; it earns nothing by them. */
  readonly campaigns_right: number
  readonly campaigns_wrong: number
  /** Whether it is among as many as a run hears. */
  readonly is_heard: boolean
  readonly is_paused: boolean
  /** 0 to 1000; its bits are multiplied by it. */
  readonly trust_millis: number
  readonly indicators: number
  readonly accounts: number
}

export const partnersWeighed = (store: Store, runId: string): Promise<PartnerWeighed[]> =>
  store.rows(weights, { run_id: runId })

/** What a partner told as one campaign and operators of one of ours carry: what people look at before they vouch for it. */
export interface PartnerMet {
  readonly told_campaign: string
  readonly campaign_id: string
  readonly verdict: string
  readonly kinds: readonly string[]
  /** Patterns that it ever told so; those that operators of the campaign carry; and those of them that another told before, or that had left here. */
  readonly patterns_told: number
  readonly patterns_met: number
  readonly patterns_echoed: number
  readonly operators: number
  /** Who else carries anything that it told so. */
  readonly others: number
  /** When it first told anything that these operators carry, whatever it called it; and when the last of what was met was first called so. */
  readonly first_told: string
  readonly last_named: string
}

export const partnerMet = (store: Store, runId: string, partnerId: string): Promise<PartnerMet[]> =>
  store.rows(met, { run_id: runId, partner_id: partnerId, rows_max: ROWS_MAX })

/** What of a partner's bundles was refused, by reason, the commonest first. */
export const refusedOf = (
  store: Store,
  partnerId: string,
): Promise<{ reason: string; objects: number; last_received: string }[]> =>
  store.rows(refusals, { partner_id: partnerId, rows_max: ROWS_MAX })

/** What a partner is to be told back by a run, in the order of its own names; a limit and no page. */
export const sightingsFor = (store: Store, runId: string, partnerId: string): Promise<Sighting[]> =>
  store.rows(seen, { run_id: runId, partner_id: partnerId, rows_max: ROWS_MAX })
