import type { IndicatorKind } from '../../indicators/define.js'
import { type Statement, statement } from '../../store/sql.js'

/** Of all accounts, who carries a value that two operators of the run's campaigns do. */
export const carriersOf = ({ id, sql }: IndicatorKind): Statement =>
  statement(
    `${id} of operators`,
    `SELECT account_id, value_hash, min(since_at) AS first_at, max(until_at) AS last_at
     FROM (${sql}) AS carried
     WHERE value_hash GLOBAL IN (
         SELECT value_hash
         FROM (${sql}) AS by_operators
         WHERE account_id GLOBAL IN (
             SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator')
         GROUP BY value_hash
         HAVING uniqUpTo(2)(account_id) >= 2)
     GROUP BY account_id, value_hash`,
  )

/**
 * What patterns are made of: of some operators of one campaign who carry each value that may leave, what shows it. Of whom people let go,
 * by that run or the newest, nothing is read: a run may be held for days.
 */
export const rawOf = ({ id, sql, raw, samples }: IndicatorKind): Statement =>
  statement(
    `${id} as it is`,
    `WITH indicator_sample AS (
     SELECT value_hash, account_id, argMax(carried.sample_id, (until_at, carried.sample_id)) AS sample_id
     FROM (${sql}) AS carried
     WHERE account_id GLOBAL IN (
           SELECT account_id FROM campaign_member
           WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String} AND role = 'operator')
       AND account_id GLOBAL NOT IN (
           SELECT subject_id FROM cleared
           WHERE subject_kind = 'account' AND run_id IN (
               SELECT toUUID({run_id:UUID}) AS run_id
               UNION ALL
               SELECT run_id FROM (SELECT run_id FROM run WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, started_at DESC, run_id DESC LIMIT 1) AS newest))
       AND value_hash GLOBAL IN (
           SELECT value_hash FROM indicator
           WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String} AND kind = {kind:String} AND kept_out = '')
     GROUP BY value_hash, account_id
     ORDER BY value_hash, cityHash64(account_id), account_id
     LIMIT ${samples} BY value_hash)
     ${raw}`,
  )
